"""Writes: using up an approval, in the transaction of what it lets happen."""

from governance.models import Action, Checkpoint
from governance.states import CheckpointState
from tenants.clock import RemitNow


def use_approval(action: Action, *, rules_hash: str) -> Checkpoint | None:
    """Consume the approval of exactly this action under exactly these rules.

    None if there is none: never given, used before, or stale because the action
    or the deciding rules have changed since.
    """
    unused = Checkpoint.objects.filter(
        action=action,
        state=CheckpointState.APPROVED,
        digest=action.digest,
        rules_hash=rules_hash,
        used_at__isnull=True,
    )
    approval = unused.order_by("-answered_at").first()
    if approval is None or not unused.filter(id=approval.id).update(used_at=RemitNow()):
        return None
    return approval


def used_approval(action: Action, *, rules_hash: str) -> Checkpoint | None:
    """Return the approval that the action's intent consumed, or None.

    None also if the action or the deciding rules have changed since.
    """
    used = Checkpoint.objects.filter(
        action=action,
        state=CheckpointState.APPROVED,
        digest=action.digest,
        rules_hash=rules_hash,
        used_at__isnull=False,
    )
    return used.order_by("-used_at").first()
