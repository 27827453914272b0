"""A governance lead, and two clients with at least one row behind every admin page.

Made once: nothing is ever deleted, and a lead changes nothing.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.db.models import Model
from django.test import Client as Browser
from django.urls import reverse

from agents.models import OwnerRole
from agents.services import name_owner, register_agent
from governance.models import HaltScope, Run, Ticket
from governance.services.halts import set_halt
from governance.services.incidents import interrupt_run
from governance.services.lifting import lift_halt
from governance.services.tickets import Stop
from tenants.identifiers import uuid7
from tenants.models import Client, Role, User
from tenants.services import create_governance_lead, invite
from tenants.services.support import open_access
from tests.browsers import quick
from tests.cast import PASSWORD, Cast, make_acme, make_globex

PAGES = sorted(admin.site._registry, key=lambda model: model._meta.label)
OWNED = [model for model in PAGES if model is not User]
PAGE_IDS = [model._meta.label for model in PAGES]
OWNED_IDS = [model._meta.label for model in OWNED]


@dataclass(frozen=True)
class House:
    """Two clients that have been busy, and the lead who reads about them."""

    lead: User
    acme: Cast
    globex: Cast

    def browser(self) -> Browser:
        """Return a browser in which the lead is signed in."""
        return browser_of(self.lead)

    def row(self, model: Any, cast: Cast | None = None) -> Any:
        """Return a row of Acme (or another client), its newest."""
        of = cast or self.acme
        if model is User:
            return User.objects.get(id=next(iter(of.people.values())).user_id)
        with of.scope():
            rows = model.objects.all()
            found = rows.order_by("name" if model is Client else "-id").first()
        assert found is not None, f"nothing made a {model._meta.label}"
        return found


@cache
def house() -> House:
    """Return the two clients and their lead."""
    made = House(lead=a_lead(), acme=make_acme(), globex=make_globex())
    for cast in (made.acme, made.globex):
        _keep_busy(cast)
    with_access(made.lead, made.acme, made.globex)
    return made


def a_lead() -> User:
    """Return a governance lead of this test's own."""
    return create_governance_lead(
        email=f"lee+{uuid7().hex}@remit.example", name="Lee Park", password=PASSWORD
    )


def with_access(lead: User, *casts: Cast) -> None:
    """Let a lead look into these clients."""
    for cast in casts:
        open_access(client_id=cast.client.id, lead=lead, reason="A test.", hours=8)


def browser_of(lead: User, *casts: Cast) -> Browser:
    """Return a browser in which this lead is signed in, and let into these clients."""
    with_access(lead, *casts)
    browser = quick(Browser())
    browser.force_login(lead)
    return browser


def no_longer_a_lead(user: User) -> None:
    """Take away what makes somebody a governance lead, as only the owner can."""
    User.objects.using("owner").filter(pk=user.pk).update(is_governance_lead=False)


def list_url(model: type[Model]) -> str:
    """Return the address of a model's list."""
    return reverse(f"admin:{_name(model)}_changelist")


def page_url(model: type[Model], key: UUID, page: str = "change") -> str:
    """Return the address of one row's page."""
    return reverse(f"admin:{_name(model)}_{page}", args=[key])


def _name(model: type[Model]) -> str:
    return model._meta.label_lower.replace(".", "_")


def _keep_busy(cast: Cast) -> None:
    owner, deputy = list(cast.people.values())[:2]
    run = cast.open_run()
    for amount in ("480.00", "7400.00", "38500.00"):
        cast.ask_payment(run, amount=amount)
    with cast.scope(owner):
        invite(
            name="Nia Ferro",
            email=f"nia+{uuid7().hex}@{cast.client.slug}.example",
            role=Role.OPERATOR,
            by=owner,
        )
        idle = register_agent(name="Idle agent", purpose="Nothing yet.")
        name_owner(agent=idle, membership=deputy, role=OwnerRole.OWNER)
        what: Any = {"label": "Something", "by": owner, "reason": "Why."}
        set_halt(scope=HaltScope.WORKFLOW, target_id=uuid7(), **what)
        halt = set_halt(scope=HaltScope.AGENT, target_id=idle.id, **what)
        lift_halt(halt, by=owner, reason="Fine.")
        stopped = Run.objects.get(id=run["id"])
        stop = Stop(
            code="test",
            cause="The bank never answered.",
            last_safe_point="matched",
            side_effects="unknown",
        )
        interrupt_run(stopped, stop)
        ticket = Ticket.objects.get(run=stopped)
        # Or the sweep of another test would be the newest thing in its history.
        Ticket.objects.filter(id=ticket.id).update(look_at=None)
        ticket.owner = deputy
        ticket.save(update_fields=["owner"])
