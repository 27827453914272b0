"""Mistakes in what must hold before somebody goes ahead."""

from typing import Any
from uuid import UUID, uuid4

from governance.models import Action, Checkpoint, Halt
from governance.selectors.runs import locked_action
from governance.services import gate
from governance.states import ActionStatus, CheckpointState, RunState
from tenants.clock import RemitNow
from tests.model.violations import Promise
from tests.mutants.mutants import instead_of

_find = gate._find


@instead_of("selectors.standing._halts", breaks=(Promise.AGAINST_A_NO,))
def the_halt_is_not_looked_at(*_: object) -> list[Halt]:
    """Somebody who derives the standing forgets what has been halted since."""
    return []


@instead_of("selectors.standing.action_target", breaks=(Promise.AGAINST_A_NO,))
def a_halt_of_an_action_type_is_not_looked_for(_client_id: UUID, _name: str) -> UUID:
    """Whoever derives the standing asks for halts of everything but the type."""
    return uuid4()


@instead_of("services.gate._find", breaks=(Promise.AGAINST_A_NO,))
def the_runs_end_is_not_looked_at(action: Action, *rest: Any, **options: Any) -> object:
    """The second gate believes that a run which was alive when asked still is."""
    state = action.run.state
    action.run.state = RunState.RUNNING
    try:
        return _find(action, *rest, **options)
    finally:
        action.run.state = state


@instead_of("services.execution.intent._ours", breaks=(Promise.LOST_IS_LOST,))
def the_fence_is_ignored_at_intent(action_id: UUID, _fence: int) -> Action | None:
    """Any worker may go on with what is running, whoever has it now."""
    action = locked_action(action_id)
    return action if action.status == ActionStatus.RUNNING else None


@instead_of("services.intents.use_approval", breaks=(Promise.AGAINST_A_NO,))
def an_old_approval_is_good_for_ever(
    action: Action, *, rules_hash: str
) -> Checkpoint | None:
    """A yes counts although the rule that asked for it has changed."""
    del rules_hash
    approved = Checkpoint.objects.filter(action=action, state=CheckpointState.APPROVED)
    approved.update(used_at=RemitNow())
    return approved.first()


@instead_of("services.intents.use_approval", breaks=(Promise.A_YES_IS_USED_UP,))
def the_approval_is_not_consumed(
    action: Action, *, rules_hash: str
) -> Checkpoint | None:
    """A yes is looked up and left as it is, good for another time."""
    return Checkpoint.objects.filter(
        action=action,
        state=CheckpointState.APPROVED,
        digest=action.digest,
        rules_hash=rules_hash,
    ).first()
