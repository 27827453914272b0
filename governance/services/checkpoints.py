"""Writes: asking a person, and what the answer does.

An answer is one UPDATE that only finds a checkpoint that still waits and whose
deadline the database's clock has not passed: of two answers, or an answer and
the expiry, exactly one wins.

Rows are locked in one order: the run, the checkpoint, the action, what it holds of
limits. Stopping a run takes the same way, so neither waits for the other in a circle.
"""

from datetime import timedelta

from audit.events import Event
from governance.models import Action, Checkpoint, CheckpointKind, Run
from governance.selectors.inbox import obstacle
from governance.selectors.runs import hold_run_of, locked_action
from governance.services import limits
from governance.services.dispatch import hand_over
from governance.services.endings import finish_single
from governance.services.gate import Ruling
from governance.services.steps import move
from governance.services.trace import record_action
from governance.states import ActionStatus, CheckpointState, RefusedBy
from tenants.clock import RemitNow, database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Group, GroupMember, Membership
from tenants.selectors import require_signed_in

MIN_REASON = 3


def open_checkpoint(action: Action, ruling: Ruling) -> Checkpoint | None:
    """Ask the group that the rule names and return the checkpoint.

    None if there is no such group, or no owner whom a four-eyes question could bar:
    then nobody could answer, which is a no.
    """
    asked, owner = ruling.obligation, ruling.ownership
    group = Group.objects.filter(name=asked.group).first() if asked else None
    if asked is None or group is None or owner is None:
        return None
    now = database_now()
    checkpoint = Checkpoint(
        action=action,
        group=group,
        kind=CheckpointKind(asked.kind),
        digest=action.digest,
        rules_hash=ruling.rules_hash,
        # Who asked is an agent, and so no membership that could answer.
        barred=[owner.membership_id],
        asked_at=now,
        deadline=now + timedelta(minutes=asked.minutes),
    )
    checkpoint.save(force_insert=True)
    return checkpoint


def approve(*, checkpoint: Checkpoint, by: Membership, reason: str) -> None:
    """Say yes to this exact action; it is checked once more before it happens.

    Raises:
        NotAllowed: the person may not answer this checkpoint.
        Invalid: the reason is missing.
        Conflict: somebody answered before, or the deadline has passed.
    """
    action = _answer(checkpoint, by, reason, CheckpointState.APPROVED)
    record_action(
        Event.CHECKPOINT_APPROVED,
        action,
        private={"reason": checkpoint.reason},
        authority={"checkpoint": str(checkpoint.id), "membership": str(by.id)},
    )
    hand_over(action)


def refuse(*, checkpoint: Checkpoint, by: Membership, reason: str) -> None:
    """Say no; nothing happens, and the agent is told why.

    Raises:
        NotAllowed, Invalid, Conflict: as for ``approve``.
    """
    action = _answer(checkpoint, by, reason, CheckpointState.REFUSED)
    told = f"{by.user.name} refused: {checkpoint.reason}"
    move(action, ActionStatus.REFUSED, explanation=told, refused_by=RefusedBy.PERSON)
    limits.release(action)
    record_action(
        Event.CHECKPOINT_REFUSED,
        action,
        private={"reason": checkpoint.reason},
        authority={"checkpoint": str(checkpoint.id), "membership": str(by.id)},
    )
    finish_single(action.run)


def expire(checkpoint: Checkpoint) -> None:
    """Count silence as a no, if the deadline has passed and nobody answered."""
    hold_run_of(checkpoint.action_id)
    overdue = Checkpoint.objects.filter(
        id=checkpoint.id,
        state=CheckpointState.WAITING,
        deadline__lte=RemitNow(),
    )
    if not overdue.update(state=CheckpointState.EXPIRED):
        return
    action = locked_action(checkpoint.action_id)
    told = "Nobody answered in time, which counts as refused."
    move(action, ActionStatus.EXPIRED, explanation=told, refused_by=RefusedBy.PERSON)
    limits.release(action)
    record_action(
        Event.CHECKPOINT_EXPIRED,
        action,
        params={"group": checkpoint.group.name},
        authority={"checkpoint": str(checkpoint.id)},
    )
    finish_single(action.run)


def cancel_waiting(run: Run) -> list[Action]:
    """Withdraw the questions of a run that has stopped: an answer would do nothing.

    Returns the actions; the caller releases what they hold.
    """
    waiting = Checkpoint.objects.filter(action__run=run, state=CheckpointState.WAITING)
    return [
        _cancel(checkpoint)
        for checkpoint in waiting.select_for_update(of=("self",)).order_by("id")
    ]


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


def why_not(checkpoint: Checkpoint, membership: Membership) -> str:
    """Return why this person may not answer, or nothing. Costs a query."""
    in_group = GroupMember.objects.filter(
        group_id=checkpoint.group_id, membership=membership, membership__is_active=True
    )
    return obstacle(checkpoint, membership, in_group=in_group.exists())


def _cancel(checkpoint: Checkpoint) -> Action:
    checkpoint.state = CheckpointState.CANCELLED
    checkpoint.save(update_fields=["state"])
    action = locked_action(checkpoint.action_id)
    move(action, ActionStatus.CANCELLED, explanation="The run stopped.")
    record_action(
        Event.ACTION_CANCELLED, action, authority={"checkpoint": str(checkpoint.id)}
    )
    return action


def _answer(
    checkpoint: Checkpoint, by: Membership, reason: str, state: CheckpointState
) -> Action:
    require_signed_in(by)
    refused = why_not(checkpoint, by)
    if refused:
        raise NotAllowed(refused)
    words = reason.strip()
    if len(words) < MIN_REASON:
        raise Invalid("Write your reason: it is kept in the ledger.", field="reason")
    hold_run_of(checkpoint.action_id)
    answered = Checkpoint.objects.filter(
        id=checkpoint.id, state=CheckpointState.WAITING, deadline__gt=RemitNow()
    ).update(state=state, answered_by=by, answered_at=RemitNow(), reason=words)
    if not answered:
        raise Conflict(_too_late(checkpoint), code="answered")
    checkpoint.refresh_from_db(fields=["state", "answered_by", "answered_at", "reason"])
    return locked_action(checkpoint.action_id)


def _too_late(checkpoint: Checkpoint) -> str:
    now = Checkpoint.objects.select_related("answered_by__user").get(id=checkpoint.id)
    if now.answered_by is not None:
        return f"{now.answered_by.user.name} has answered this: {now.state}."
    if now.state == CheckpointState.CANCELLED:
        return "The run has stopped, so nobody has to answer this any more."
    return "The deadline has passed, which counts as refused."
