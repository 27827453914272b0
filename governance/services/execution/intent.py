"""The durable record before a side effect, and all that must hold for it."""

from dataclasses import dataclass
from uuid import UUID

from agents.models import RunnerKind
from agents.runners import Order
from agents.selectors import runner_secret
from audit.events import Event
from governance.models import Action, Effect, Intent, Phase, Run
from governance.selectors.runs import locked_action
from governance.services import limits
from governance.services.checkpoints import open_checkpoint, use_approval
from governance.services.endings import finish_single
from governance.services.gate import Ruling, judge
from governance.services.halts import hold_off_halts
from governance.services.steps import move
from governance.services.trace import record_action
from governance.states import ActionStatus, RefusedBy
from tenants.clock import database_now
from tenants.scoping import current_client_id


@dataclass(frozen=True, slots=True)
class Intended:
    """An action whose intent will be on record when this transaction commits."""

    kind: RunnerKind
    order: Order


def intend(action_id: UUID, *, fence: int) -> Intended | None:
    """Record the intent of a claimed action, or refuse it and return None.

    In one transaction: no halt can come in between, the run is alive, the fence
    and lease are ours, the rules allow it now, the approval is of exactly this
    and unused, the limits have room, and the ledger is told.
    """
    action = _ours(action_id, fence)
    if action is None:
        return None
    workflow = action.run.workflow_version.workflow_id
    hold_off_halts(current_client_id(), action.agent_id, workflow, action.run_id)
    # Shared, so that ending the run waits for the intent, or the intent for the end.
    action.run = Run.objects.select_for_update(of=("self",), no_key=True).get(
        id=action.run_id
    )
    ruling = judge(action, phase=Phase.EXECUTION)
    if ruling.effect is Effect.DENY:
        _refuse(action, ruling)
        return None
    approval = use_approval(action, rules_hash=ruling.rules_hash)
    if ruling.effect is Effect.CHECKPOINT and approval is None:
        _ask_again(action, ruling)
        return None
    return _record(action, ruling, approval=str(approval.id) if approval else "")


def _ours(action_id: UUID, fence: int) -> Action | None:
    action = locked_action(action_id)
    if action.fence != fence or action.lease_until is None:
        return None
    live = action.lease_until > database_now()
    return action if live and action.status == ActionStatus.RUNNING else None


def _record(action: Action, ruling: Ruling, *, approval: str) -> Intended:
    intent = Intent(
        action=action,
        decision=ruling.decision,
        fence=action.fence,
        digest=action.digest,
        recorded_at=database_now(),
    )
    intent.save(force_insert=True)
    authority = ruling.authority(action)
    if approval:
        authority["checkpoint"] = approval
    record_action(Event.ACTION_INTENDED, action, authority=authority)
    runner = action.action_type.runner
    order = Order(
        intent=intent.id,
        action=action.action_type.name,
        parameters=action.parameters,
        facts=ruling.decision.facts,
        url=runner.url,
        secret=runner_secret(runner),
        timeout_seconds=runner.timeout_seconds,
    )
    return Intended(kind=RunnerKind(runner.kind), order=order)


def _refuse(action: Action, ruling: Ruling) -> None:
    decision = ruling.decision
    by = RefusedBy(decision.refused_by)
    _say_no(action, ruling, explanation=decision.explanation, by=by)


def _ask_again(action: Action, ruling: Ruling) -> None:
    # The rules that decide have changed since the approval, or came after it.
    checkpoint = open_checkpoint(action, ruling)
    if checkpoint is None:
        told = "Refused: a person has to decide, and there is nobody to ask."
        _say_no(action, ruling, explanation=told, by=RefusedBy.PLATFORM)
        return
    explanation = ruling.decision.explanation
    move(action, ActionStatus.WAITING, explanation=explanation)
    record_action(
        Event.ACTION_WAITING,
        action,
        params={"group": checkpoint.group.name},
        private={"explanation": explanation},
        authority=ruling.authority(action),
    )


def _say_no(action: Action, ruling: Ruling, *, explanation: str, by: RefusedBy) -> None:
    move(action, ActionStatus.REFUSED, explanation=explanation, refused_by=by)
    limits.release(action)
    record_action(
        Event.ACTION_REFUSED_LATER,
        action,
        private={"explanation": explanation},
        authority=ruling.authority(action),
    )
    finish_single(action.run)
