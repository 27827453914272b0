"""Writes: receiving an agent's question and answering it.

The first half of the way of an action: checked for shape and decided. What follows
from the answer is in ``answering``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from agents.models import ActionType, Agent
from agents.phrases import fill
from agents.schemas import first_fault
from agents.selectors import ask_current_action_type
from governance.models import Action, Checkpoint, Decision, Phase, Run
from governance.selectors.runs import ask_locked_run
from governance.services.answering import follow
from governance.services.digests import action_digest
from governance.services.gate import ask_ground, judge
from governance.services.runs import open_run
from governance.states import ActionStatus
from tenants.errors import Conflict, Invalid, NotFound
from tenants.scoping import current_traceparent

MIN_REASON_WORDS = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What an agent asks for."""

    action: str
    parameters: Mapping[str, Any]
    reason: str
    run: UUID | None = None
    workflow: str = ""
    step: str = ""
    resource: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    """An action as it was answered, with what its answer tells of."""

    action: Action
    decision: Decision
    checkpoint: Checkpoint | None


def ask(*, agent: Agent, asked: Asked) -> Answered:
    """Decide about what an agent asks, and start what follows; return the answer.

    Raises:
        Invalid: the action is not declared, or its parameters, step or reason are
            not acceptable; nothing is stored then.
        NotFound: the run is not this agent's.
        NotAllowed: no run was named and none may be opened.
    """
    declared = ask_current_action_type(asked.action)
    # Locked, so that nothing is allowed in a run that is just being ended.
    named = asked.run and ask_locked_run(asked.run, agent_id=agent.id)
    ground = asked.run and ask_ground(agent, run_id=asked.run, action=asked.action)
    action_type = _checked(asked, declared.first())
    run = _running(named.first(), asked) if named else _opened(agent, asked)
    ground = ground or ask_ground(agent, run_id=run.id, action=asked.action)
    action = _new(agent, run, action_type, asked, ground.moment.now())
    ruling = judge(action, phase=Phase.ASKED, ground=ground)
    return Answered(action, ruling.decision, follow(action, ruling))


def _checked(asked: Asked, action_type: ActionType | None) -> ActionType:
    if action_type is None:
        raise Invalid(
            f"The action {asked.action} is not declared.",
            code="undeclared_action",
            field="action",
        )
    fault = first_fault(action_type.schema, asked.parameters, at="parameters")
    if fault is not None:
        raise Invalid(fault.message, code="parameters", field=fault.path)
    _check_reason(asked.reason)
    return action_type


def _check_reason(reason: str) -> None:
    if len(reason.split()) < MIN_REASON_WORDS:
        raise Invalid(
            f"Say why, in at least {MIN_REASON_WORDS} words: a person will read it.",
            code="reason",
            field="reason",
        )


def _running(run: Run | None, asked: Asked) -> Run:
    if run is None:
        raise NotFound("There is no such run.")
    _check_step(run, asked.step)
    _refuse_rehearsal(run)
    return run


def _opened(agent: Agent, asked: Asked) -> Run:
    if not asked.workflow:
        raise Invalid("Name the run, or the workflow to open one for.", field="run")
    subject = " ".join(asked.resource.get(name, "") for name in ("type", "id")).strip()
    # The two may be longer together than a subject is.
    return open_run(
        agent=agent, workflow_key=asked.workflow, subject=subject[:200], single=True
    )


def _refuse_rehearsal(run: Run) -> None:
    if run.rehearsal:
        told = f"Run {run.number} is a rehearsal: nothing is let through."
        raise Conflict(told, code="rehearsal")


def _check_step(run: Run, step: str) -> None:
    keys = [one["key"] for one in run.workflow_version.steps]
    if step and step not in keys:
        raise Invalid(f"The workflow has the steps {', '.join(keys)}.", field="step")


def _new(
    agent: Agent, run: Run, action_type: ActionType, asked: Asked, now: datetime
) -> Action:
    action = Action(
        run=run,
        agent=agent,
        action_type=action_type,
        step=asked.step or _step_of(run, action_type),
        resource_type=asked.resource.get("type", ""),
        resource_id=asked.resource.get("id", ""),
        parameters=dict(asked.parameters),
        reason=asked.reason,
        act=fill(action_type.phrase, asked.parameters),
        # Until the gate has answered, the answer is no.
        status=ActionStatus.REFUSED,
        asked_at=now,
        changed_at=now,
        traceparent=current_traceparent(),
    )
    action.digest = action_digest(action)
    action.put()
    return action


def _step_of(run: Run, action_type: ActionType) -> str:
    steps = run.workflow_version.steps
    keys = [step["key"] for step in steps if step.get("action") == action_type.name]
    return keys[0] if keys else ""
