"""Writes: receiving an agent's question and answering it.

The first half of the way of an action: checked for shape, decided, and then
refused, put before a person, or handed to the workers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from agents.models import ActionType, Agent
from agents.phrases import fill
from agents.schemas import first_fault
from agents.selectors import current_action_type
from audit.events import Event
from governance.models import Action, Effect, Phase, Run
from governance.selectors.runs import run_of_agent
from governance.services import limits
from governance.services.checkpoints import open_checkpoint
from governance.services.digests import action_digest
from governance.services.dispatch import due_from, wake_workers
from governance.services.endings import finish_single
from governance.services.gate import Ruling, judge
from governance.services.runs import open_run
from governance.services.trace import record_action
from governance.states import ActionStatus, RefusedBy
from tenants.clock import database_now
from tenants.errors import Invalid

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


def ask(*, agent: Agent, asked: Asked) -> Action:
    """Decide about what an agent asks, and start what follows; return the action.

    Raises:
        Invalid: the action is not declared, or its parameters, step or reason are
            not acceptable; nothing is stored then.
        NotFound: the run is not this agent's.
        NotAllowed: no run was named and none may be opened.
    """
    action_type = _declared(asked)
    _check_reason(asked.reason)
    run = _run(agent, asked)
    action = _store(agent, run, action_type, asked)
    ruling = judge(action, phase=Phase.ASKED)
    _FOLLOW[ruling.effect](action, ruling)
    return action


def _declared(asked: Asked) -> ActionType:
    action_type = current_action_type(asked.action)
    if action_type is None:
        raise Invalid(
            f"The action {asked.action} is not declared.",
            code="undeclared_action",
            field="action",
        )
    fault = first_fault(action_type.schema, asked.parameters, at="parameters")
    if fault is not None:
        raise Invalid(fault.message, code="parameters", field=fault.path)
    return action_type


def _check_reason(reason: str) -> None:
    if len(reason.split()) < MIN_REASON_WORDS:
        raise Invalid(
            f"Say why, in at least {MIN_REASON_WORDS} words: a person will read it.",
            code="reason",
            field="reason",
        )


def _run(agent: Agent, asked: Asked) -> Run:
    if asked.run is not None:
        # Locked, so that nothing is allowed in a run that is just being ended.
        run = run_of_agent(asked.run, agent_id=agent.id, lock=True)
        _check_step(run, asked.step)
        return run
    if not asked.workflow:
        raise Invalid("Name the run, or the workflow to open one for.", field="run")
    subject = " ".join(asked.resource.get(name, "") for name in ("type", "id")).strip()
    # The two may be longer together than a subject is.
    return open_run(
        agent=agent, workflow_key=asked.workflow, subject=subject[:200], single=True
    )


def _check_step(run: Run, step: str) -> None:
    keys = [one["key"] for one in run.workflow_version.steps]
    if step and step not in keys:
        raise Invalid(f"The workflow has the steps {', '.join(keys)}.", field="step")


def _store(agent: Agent, run: Run, action_type: ActionType, asked: Asked) -> Action:
    now = database_now()
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
    )
    action.digest = action_digest(action)
    action.save(force_insert=True)
    return action


def _step_of(run: Run, action_type: ActionType) -> str:
    steps = run.workflow_version.steps
    keys = [step["key"] for step in steps if step.get("action") == action_type.name]
    return keys[0] if keys else ""


def _allowed(action: Action, ruling: Ruling) -> None:
    action.due_at = due_from(action, action.asked_at)
    _set(action, ActionStatus.AUTHORIZED, ruling)
    _tell(Event.ACTION_ALLOWED, action, ruling)
    wake_workers()


def _waiting(action: Action, ruling: Ruling) -> None:
    checkpoint = open_checkpoint(action, ruling)
    if checkpoint is None:
        action.refused_by = RefusedBy.PLATFORM
        action.explanation = (
            "Refused: a person has to decide, and there is nobody to ask."
        )
        _set(action, ActionStatus.REFUSED, ruling)
        limits.release(action)
        _tell(Event.ACTION_REFUSED, action, ruling)
        finish_single(action.run)
        return
    _set(action, ActionStatus.WAITING, ruling)
    _tell(Event.ACTION_WAITING, action, ruling, group=checkpoint.group.name)


def _refused(action: Action, ruling: Ruling) -> None:
    action.refused_by = ruling.decision.refused_by
    _set(action, ActionStatus.REFUSED, ruling)
    limits.release(action)
    _tell(Event.ACTION_REFUSED, action, ruling)
    finish_single(action.run)


_FOLLOW = {Effect.ALLOW: _allowed, Effect.CHECKPOINT: _waiting, Effect.DENY: _refused}


def _set(action: Action, status: ActionStatus, ruling: Ruling) -> None:
    action.status = status
    action.explanation = action.explanation or ruling.decision.explanation
    action.save(update_fields=["status", "explanation", "refused_by", "due_at"])


def _tell(event: Event, action: Action, ruling: Ruling, **params: str) -> None:
    record_action(
        event,
        action,
        params=params,
        private={"explanation": action.explanation, "reason": action.reason},
        authority=ruling.authority(action),
    )
