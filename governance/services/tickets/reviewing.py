"""Writes: what is to be done because of an incident, and what was learnt from it."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from audit.events import Event
from governance.models import PostMortem, Ticket, TicketTask
from governance.services.tickets.telling import record_ticket
from governance.services.tickets.working import read_words, require_hand, take_up
from governance.states import TicketState
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership


@dataclass(frozen=True, slots=True)
class Learnt:
    """A post-mortem in words: what happened, what contributed, what went well."""

    happened: str
    factors: str
    went_well: str = ""


def add_task(
    ticket: Ticket, *, text: str, owner: Membership, due_on: date, by: Membership
) -> TicketTask:
    """Have somebody do something because of a ticket, by the end of a day.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: the words are missing, the day is past, or nobody who works here is
            named.
    """
    require_hand(by)
    told = read_words(text, "Say what is to be done.", field="text")
    now = database_now()
    if due_on < timezone.localdate(now):
        raise Invalid("Name today or a later day.", field="due_on")
    if not owner.is_active:
        raise Invalid("Name somebody who works here.", field="owner")
    task = TicketTask(
        ticket=ticket, text=told, owner=owner, due_on=due_on, made_by=by, made_at=now
    )
    task.save(force_insert=True)
    take_up(ticket, by)
    private = {"person": owner.user.name, "task": told}
    params = {"day": due_on.isoformat()}
    record_ticket(Event.TASK_ADDED, ticket, params=params, private=private)
    return task


def finish_task(task: TicketTask, *, by: Membership) -> None:
    """Say that a task is done. The row is locked by the caller.

    Raises:
        NotAllowed: an auditor or member cannot.
        Conflict: it is done.
    """
    require_hand(by)
    if task.done_at is not None:
        raise Conflict("This task is done.")
    task.done_at, task.done_by = database_now(), by
    task.save(update_fields=["done_at", "done_by"])
    take_up(task.ticket, by)
    record_ticket(Event.TASK_DONE, task.ticket, private={"task": task.text})


def review(ticket: Ticket, learnt: Learnt, *, by: Membership) -> PostMortem:
    """Write what was learnt from a ticket; that is its end.

    The two upper severities need at least one task, so that something follows.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: what happened or what contributed is missing.
        Conflict: it is not resolved, reviewed already, or nothing follows from it.
    """
    require_hand(by)
    happened = read_words(learnt.happened, "Say what happened.", field="happened")
    factors = read_words(learnt.factors, "Say what contributed to it.", field="factors")
    if ticket.state != TicketState.RESOLVED:
        told = "reviewed" if ticket.state == TicketState.REVIEWED else "not resolved"
        raise Conflict(f"This incident is {told}.")
    if ticket.rated.needs_review and not ticket.tasks.exists():
        raise Conflict("Add at least one task first: something has to follow from it.")
    now = database_now()
    written = PostMortem(
        ticket=ticket,
        happened=happened,
        factors=factors,
        went_well=learnt.went_well.strip(),
        written_by=by,
        written_at=now,
    )
    written.save(force_insert=True)
    ticket.state, ticket.reviewed_at = TicketState.REVIEWED, now
    ticket.save(update_fields=["state", "reviewed_at"])
    record_ticket(Event.TICKET_REVIEWED, ticket, private={"factors": factors})
    return written
