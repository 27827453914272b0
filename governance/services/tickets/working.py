"""Writes: working on an incident ticket until it is resolved.

Whatever somebody does on a ticket says that they have it: it is acknowledged by that,
and an acknowledgement lapses only where nothing is done.
"""

from datetime import datetime

from audit.events import Event
from governance.models import Ticket
from governance.services.tickets import timing
from governance.services.tickets.telling import record_ticket
from governance.severity import REVIEW_WITHIN, TIMES
from governance.states import ActionStatus, TicketState
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership, Role
from tenants.selectors import require_role

MAY_WORK_ON_TICKETS = frozenset({Role.ADMIN, Role.OPERATOR})
_REFUSAL = "Only an admin or operator can work on a ticket."


def acknowledge(ticket: Ticket, *, by: Membership) -> None:
    """Say that somebody has it: nobody else is told, until that lapses.

    Raises:
        NotAllowed: an auditor or member cannot, nor anybody for another.
        Conflict: it is resolved, or somebody has it already.
    """
    require_open(ticket, by)
    if ticket.state != TicketState.OPEN:
        raise Conflict("Somebody has acknowledged it already.")
    take_up(ticket, by)


def mitigate(ticket: Ticket, *, by: Membership, words: str) -> None:
    """Say what keeps it from becoming worse; what is left is to put it right.

    Raises:
        NotAllowed: an auditor or member cannot, nor anybody for another.
        Invalid: the words are missing.
        Conflict: it is resolved, or mitigated already.
    """
    require_open(ticket, by)
    told = read_words(words, "Say what keeps it from becoming worse.", field="words")
    if ticket.mitigated_at is not None:
        raise Conflict("It is mitigated already.")
    take_up(ticket, by)
    ticket.mitigated_at, ticket.mitigation = database_now(), told
    ticket.save(update_fields=["mitigated_at", "mitigation"])
    renew(ticket, now=database_now())
    record_ticket(Event.TICKET_MITIGATED, ticket, private={"words": told})


def resolve(ticket: Ticket, *, by: Membership, resolution: str) -> None:
    """Resolve a ticket, in words that the next reader can learn from.

    Raises:
        NotAllowed: an auditor or member cannot, nor anybody for another.
        Invalid: the words are missing.
        Conflict: it is resolved, or something on it is still unknown.
    """
    require_open(ticket, by)
    told = read_words(resolution, "Say how it was resolved.", field="resolution")
    require_known(ticket)
    take_up(ticket, by)
    mark_resolved(ticket, resolution=told)


def note(ticket: Ticket, *, by: Membership, text: str) -> None:
    """Write a line on a ticket's timeline, whatever its state.

    Raises:
        NotAllowed: an auditor or member cannot, nor anybody for another.
        Invalid: the line is empty.
    """
    require_hand(by)
    told = read_words(text, "Write what you found.", field="text")
    take_up(ticket, by)
    record_ticket(Event.TICKET_NOTED, ticket, private={"text": told})


def mark_resolved(ticket: Ticket, *, resolution: str) -> None:
    """Resolve an open ticket in the name of whoever acts in the scope."""
    now = database_now()
    ticket.state = TicketState.RESOLVED
    ticket.resolved_at, ticket.resolution = now, resolution
    ticket.look_at = ticket.lapses_at = None
    if ticket.rated.needs_review and ticket.duplicate_of_id is None:
        ticket.review_by = now + REVIEW_WITHIN
    ticket.save(
        update_fields=[
            "state",
            "resolved_at",
            "resolution",
            "look_at",
            "lapses_at",
            "review_by",
        ]
    )
    record_ticket(Event.TICKET_RESOLVED, ticket, private={"reason": resolution})


def take_up(ticket: Ticket, by: Membership) -> None:
    """Let what somebody does on a ticket say that they have it."""
    if not ticket.is_open:
        return
    now = database_now()
    first = ticket.state == TicketState.OPEN
    if first:
        ticket.acknowledged_at, ticket.acknowledged_by = now, by
        if ticket.acknowledge_by < now and ticket.acknowledge_missed_at is None:
            ticket.acknowledge_missed_at = ticket.acknowledge_by
    renew(ticket, now=now)
    if first:
        record_ticket(Event.TICKET_ACKNOWLEDGED, ticket)


def renew(ticket: Ticket, *, now: datetime) -> None:
    """Let somebody have it from now on, until nothing is done for long.

    What cannot become worse may wait for its deadline.
    """
    if ticket.mitigated_at is None:
        ticket.state = TicketState.ACKNOWLEDGED
        ticket.lapses_at = now + TIMES[ticket.rated].lapses
    else:
        ticket.state, ticket.lapses_at = TicketState.MITIGATED, None
    ticket.look_at = timing.next_look(ticket)
    ticket.save(
        update_fields=[
            "state",
            "acknowledged_at",
            "acknowledged_by",
            "acknowledge_missed_at",
            "lapses_at",
            "look_at",
        ]
    )


def require_open(ticket: Ticket, by: Membership) -> None:
    """Let who works on tickets do something on one that is not resolved.

    Raises:
        NotAllowed: an auditor or member cannot, nor anybody for another.
        Conflict: it is resolved.
    """
    require_hand(by)
    if not ticket.is_open:
        raise Conflict("This ticket is resolved.")


def require_hand(by: Membership) -> None:
    """Refuse whoever does not work on tickets."""
    require_role(by, MAY_WORK_ON_TICKETS, refusal=_REFUSAL)


def require_known(ticket: Ticket) -> None:
    """Refuse to end a ticket while it is unknown whether its action happened."""
    if ticket.action and ticket.action.status == ActionStatus.UNKNOWN:
        raise Conflict("It is still unknown whether it happened: settle that first.")


def read_words(words: str, missing: str, *, field: str) -> str:
    """Return words without what surrounds them.

    Raises:
        Invalid: there are none; ``missing`` says what to write.
    """
    told = words.strip()
    if not told:
        raise Invalid(missing, field=field)
    return told
