"""Writes: opening, keeping alive and ending a run, in the agent's own words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from agents.models import Agent
from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Action, Run, RunNote, Workflow
from governance.procedure import HaltReason
from governance.selectors.runs import waiting_in
from governance.selectors.standing import Standing, standing
from governance.services.dispositions import run_disposition
from governance.services.endings import end_well
from governance.services.incidents import interrupt_run
from governance.services.numbering import next_number
from governance.services.tickets import Stop
from governance.services.trace import record_run
from governance.states import ActionStatus, RunState, is_final
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.scoping import current_traceparent


class NotStandingError(NotAllowed):
    """The agent may not act at all: nobody answers for it, or it is stopped."""

    def __init__(self, workflow: Workflow, stands: Standing) -> None:
        self.workflow = workflow
        self.why = f"{'; '.join(stands.reasons)}."
        super().__init__(f"This agent may not act: {self.why}", code="standing")


@dataclass(frozen=True, slots=True)
class Directive:
    """What a heartbeat is answered: go on, or stop and why.

    ``waiting`` are the run's actions that still wait for a person: what was among them
    and is not any more has been answered.
    """

    stop: bool
    reason: str
    lease_until: datetime
    waiting: tuple[UUID, ...] = ()


def open_run(
    *,
    agent: Agent,
    workflow_key: str,
    subject: str = "",
    given: Mapping[str, Any] | None = None,
    single: bool = False,
) -> Run:
    """Open a run of a workflow and return it.

    Raises:
        Invalid: there is no such workflow.
        NotStandingError: nobody answers for the agent, it is not cleared, or halted.
    """
    workflow = Workflow.objects.filter(key=workflow_key).first()
    if workflow is None:
        raise Invalid(f"There is no workflow {workflow_key}.", field="workflow")
    stands = standing(agent, workflow)
    if not stands.may_act:
        raise NotStandingError(workflow, stands)
    run = _new_run(
        agent, stands, subject=subject, given=dict(given or {}), single=single
    )
    record_run(
        Event.RUN_OPENED,
        run,
        params={"workflow": workflow.title},
        private={"subject": subject or "nothing in particular"},
        authority=_authority(stands),
    )
    return run


def record_refused_run(agent: Agent, refusal: NotStandingError) -> None:
    """Tell the ledger of a run that was not opened.

    For a transaction of its own: the one that was refused has been rolled back.
    """
    record(
        Event.RUN_REFUSED,
        target=Target("agent", agent.id),
        params={"workflow": refusal.workflow.title},
        private={"cause": refusal.why},
        where=Circumstances(agent=agent.id),
    )


def heartbeat(
    *, run: Run, fence: int, save_point: Any = None, sequence: int | None = None
) -> Directive:
    """Extend a run's lease, keep its save point, and say whether to stop.

    ``sequence`` grows with each heartbeat of the agent; one that arrives after a
    newer one changes nothing. Without it, each counts as the newest.

    Raises:
        Conflict: the fence is not the run's: it has been taken from this holder.
    """
    _require_fence(run, fence)
    if run.state != RunState.RUNNING:
        ended = f"Run {run.number} is {run.state}."
        return Directive(stop=True, reason=ended, lease_until=run.lease_until)
    if sequence is None or sequence > run.sequence:
        _extend(run, save_point, run.sequence + 1 if sequence is None else sequence)
    stands = standing(run.agent, run.workflow_version.workflow, run=run)
    return Directive(
        stop=not stands.may_act,
        reason="; ".join(stands.reasons),
        lease_until=run.lease_until,
        waiting=waiting_in(run),
    )


def _extend(run: Run, save_point: Any, sequence: int) -> None:
    now = database_now()
    run.heartbeat_at = now
    run.sequence = sequence
    run.lease_until = now + timedelta(seconds=settings.RUN_LEASE_SECONDS)
    # The same state again is no news: an agent may send it with every heartbeat.
    if save_point is not None and save_point != run.save_point:
        run.save_point = save_point
        record_run(Event.RUN_SAVED, run)
    run.save(update_fields=["heartbeat_at", "sequence", "lease_until", "save_point"])


def note(*, run: Run, text: str, data: Mapping[str, Any]) -> RunNote:
    """Add to the agent's own trace and return the note.

    Raises:
        Conflict: the run has ended.
    """
    _require_running(run)
    written = RunNote(run=run, text=text, data=dict(data), noted_at=database_now())
    written.save(force_insert=True)
    record_run(Event.RUN_NOTED, run, private={"text": text})
    return written


def complete(*, run: Run, summary: str) -> Run:
    """End a run well and return it.

    Raises:
        Conflict: it has ended, or one of its actions has not.
    """
    _require_running(run)
    open_actions = [
        action
        for action in Action.objects.filter(run=run).order_by("id")
        if not is_final(ActionStatus(action.status))
    ]
    if open_actions:
        named = ", ".join(f"{one.act} ({one.status})" for one in open_actions)
        raise Conflict(f"This run has actions that are not over: {named}.")
    return end_well(run, summary=summary)


def interrupt(*, run: Run, reason: str, safe_point: str, side_effects: str) -> Run:
    """End a run midway, by the agent's own word: opens a ticket for its owner.

    Raises:
        Conflict: the run has ended.
    """
    _require_running(run)
    stop = Stop(
        code=HaltReason.AGENT_SELF_HALT.value,
        then=run_disposition(run, HaltReason.AGENT_SELF_HALT),
        cause=reason,
        last_safe_point=safe_point,
        side_effects=side_effects,
    )
    interrupt_run(run, stop)
    return run


def _new_run(
    agent: Agent, stands: Standing, *, subject: str, given: dict[str, Any], single: bool
) -> Run:
    # standing() refused a missing one: these are here.
    assert stands.clearance is not None  # noqa: S101
    assert stands.ownership is not None  # noqa: S101
    now = database_now()
    run = Run(
        number=next_number("run"),
        agent=agent,
        workflow_version=stands.clearance.workflow_version,
        ownership=stands.ownership,
        clearance=stands.clearance,
        subject=subject,
        input=given,
        single=single,
        lease_until=now + timedelta(seconds=settings.RUN_LEASE_SECONDS),
        opened_at=now,
        traceparent=current_traceparent(),
    )
    run.save(force_insert=True)
    return run


def _authority(stands: Standing) -> dict[str, str]:
    held = {"ownership": stands.ownership, "clearance": stands.clearance}
    return {name: str(row.pk) for name, row in held.items() if row is not None}


def _require_fence(run: Run, fence: int) -> None:
    if fence != run.fence:
        why = "nothing was heard of it in time, so this run was taken from its agent"
        told = f": {why}" if fence < run.fence else ""
        message = f"The fence is {run.fence}, not {fence}{told}."
        raise Conflict(message, code="fenced", field="fence")


def _require_running(run: Run) -> None:
    if run.state != RunState.RUNNING:
        raise Conflict(f"Run {run.number} is {run.state}.", code="run_ended")
