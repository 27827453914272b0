"""By when a ticket is to be acknowledged and resolved, and when it is looked at."""

from datetime import datetime, timedelta

from governance.escalation import (
    PlannedStep,
    due_step,
    following,
    plan,
    written_plan,
)
from governance.models import Ticket
from governance.severity import TIMES, chain_of
from governance.states import TicketState


def start(ticket: Ticket, *, now: datetime, quiet: timedelta = timedelta()) -> None:
    """Say from when on who is told until somebody acknowledges it.

    ``quiet`` is for how long nobody is told: it may be over by then.
    """
    span, begun = TIMES[ticket.rated].acknowledge, now + quiet
    ticket.acknowledge_by = begun + span
    steps = chain_of(ticket.rated)
    planned = plan(steps, moment=lambda share: begun + span * share / 100)
    ticket.chain, ticket.told = written_plan(planned), None
    ticket.lapses_at = None


def next_look(ticket: Ticket) -> datetime | None:
    """Return when there is something to do: tell, let lapse, say that it is late."""
    if not ticket.is_open:
        return None
    step = next_step(ticket)
    moments = [step.at if step else None, ticket.lapses_at]
    if ticket.deadline_missed_at is None:
        moments.append(ticket.deadline)
    return min((one for one in moments if one is not None), default=None)


def due_now(ticket: Ticket, *, now: datetime) -> PlannedStep | None:
    """Return what people are to be told of by now, if anything."""
    if ticket.state != TicketState.OPEN:
        return None
    found = due_step(ticket.planned, ticket.told, now=now)
    return found if found is not None and found.at <= now else None


def next_step(ticket: Ticket) -> PlannedStep | None:
    """Return what people are told of next, while nobody has acknowledged it."""
    if ticket.state != TicketState.OPEN:
        return None
    told = -1 if ticket.told is None else ticket.told
    return following(ticket.planned, told)
