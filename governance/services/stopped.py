"""Writes: what follows in a run when an action came to nothing."""

from governance.models import Action
from governance.procedure import Disposition, HaltReason
from governance.services.dispositions import after_nothing
from governance.services.incidents import interrupt_run
from governance.services.tickets import Stop
from governance.states import RunState

_CAUSES = {
    HaltReason.EXCEPTION_CLEAN: "this failed, and nothing happened",
    HaltReason.CHECKPOINT_TIMEOUT: "nobody answered in time, which is a no",
    HaltReason.BOUNDARY_BREACH: "the rules forbade this at the last moment",
    HaltReason.LIMIT_EXHAUSTED: "a limit left no room for this at the last moment",
}


def stop_if_written(action: Action, reason: HaltReason, told: str = "") -> None:
    """Stop the run of an action that is over without an effect, if its step says so.

    Usually the run goes on: its agent is told, and decides what it does instead.
    """
    then = after_nothing(action, reason)
    if then in {Disposition.GO_ON, Disposition.RETRY}:
        return
    if action.run.state != RunState.RUNNING:
        return
    cause = f"{_CAUSES[reason]}: {action.act}. {told}".strip()
    stop = Stop(
        code=reason.value,
        cause=cause,
        last_safe_point="before this action",
        side_effects="none",
        action=action,
        then=then,
        known=["Nothing of this action happened outside."],
    )
    interrupt_run(action.run, stop)
