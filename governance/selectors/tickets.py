"""Reads: incident tickets, what they are about and what was found."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from audit.events import Event
from audit.selectors import Filters, Line, story
from governance.models import (
    Attestation,
    Checkpoint,
    Decision,
    Evidence,
    Interruption,
    Outcome,
    PostMortem,
    Run,
    Ticket,
    TicketNotice,
    TicketTask,
)
from governance.selectors.attesting import said_about
from governance.selectors.numbered import NEWEST, Cursor, NumberedPage, page_of
from governance.states import UNRESOLVED
from tenants.clock import database_now
from tenants.errors import NotFound

_WHOLE = (
    "owner__user",
    "opened_by__user",
    "acknowledged_by__user",
    "duplicate_of",
    "agent",
    "action__action_type",
    "run__agent",
    "run__workflow_version__workflow",
)
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
    notices: list[TicketNotice]
    tasks: list[TicketTask]
    evidence: list[Evidence]
    learnt: PostMortem | None
    duplicates: list[Ticket]
    words: list[Attestation]
    decisions: list[Decision]
    checkpoints: list[Checkpoint]
    now: datetime


def open_tickets_by_deadline() -> OpenTickets:
    """Return the open tickets, the next deadline first. Three queries."""
    rows = _rows().filter(state__in=UNRESOLVED)
    return OpenTickets(
        rows=list(rows.order_by("deadline", "number")[:MOST_OPEN]),
        total=rows.count(),
        now=database_now(),
    )


def resolved_tickets(cursor: Cursor = NEWEST) -> NumberedPage[Ticket]:
    """Return a page of resolved tickets, newest first. One query."""
    return page_of(_rows().exclude(state__in=UNRESOLVED), cursor)


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


def open_ticket_about(key: str) -> Ticket | None:
    """Return the ticket about this that is not resolved, if there is one. One query."""
    return Ticket.objects.filter(key=key, state__in=UNRESOLVED).first()


def open_tickets_of_stops(run: Run) -> list[Ticket]:
    """Return the tickets about a run's stops that are not resolved. One query."""
    stops = Interruption.objects.filter(run=run).values("ticket")
    rows = Ticket.objects.filter(id__in=stops, state__in=UNRESOLVED)
    return list(rows.select_related("owner__user", "run").order_by("number"))


def newest_ticket_about(key: str) -> Ticket | None:
    """Return the last ticket about this, if there was one. One query."""
    return Ticket.objects.filter(key=key).order_by("-number").first()


def ticket_page(ticket: Ticket) -> TicketPage:
    """Return a ticket with all about it. Seventeen queries at most."""
    about = Interruption.objects.filter(ticket=ticket).order_by("interrupted_at", "id")
    seen = Outcome.objects.filter(intent__action=ticket.action_id)
    notices = TicketNotice.objects.filter(ticket=ticket).select_related("person__user")
    decided = Decision.objects.filter(action=ticket.action_id).order_by("id")
    asked = Checkpoint.objects.filter(action=ticket.action_id).order_by("id")
    return TicketPage(
        decisions=list(decided.select_related("boundary_version")),
        checkpoints=list(asked.select_related("group")),
        ticket=ticket,
        interruption=about.first(),
        outcomes=list(seen.order_by("recorded_at", "id")) if ticket.action_id else [],
        timeline=timeline_of(ticket),
        notices=list(notices.order_by("told_at", "id")),
        tasks=list(_tasks().filter(ticket=ticket).order_by("due_on", "id")),
        evidence=list(Evidence.objects.filter(ticket=ticket).order_by("id")),
        learnt=_learnt(ticket),
        duplicates=list(Ticket.objects.filter(duplicate_of=ticket).order_by("number")),
        words=said_about(ticket.action) if ticket.action else [],
        now=database_now(),
    )


def task_by_id(ticket: Ticket, task_id: UUID) -> TicketTask:
    """Return a task of this ticket, its row locked.

    Raises:
        NotFound: it has no such task.
    """
    rows = _tasks().filter(ticket=ticket).select_for_update(of=("self",), no_key=True)
    task = rows.filter(id=task_id).first()
    if task is None:
        raise NotFound("There is no such task.")
    return task


def _tasks() -> QuerySet[TicketTask]:
    return TicketTask.objects.select_related("owner__user", "done_by__user", "ticket")


def _learnt(ticket: Ticket) -> PostMortem | None:
    rows = PostMortem.objects.filter(ticket=ticket).select_related("written_by__user")
    return rows.first()


def _rows() -> QuerySet[Ticket]:
    return Ticket.objects.select_related(*_ROW)


def timeline_of(ticket: Ticket) -> list[Line]:
    """Return all that happened to a ticket, the newest first. Six queries at most."""
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
