"""Reads: incident tickets, what they are about and what was found."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from audit.events import Event
from audit.selectors import Filters, Line, story
from governance.models import Interruption, Outcome, Ticket
from governance.selectors.numbered import NEWEST, Cursor, NumberedPage, page_of
from governance.states import TicketState
from tenants.clock import database_now
from tenants.errors import NotFound

_WHOLE = ("owner__user", "action", "run__agent", "run__workflow_version__workflow")
_ROW = ("owner__user", "action", "run")
# More open tickets than anybody can read: the rest are due later than these.
MOST_OPEN = 100


@dataclass(frozen=True, slots=True)
class OpenTickets:
    """The tickets that are open, the next deadline first; ``total`` counts all."""

    rows: list[Ticket]
    total: int
    now: datetime


@dataclass(frozen=True, slots=True)
class TicketPage:
    """One ticket with what is known about it; its timeline is newest first."""

    ticket: Ticket
    interruption: Interruption | None
    outcomes: list[Outcome]
    timeline: list[Line]


def open_tickets_by_deadline() -> OpenTickets:
    """Return the open tickets, the next deadline first. Three queries."""
    rows = _rows().filter(state=TicketState.OPEN)
    return OpenTickets(
        rows=list(rows.order_by("deadline", "number")[:MOST_OPEN]),
        total=rows.count(),
        now=database_now(),
    )


def closed_tickets(cursor: Cursor = NEWEST) -> NumberedPage[Ticket]:
    """Return a page of closed tickets, newest first. One query."""
    return page_of(_rows().filter(state=TicketState.CLOSED), cursor)


def ticket_by_number(number: int, *, lock: bool = False) -> Ticket:
    """Return the client's ticket with this number, its row locked if wanted.

    Raises:
        NotFound: there is none.
    """
    rows = Ticket.objects.filter(number=number).select_related(*_WHOLE)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    ticket = rows.first()
    if ticket is None:
        raise NotFound("There is no such ticket.")
    return ticket


def ticket_page(ticket: Ticket) -> TicketPage:
    """Return a ticket with all about it. Eight queries at most."""
    about = Interruption.objects.filter(ticket=ticket).order_by("interrupted_at", "id")
    seen = Outcome.objects.filter(intent__action=ticket.action_id)
    return TicketPage(
        ticket=ticket,
        interruption=about.first(),
        outcomes=list(seen.order_by("recorded_at", "id")) if ticket.action_id else [],
        timeline=_timeline(ticket),
    )


def _rows() -> QuerySet[Ticket]:
    return Ticket.objects.select_related(*_ROW)


def _timeline(ticket: Ticket) -> list[Line]:
    # What people wrote, the whole way of its action, and where the run stopped.
    parts = [Filters(target_id=str(ticket.id))]
    if ticket.action_id:
        parts.append(Filters(target_id=str(ticket.action_id)))
    if ticket.run_id:
        parts.append(
            Filters(run_id=str(ticket.run_id), event=Event.RUN_INTERRUPTED.value)
        )
    lines = [line for part in parts for line in story(part)]
    return sorted(lines, key=lambda line: (line.at, line.id), reverse=True)
