"""Writes: how severe a ticket is, who has it, and whether it is another one again."""

from audit.events import Event
from governance.models import Ticket
from governance.services.tickets.notifying import tell_anew
from governance.services.tickets.telling import record_ticket
from governance.services.tickets.working import (
    MAY_WORK_ON_TICKETS,
    mark_resolved,
    read_words,
    renew,
    require_known,
    require_open,
    take_up,
)
from governance.severity import TIMES, Severity
from governance.states import TicketState
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Membership, Role

_WHY = "Say why."


def rate(ticket: Ticket, *, severity: Severity, by: Membership, reason: str) -> None:
    """Say how severe it is; its times are those of that from now on.

    What was missed stays missed. Only an admin takes away the need to write what was
    learnt.

    Raises:
        NotAllowed: an auditor or member cannot; an operator cannot lower it so far.
        Invalid: the reason is missing.
        Conflict: it is resolved, or as severe already.
    """
    require_open(ticket, by)
    told = read_words(reason, _WHY, field="reason")
    before, now = ticket.rated, database_now()
    if severity is before:
        raise Conflict(f"Its severity is {severity.wording} already.")
    spared = before.needs_review and not severity.needs_review
    if spared and by.role != Role.ADMIN:
        raise NotAllowed("Only an admin can say that it is not severe.")
    take_up(ticket, by)
    ticket.severity = severity
    if ticket.deadline_missed_at is None:
        ticket.deadline = now + TIMES[severity].resolve
    ticket.save(update_fields=["severity", "deadline"])
    renew(ticket, now=now)
    told_as = {"before": before.wording, "severity": severity.wording}
    record_ticket(Event.TICKET_RATED, ticket, params=told_as, private={"reason": told})


def hand_on(ticket: Ticket, *, to: Membership, by: Membership, reason: str) -> None:
    """Give a ticket to somebody else, who is told and has to acknowledge it.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: the reason is missing, or that person cannot work on tickets.
        Conflict: it is resolved, or theirs already.
    """
    require_open(ticket, by)
    told = read_words(reason, _WHY, field="reason")
    if to.id == ticket.owner_id:
        raise Conflict(f"{to.user.name} has it already.")
    if not to.is_active or to.role not in MAY_WORK_ON_TICKETS:
        raise Invalid("Name an admin or operator who works here.", field="to")
    give(ticket, to=to, reason=told)


def give(ticket: Ticket, *, to: Membership, reason: str) -> None:
    """Let somebody have a ticket from now on, and be told of it."""
    ticket.owner, ticket.state = to, TicketState.OPEN
    ticket.save(update_fields=["owner", "state"])
    record_ticket(
        Event.TICKET_HANDED_ON,
        ticket,
        private={"person": to.user.name, "reason": reason},
    )
    tell_anew(ticket)


def mark_duplicate(ticket: Ticket, *, of: Ticket, by: Membership) -> None:
    """Resolve a ticket because another one is about the same.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: it is itself, or a duplicate.
        Conflict: it is resolved, or something on it is still unknown.
    """
    require_open(ticket, by)
    if of.id == ticket.id or of.duplicate_of_id is not None:
        raise Invalid("Name the incident that is worked on.", field="of")
    require_known(ticket)
    take_up(ticket, by)
    ticket.duplicate_of = of
    ticket.save(update_fields=["duplicate_of"])
    mark_resolved(ticket, resolution=f"It is the same as incident {of.number}.")
