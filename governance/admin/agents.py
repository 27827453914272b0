"""Agents across clients: who answers for them, and may they act?"""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from agents.models import Agent
from governance.admin.halting import halting
from governance.models import Clearance, HaltScope
from governance.selectors import oversight
from governance.services.clearances import countersign, revoke
from tenants.admin.acts import Act
from tenants.admin.base import LeadAdmin
from tenants.admin.columns import alarm, column, text, when, words
from tenants.admin.filters import ByClient, question
from tenants.admin.site import site
from tenants.models import User


def _yes_or_no(value: bool) -> str:  # noqa: FBT001 - a value of the column
    return "yes" if value else alarm("none")


@admin.register(Agent, site=site)
class AgentAdmin(LeadAdmin):
    """Who answers for each agent, until when is it cleared, is it halted?"""

    known_by = "name"
    acts = halting(HaltScope.AGENT)
    ordering = ("client__name", "name")
    list_display = (
        "name",
        "client",
        text("owner", title="answers for it", nothing=alarm("nobody")),
        when("cleared_until", nothing=alarm("not cleared")),
        column("has_key", _yes_or_no, title="live key"),
        column("halt", alarm, title="halted", nothing="no"),
    )
    list_filter = (
        ByClient,
        question("owner", oversight.OWNER),
        question("clearance", oversight.CLEARED),
        question("halted", oversight.HALTED),
        question("key", oversight.KEY),
    )
    list_select_related = ("client",)
    search_fields = ("name", "client__name")
    fields = (
        "name",
        "client",
        words("purpose"),
        when("registered_at"),
        *list_display[2:],
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, each with owner, clearance, halt and keys as of now."""
        return oversight.as_of_now(super().get_queryset(request))


def _revoke(clearance: Clearance, lead: User, reason: str) -> None:
    revoke(clearance, by=lead, reason=reason)


def _effects_of_revoking(clearance: Clearance) -> list[str]:
    work = clearance.workflow_version.workflow.title
    return [
        f"{clearance.agent} is refused at its next gate where it works on {work}.",
        "Runs that it has open there stop. What was already sent is not recalled.",
        "Nobody can take this back: the client has to sign a new clearance.",
    ]


_REVOKING = Act(
    name="revoke",
    verb="Revoke",
    purpose="to revoke it",
    title="Revoke the clearance of {}",
    done="You revoked the clearance of {}.",
    named=lambda one: f"{one.agent} for {one.workflow_version.workflow}",
    is_open=lambda clearance: not _is_over(clearance),
    effects=_effects_of_revoking,
    perform=_revoke,
)


def _countersign(clearance: Clearance, lead: User, _reason: str) -> None:
    countersign(clearance, by=lead)


def _effects_of_signing(clearance: Clearance) -> list[str]:
    work = clearance.workflow_version
    return [
        f"{clearance.agent} may work on {work}, which is critical, from now on.",
        f"Its owner says: “{clearance.statement}” You say it, too.",
    ]


_SIGNING = Act(
    name="countersign",
    verb="Sign as well",
    purpose="to sign it as well",
    title="Sign the clearance of {} as well",
    done="You signed the clearance of {}.",
    named=lambda one: f"{one.agent} for {one.workflow_version.workflow}",
    is_open=lambda one: one.critical and not (one.countersigned_at or _is_over(one)),
    effects=_effects_of_signing,
    perform=_countersign,
    asks_why=False,
    is_grave=False,
)


def _is_over(clearance: Clearance) -> bool:
    return bool(clearance.revoked_at or clearance.fell_at)


@admin.register(Clearance, site=site)
class ClearanceAdmin(LeadAdmin):
    """Which agent may work on what, until when?"""

    acts = (_SIGNING, _REVOKING)
    ordering = ("expires_at",)
    list_display = (
        text("agent__name", title="agent"),
        "client",
        "workflow_version",
        when("signed_at"),
        when("expires_at"),
        when("countersigned_at"),
        when("revoked_at"),
        when("fell_at"),
    )
    list_filter = (
        ByClient,
        question("state", oversight.CLEARANCE),
    )
    list_select_related = ("agent", "client", "workflow_version__workflow")
    search_fields = (
        "agent__name",
        "client__name",
        "workflow_version__workflow__title",
    )
    fields = (
        "agent",
        "client",
        "workflow_version",
        words("statement"),
        "signed_by",
        when("signed_at"),
        when("expires_at"),
        when("countersigned_at"),
        "countersigned_by_lead",
        when("revoked_at"),
        when("fell_at"),
        "fell_because",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows, each with whether a later one has taken its place."""
        return oversight.with_renewal(super().get_queryset(request))
