"""Writes: a run that stops midway, which a named person gets a ticket for."""

from audit.events import Event
from governance.models import Interruption, Run, Ticket
from governance.procedure import Disposition
from governance.services.tickets import Stop, open_ticket
from governance.services.trace import record_run
from governance.services.withdrawal import withdraw_open
from governance.states import RunState
from tenants.clock import database_now

_THEN = {
    Disposition.HAND_OVER: (
        "Hold everything; the person named decides what happens now."
    ),
    Disposition.COMPENSATE: (
        "Undo what was done, the last thing first, once the person named confirms it."
    ),
    Disposition.FAIL_CLOSED: (
        "It stays stopped for good: nothing of this run is carried out any more."
    ),
}


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
