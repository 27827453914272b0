"""``manage.py halt``: stop something with nothing but the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.models import Halt
from governance.selectors.as_code import client_by_slug
from governance.selectors.halt_targets import NamedTarget, named_target
from governance.services.halts import set_halt
from tenants.errors import DomainError
from tenants.models import Membership, User
from tenants.scoping import client_scope
from tenants.selectors import person
from tenants.selectors.invitations import account_with
from tenants.selectors.places import membership_of


class Command(BaseCommand):
    """Halt a client, or one thing of it, in the name of a person."""

    help = (
        "Halts a client at the next gate, or only an agent, a workflow, a run or an "
        "action type of it. It needs the database alone: neither the web nor a broker "
        "nor a worker. Lifting is done on the halt's page, by a person."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the arguments."""
        parser.add_argument("slug", metavar="CLIENT")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--agent", metavar="NAME", default="")
        what.add_argument("--workflow", metavar="KEY", default="")
        what.add_argument("--run", metavar="NUMBER", type=int)
        what.add_argument("--action", metavar="NAME", default="")
        parser.add_argument("--by", metavar="EMAIL", required=True)
        parser.add_argument("--reason", metavar="TEXT", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run once; one line, whether it is halted or why not."""
        user = account_with(options["by"])
        if user is None:
            raise CommandError("There is no account with this e-mail.")
        wanted = NamedTarget(
            agent=options["agent"],
            workflow=options["workflow"],
            run=options["run"],
            action=options["action"],
        )
        try:
            halt = _halt(options["slug"], wanted, user, options["reason"])
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stdout.write(
            f"Halted {halt.label}, {halt.get_scope_display()}, at "
            f"{halt.set_at:%H:%M:%S} UTC: nothing of it passes the gate from now on."
        )


def _halt(slug: str, wanted: NamedTarget, user: User, reason: str) -> Halt:
    with client_scope(client_by_slug(slug), actor=person(user)):
        target = named_target(wanted)
        return set_halt(
            scope=target.scope,
            target_id=target.target_id,
            label=target.label,
            by=_place(user),
            reason=reason,
        )


def _place(user: User) -> Membership | User:
    """Return as whom somebody acts there: as who works there, or as a lead."""
    return user if user.is_governance_lead else membership_of(user.id)
