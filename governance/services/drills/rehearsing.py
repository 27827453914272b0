"""Stopping a rehearsal midway, part by part.

A rehearsal is a real run: it is opened, sends heartbeats, is halted, asks the gate
whether it may go on, and is handed over, each in a transaction of its own, so that
what is measured is what would happen. Nothing leaves it: no action is let through.
"""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from agents.selectors import accountable
from audit.events import Event
from governance.models import Drill, DrillState, Run
from governance.selectors.readiness import drill_by_id
from governance.selectors.standing import standing
from governance.services.drills.ending import fail_drill
from governance.services.drills.telling import milliseconds, record_drill
from governance.services.halts import halt_rehearsal
from governance.services.incidents import interrupt_run
from governance.services.lifting import end_rehearsal
from governance.services.numbering import next_number
from governance.services.runs import heartbeat
from governance.services.tickets import Stop, open_ticket
from governance.severity import Occasion
from tenants.clock import database_now
from tenants.scoping import PLATFORM, client_scope

ANSWER_WITHIN = timedelta(minutes=30)


def rehearse(client_id: UUID, drill_id: UUID) -> None:
    """Open a rehearsal, stop it midway and hand it over; all that was measured is kept.

    Called outside of a transaction: each part commits what it did. Called again, it
    goes on where it was left.
    """
    for part in (_open, _walk, _halt, _notice, _be_refused, _hand_over):
        if not _do(client_id, drill_id, part):
            return


def _do(client_id: UUID, drill_id: UUID, part: Callable[[Drill], str | None]) -> bool:
    """Do one part in a transaction of its own; return whether to go on."""
    with client_scope(client_id, actor=PLATFORM):
        drill = drill_by_id(drill_id, lock=True)
        if drill.state != DrillState.STARTED:
            return False
        failure = part(drill)
        if failure is not None:
            fail_drill(drill, failure)
        return failure is None


def _open(drill: Drill) -> str | None:
    if drill.run is not None:
        return None
    held = accountable(drill.agent_id)
    if held is None:
        return f"nobody answers for {drill.agent.name} any more"
    now = database_now()
    run = Run(
        number=next_number("run"),
        agent=drill.agent,
        workflow_version=drill.workflow_version,
        ownership=held,
        rehearsal=True,
        subject="A halt drill",
        lease_until=now + timedelta(seconds=settings.RUN_LEASE_SECONDS),
        opened_at=now,
    )
    run.save(force_insert=True)
    drill.run = run
    drill.save(update_fields=["run"])
    return None


def _walk(drill: Drill) -> str | None:
    if drill.halted_at is not None:
        return None
    run = _run(drill)
    told = heartbeat(run=run, fence=run.fence, save_point={"before": drill.step})
    return f"it was stopped before the halt: {told.reason}" if told.stop else None


def _halt(drill: Drill) -> str | None:
    if drill.halted_at is None:
        halt = halt_rehearsal(_run(drill), by=drill.started_by)
        drill.halted_at = halt.set_at
        drill.save(update_fields=["halted_at"])
    return None


def _notice(drill: Drill) -> str | None:
    if drill.noticed_at is not None:
        return None
    run = _run(drill)
    if not heartbeat(run=run, fence=run.fence).stop:
        return "the run was not told to stop"
    drill.noticed_at = database_now()
    drill.save(update_fields=["noticed_at"])
    return None


def _be_refused(drill: Drill) -> str | None:
    if drill.refused_at is not None:
        return None
    run = _run(drill)
    if standing(drill.agent, drill.workflow_version.workflow, run=run).may_act:
        return "the gate would have let the next action through"
    drill.refused_at = database_now()
    drill.save(update_fields=["refused_at"])
    return None


def _hand_over(drill: Drill) -> str | None:
    run = _run(drill)
    stop = _stop(drill)
    ticket = open_ticket(run, stop)
    interrupt_run(run, stop, ticket=ticket)
    end_rehearsal(run, by=drill.started_by)
    now = database_now()
    drill.ticket, drill.state = ticket, DrillState.HANDED_OVER
    drill.stopped_at, drill.answer_by = now, now + ANSWER_WITHIN
    drill.save(update_fields=["ticket", "state", "stopped_at", "answer_by"])
    record_drill(
        Event.DRILL_HANDED_OVER,
        drill,
        params={"took": str(milliseconds(drill.halted_at, now))},
        private={"person": ticket.owner.user.name},
    )
    return None


def _run(drill: Drill) -> Run:
    run: Run | None = drill.run
    assert run is not None  # noqa: S101 - the first part opened it
    return run


def _stop(drill: Drill) -> Stop:
    workflow = drill.workflow_version.workflow
    return Stop(
        code=Occasion.HALT_DRILL,
        title=f"Halt drill: can you take over “{workflow.title}”?",
        cause=f"A halt drill stopped {drill.agent.name} midway. Nothing is wrong.",
        last_safe_point=f"before the step {drill.step}",
        side_effects="none",
        disposition=(
            "Say that you have it, on the page of the drill: that is what is tried "
            f"here. After {ANSWER_WITHIN.seconds // 60} minutes the drill has failed."
        ),
        known=["A rehearsal: nothing left the platform."],
    )
