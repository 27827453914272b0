"""Writes: what follows when nobody answers a checkpoint."""

from governance.models import Checkpoint
from governance.procedure import HaltReason
from governance.services.checkpoints import expire
from governance.services.endings import finish_single
from governance.services.stopped import stop_if_written


def let_expire(checkpoint: Checkpoint) -> None:
    """Count silence as a no, if it is time, and stop the run where its step says so."""
    action = expire(checkpoint)
    if action is None:
        return
    asked = f"{checkpoint.group.name} was asked."
    stop_if_written(action, HaltReason.CHECKPOINT_TIMEOUT, asked)
    finish_single(action.run)
