"""Writes: what stopped midway, and the ticket that a named person gets for it."""

from dataclasses import dataclass, field
from datetime import timedelta

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Action, Interruption, Run, Ticket
from governance.procedure import Disposition, OnHalt
from governance.selectors.run_steps import step_of
from governance.services.announcing import announce_ticket
from governance.services.handing import whoever_sees_to
from governance.services.numbering import next_number
from governance.services.trace import record_run
from governance.services.withdrawal import withdraw_open
from governance.states import ActionStatus, RunState, TicketState
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Membership, Role
from tenants.selectors import require_signed_in

# How long the person has, where the step says nothing else.
DEADLINE = timedelta(hours=4)
AT_DEADLINE = (
    "If nobody has settled it by then, the run stays stopped, nothing is sent again, "
    "and what is reserved stays reserved."
)
_THEN = {
    Disposition.HAND_OVER: (
        "Hold everything; the person named decides what happens now."
    ),
    Disposition.COMPENSATE: (
        "Undo what was done, the last thing first; the person named sees to it."
    ),
    Disposition.FAIL_CLOSED: (
        "It stays stopped for good: nothing of this run is carried out any more."
    ),
}
MAY_WORK_ON_TICKETS = {Role.ADMIN, Role.OPERATOR}


@dataclass(frozen=True, slots=True)
class Stop:
    """Why and where a run stopped, and what is known."""

    code: str
    cause: str
    last_safe_point: str
    side_effects: str
    action: Action | None = None
    title: str = ""
    severity: int = 2
    then: Disposition = Disposition.HAND_OVER
    disposition: str = ""
    known: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def interrupt_run(run: Run, stop: Stop, *, ticket: Ticket | None = None) -> None:
    """Stop a run midway and hand it to who answers for the agent.

    Opens a ticket unless there is one already, and withdraws what has not begun. A
    run that has stopped before, of which something more turns out to be unknown,
    stays as it is and gets another interruption.
    """
    now = database_now()
    ticket = ticket or open_ticket(run, stop)
    Interruption(
        run=run,
        action=stop.action,
        code=stop.code,
        cause=stop.cause,
        last_safe_point=stop.last_safe_point,
        side_effects=stop.side_effects,
        known=stop.known,
        unknown=stop.unknown,
        then=stop.then,
        disposition=stop.disposition or _THEN[stop.then],
        person=ticket.owner,
        ticket=ticket,
        interrupted_at=now,
        deadline=ticket.deadline,
    ).save(force_insert=True)
    if run.state == RunState.RUNNING:
        run.state = RunState.INTERRUPTED
        run.ended_at = now
        run.save(update_fields=["state", "ended_at"])
    record_run(Event.RUN_INTERRUPTED, run, private={"cause": stop.cause})
    withdraw_open(run)


def close_ticket(*, ticket: Ticket, by: Membership, resolution: str) -> None:
    """Close a ticket, in words that the next reader can learn from.

    Raises:
        NotAllowed: an auditor or member cannot, nor anybody for another.
        Invalid: the words are missing.
        Conflict: it is closed, or something on it is still unknown.
    """
    _require_hand(by)
    if not resolution.strip():
        raise Invalid("Say how it was resolved.", field="resolution")
    if ticket.state != TicketState.OPEN:
        raise Conflict("This ticket is closed.")
    if ticket.action and ticket.action.status == ActionStatus.UNKNOWN:
        raise Conflict("It is still unknown whether it happened: settle that first.")
    mark_closed(ticket, resolution=resolution.strip())


def mark_closed(ticket: Ticket, *, resolution: str) -> None:
    """Close an open ticket in the name of whoever acts in the scope."""
    ticket.state = TicketState.CLOSED
    ticket.closed_at = database_now()
    ticket.resolution = resolution
    ticket.save(update_fields=["state", "closed_at", "resolution"])
    _record(Event.TICKET_CLOSED, ticket, {"reason": resolution})


def note_on_ticket(*, ticket: Ticket, by: Membership, text: str) -> None:
    """Write a line on a ticket's timeline.

    Raises:
        NotAllowed: an auditor or member cannot, nor anybody for another.
        Invalid: the line is empty.
    """
    _require_hand(by)
    if not text.strip():
        raise Invalid("Write what you found.", field="text")
    _record(Event.TICKET_NOTED, ticket, {"text": text.strip()})


def _require_hand(by: Membership) -> None:
    require_signed_in(by)
    if by.role not in MAY_WORK_ON_TICKETS:
        raise NotAllowed("Only an admin or operator can work on a ticket.")


def open_ticket(run: Run, stop: Stop) -> Ticket:
    """Open a ticket for who answers for the run's agent, and return it."""
    now = database_now()
    step = step_of(run, stop.action)
    on_halt = step.on_halt if step else None
    person = whoever_sees_to(run, on_halt)
    ticket = Ticket(
        number=next_number("ticket"),
        title=(stop.title or f"Run {run.number} stopped: {stop.cause}")[:200],
        severity=stop.severity,
        owner=person,
        run=run,
        action=stop.action,
        opened_at=now,
        deadline=now + _time_for(on_halt),
        at_deadline=AT_DEADLINE,
    )
    ticket.save(force_insert=True)
    private = {"owner": person.user.name, "title": ticket.title}
    _record(Event.TICKET_OPENED, ticket, private)
    announce_ticket(ticket)
    return ticket


def _time_for(on_halt: OnHalt | None) -> timedelta:
    minutes = on_halt.within_minutes if on_halt else None
    return DEADLINE if minutes is None else timedelta(minutes=minutes)


def open_alarm(
    *, title: str, at_deadline: str, owner: Membership | None = None
) -> Ticket:
    """Open a ticket that is about no run, and return it.

    It is for ``owner``, or else for the client's longest-serving admin.
    """
    now = database_now()
    ticket = Ticket(
        number=next_number("ticket"),
        title=title[:200],
        severity=1,
        owner=owner or _an_admin(),
        opened_at=now,
        deadline=now + DEADLINE,
        at_deadline=at_deadline,
    )
    ticket.save(force_insert=True)
    private = {"owner": ticket.owner.user.name, "title": ticket.title}
    _record(Event.TICKET_OPENED, ticket, private)
    announce_ticket(ticket)
    return ticket


def _an_admin() -> Membership:
    people = Membership.objects.order_by("joined_at", "id").select_related("user")
    admin = people.filter(role=Role.ADMIN, is_active=True).first()
    # Somebody in any case: a client has at least the person that it began with.
    return admin or people.filter(is_active=True).first() or people[0]


def _record(event: Event, ticket: Ticket, private: dict[str, str]) -> None:
    record(
        event,
        target=Target("ticket", ticket.id),
        params={"ticket": str(ticket.number)},
        private=private,
        where=Circumstances(
            run=ticket.run_id,
            agent=ticket.run.agent_id if ticket.run else None,
            action=ticket.action_id,
        ),
    )
