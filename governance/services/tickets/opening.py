"""Writes: opening an incident ticket, by what happened or by a person."""

from dataclasses import dataclass, field
from datetime import timedelta

from agents.models import Agent, EffectClass
from audit.events import Event
from governance.models import Action, Run, Ticket
from governance.procedure import Disposition, OnHalt
from governance.selectors.kinds import kind_of
from governance.selectors.run_steps import step_of
from governance.selectors.tickets import open_ticket_about
from governance.services.announcing import announce_ticket
from governance.services.handing import whoever_answers, whoever_sees_to
from governance.services.notifying import wake_notifiers
from governance.services.numbering import hold_numbers, next_number
from governance.services.tickets import timing
from governance.services.tickets.evidence import freeze
from governance.services.tickets.telling import record_ticket
from governance.severity import TIMES, Occasion, severity_of
from tenants.clock import database_now
from tenants.models import Membership

_AT_DEADLINE = (
    "If nobody has settled it by then, the run stays stopped, nothing is sent again, "
    "and what is reserved stays reserved. The admins are told."
)
TOLD_LATE = "If it is not resolved by then, the admins are told."


@dataclass(frozen=True, slots=True)
class Stop:
    """Why and where a run stopped, and what is known.

    ``code`` is a halt reason, or an occasion. ``quiet`` is for how long nobody is
    told, since it may be over by then.
    """

    code: str
    cause: str
    last_safe_point: str
    side_effects: str
    action: Action | None = None
    title: str = ""
    then: Disposition = Disposition.HAND_OVER
    disposition: str = ""
    known: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    quiet: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that somebody has to see to, which is about no single run.

    ``key`` is what it is about, so that there is one at a time.
    """

    occasion: Occasion
    title: str
    at_deadline: str = TOLD_LATE
    key: str = ""
    owner: Membership | None = None
    agent: Agent | None = None


def open_ticket(run: Run, stop: Stop) -> Ticket:
    """Open a ticket for whoever sees to a run that stopped, and return it."""
    step = step_of(run, stop.action)
    on_halt = step.on_halt if step else None
    ticket = Ticket(
        title=(stop.title or f"Run {run.number} stopped: {stop.cause}")[:200],
        reason=stop.code,
        severity=severity_of(
            stop.code,
            in_doubt=stop.side_effects == "unknown",
            weighty=bool(step and step.critical) or _is_weighty(stop.action),
            undoing=stop.action is not None and stop.action.is_compensation,
        ),
        owner=whoever_sees_to(run, on_halt),
        agent=run.agent,
        run=run,
        action=stop.action,
        at_deadline=_AT_DEADLINE,
    )
    return open_new(ticket, within=_time_for(on_halt), quiet=stop.quiet)


def open_alarm(alarm: Alarm) -> Ticket:
    """Open a ticket that is about no run, unless there is one about the same.

    It is for the alarm's owner, or else for the client's longest-serving admin.
    """
    known = _open_about(alarm.key) if alarm.key else None
    if known is not None:
        return known
    ticket = Ticket(
        title=alarm.title[:200],
        reason=alarm.occasion.value,
        key=alarm.key,
        severity=severity_of(alarm.occasion, in_doubt=False, weighty=False),
        owner=alarm.owner or whoever_answers(None),
        agent=alarm.agent,
        at_deadline=alarm.at_deadline,
    )
    return open_new(ticket)


def open_new(
    ticket: Ticket,
    *,
    within: timedelta | None = None,
    quiet: timedelta = timedelta(),
) -> Ticket:
    """Give a ticket its number and its times, keep it, and have people told."""
    now = database_now()
    ticket.number = next_number("ticket")
    ticket.opened_at = now
    ticket.deadline = now + (within or TIMES[ticket.rated].resolve)
    timing.start(ticket, now=now, quiet=quiet)
    ticket.look_at = timing.next_look(ticket)
    ticket.save(force_insert=True)
    private = {"owner": ticket.owner.user.name, "title": ticket.title}
    record_ticket(Event.TICKET_OPENED, ticket, private=private)
    freeze(ticket)
    announce_ticket(ticket)
    wake_notifiers()
    return ticket


def _open_about(key: str) -> Ticket | None:
    """Return the open ticket about something; of two who ask, one comes second."""
    found = open_ticket_about(key)
    if found is None:
        hold_numbers("ticket")
        found = open_ticket_about(key)
    return found


def _is_weighty(action: Action | None) -> bool:
    """Return whether what an action does can be neither asked about nor repeated."""
    return action is None or kind_of(action.action_type).effect == EffectClass.UNSAFE


def _time_for(on_halt: OnHalt | None) -> timedelta | None:
    minutes = on_halt.within_minutes if on_halt else None
    return None if minutes is None else timedelta(minutes=minutes)
