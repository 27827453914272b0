"""Writes: what follows from the gate's first answer to an action.

It is refused, put before a person, or handed to the workers.
"""

from collections.abc import Callable

from audit.events import Event
from governance.models import Action, Checkpoint, Effect
from governance.services import limits
from governance.services.checkpoints import open_checkpoint
from governance.services.dispatch import due_from
from governance.services.endings import finish_single
from governance.services.gate import Ruling
from governance.services.trace import record_action
from governance.services.waking import wake_workers
from governance.states import ActionStatus, RefusedBy


def follow(action: Action, ruling: Ruling) -> Checkpoint | None:
    """Do what the gate answered; return the question to a person where it is one."""
    return _FOLLOW[ruling.effect](action, ruling)


def _allowed(action: Action, ruling: Ruling) -> Checkpoint | None:
    action.due_at = due_from(action, action.asked_at)
    _set(action, ActionStatus.AUTHORIZED, ruling)
    _tell(Event.ACTION_ALLOWED, action, ruling)
    wake_workers()
    return None


def _waiting(action: Action, ruling: Ruling) -> Checkpoint | None:
    checkpoint = open_checkpoint(action, ruling)
    if isinstance(checkpoint, str):
        action.refused_by = RefusedBy.PLATFORM
        action.explanation = checkpoint
        _set(action, ActionStatus.REFUSED, ruling)
        limits.release(action)
        _tell(Event.ACTION_REFUSED, action, ruling)
        finish_single(action.run)
        return None
    _set(action, ActionStatus.WAITING, ruling)
    _tell(Event.ACTION_WAITING, action, ruling, group=checkpoint.group.name)
    return checkpoint


def _refused(action: Action, ruling: Ruling) -> Checkpoint | None:
    action.refused_by = ruling.decision.refused_by
    _set(action, ActionStatus.REFUSED, ruling)
    limits.release(action)
    _tell(Event.ACTION_REFUSED, action, ruling)
    finish_single(action.run)
    return None


_FOLLOW: dict[Effect, Callable[[Action, Ruling], Checkpoint | None]] = {
    Effect.ALLOW: _allowed,
    Effect.CHECKPOINT: _waiting,
    Effect.DENY: _refused,
}


def _set(action: Action, status: ActionStatus, ruling: Ruling) -> None:
    action.status = status
    action.explanation = action.explanation or ruling.decision.explanation
    action.put_changes("status", "explanation", "refused_by", "due_at")


def _tell(event: Event, action: Action, ruling: Ruling, **params: str) -> None:
    record_action(
        event,
        action,
        params=params,
        private={"explanation": action.explanation, "reason": action.reason},
        authority=ruling.authority(action),
        now=ruling.decision.decided_at,
    )
