"""The states of runs, actions, checkpoints and so on, and the steps between."""

from enum import StrEnum


class RunState(StrEnum):
    """Where a run is."""

    RUNNING = "running"
    COMPLETED = "completed"
    INTERRUPTED = "interrupted"


class ActionStatus(StrEnum):
    """Where an action is, from question to outcome."""

    REFUSED = "refused"
    WAITING = "waiting"
    AUTHORIZED = "authorized"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class RefusedBy(StrEnum):
    """Who or what said no."""

    RULE = "rule"
    PERSON = "person"
    STANDING = "standing"
    PLATFORM = "platform"


class CheckpointState(StrEnum):
    """Where a checkpoint is. Silence becomes ``EXPIRED``, which is a refusal."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class CompensationState(StrEnum):
    """Where the undoing of one effect is."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    LEFT_OUT = "left_out"
    FAILED = "failed"


class TicketState(StrEnum):
    """Where an incident ticket is, in this order; ``REVIEWED`` is what was learnt."""

    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    REVIEWED = "reviewed"


# Somebody has something to do still.
UNRESOLVED = (TicketState.OPEN, TicketState.ACKNOWLEDGED, TicketState.MITIGATED)


_ENDS = {
    ActionStatus.REFUSED,
    ActionStatus.SUCCEEDED,
    ActionStatus.FAILED,
    ActionStatus.EXPIRED,
    ActionStatus.CANCELLED,
}

_STEPS: dict[ActionStatus, set[ActionStatus]] = {
    ActionStatus.WAITING: {
        ActionStatus.AUTHORIZED,
        ActionStatus.REFUSED,
        ActionStatus.EXPIRED,
        ActionStatus.CANCELLED,
    },
    ActionStatus.AUTHORIZED: {
        ActionStatus.RUNNING,
        ActionStatus.REFUSED,
        ActionStatus.CANCELLED,
    },
    ActionStatus.RUNNING: {
        ActionStatus.SUCCEEDED,
        ActionStatus.FAILED,
        ActionStatus.UNKNOWN,
        ActionStatus.REFUSED,
        ActionStatus.WAITING,
        ActionStatus.AUTHORIZED,
    },
    ActionStatus.UNKNOWN: {ActionStatus.SUCCEEDED, ActionStatus.FAILED},
}


class UnlawfulStepError(RuntimeError):
    """A step between two states that the machine does not have."""


def is_final(status: ActionStatus) -> bool:
    """Return whether nothing follows this status. Unknown is not final."""
    return status in _ENDS


def require_step(before: ActionStatus, after: ActionStatus) -> None:
    """Refuse a step that the machine does not have.

    Raises:
        UnlawfulStepError: with both states.
    """
    if after not in _STEPS.get(before, set()):
        raise UnlawfulStepError(f"{before} -> {after}")
