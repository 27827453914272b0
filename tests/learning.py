"""A client that has had an incident, and learnt something from it."""

from uuid import UUID

from django.utils import timezone

from governance.models import Effect, RuleStatus, Ticket
from governance.selectors.runs import locked_action
from governance.selectors.tickets import ticket_by_number
from governance.services import tickets
from governance.services.attestation import attest
from governance.services.boundaries import set_rule_status
from governance.services.replays import replay_due
from governance.services.unknowns import report_contradiction
from tenants.clock import database_now
from tenants.models import Membership, Role
from tenants.scoping import PLATFORM, client_scope
from tests.cast import Cast
from tests.governance.happenings import an_invoice, unknown

NEVER = tickets.Wanted(
    effect=Effect.DENY,
    title="Never twice",
    reason="It was paid twice.",
    fields=("parameters.amount",),
)


def learn(cast: Cast, action_id: UUID) -> Ticket:
    """Have an action turn out to have happened after all, and see to it to its end."""
    by = next(one for one in cast.people.values() if one.role == Role.ADMIN)
    with client_scope(cast.client.id, actor=PLATFORM):
        report_contradiction(locked_action(action_id), "The bank says so.")
        ticket = Ticket.objects.get(action_id=action_id)
        tickets.look_at_ticket(ticket.id)
    with cast.scope(by):
        _see_to(Ticket.objects.select_related("action").get(id=ticket.id), by)
    # Or it would be done when somebody looks whether anything changes.
    replay_due()
    return ticket


def find_out(cast: Cast) -> None:
    """Have nobody know whether a payment was made, and somebody find out."""
    ticket = unknown(cast, amount="1.00", invoice=an_invoice())
    by = next(one for one in cast.people.values() if one.role == Role.ADMIN)
    with cast.scope(by):
        attest(ticket=ticket, by=by, happened=False, evidence="The bank has nothing.")
        again = ticket_by_number(ticket.number)
        tickets.resolve(again, by=by, resolution="It was not paid.")


def _see_to(ticket: Ticket, by: Membership) -> None:
    rule = tickets.draft_from(ticket, NEVER, by=by)
    set_rule_status(rule, status=RuleStatus.DRAFT)
    today = timezone.localdate(database_now())
    tickets.add_task(ticket, text="Ask the bank.", owner=by, due_on=today, by=by)
    tickets.resolve(ticket, by=by, resolution="One was paid back.")
    learnt = tickets.Learnt("It was paid twice.", "The bank answered late.")
    tickets.review(ticket, learnt, by=by)
