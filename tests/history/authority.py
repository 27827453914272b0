"""I4 and I5: who stopped, who answered, and that it counted."""

from collections.abc import Iterator
from uuid import UUID

from agents.models import EffectClass
from governance.models import Checkpoint, CheckpointKind, Halt, HaltScope, Intent
from governance.states import ActionStatus, CheckpointState
from governance.targets import action_target
from tests.history.reading import History, Violation

_NO = {ActionStatus.REFUSED, ActionStatus.EXPIRED, ActionStatus.CANCELLED}
_ANSWERS = {
    CheckpointState.APPROVED: "checkpoint.approved",
    CheckpointState.REFUSED: "checkpoint.refused",
    CheckpointState.EXPIRED: "checkpoint.expired",
}


def nothing_after_a_stop(history: History) -> Iterator[Violation]:
    """I4: no intent after a halt, a refusal, an expiry or the end of its run."""
    runs = {one.id: one for one in history.runs}
    for intent in history.intents:
        action = history.actions[intent.action_id]
        ended_at = runs[action.run_id].ended_at
        # What has no effect may be refused after an attempt at it.
        pure = action.action_type.effect_class == EffectClass.PURE
        if action.status in _NO and not pure:
            yield Violation("I4", f"intent {intent.id}, and {action.status}")
        late = ended_at is not None and intent.recorded_at > ended_at
        if late and not action.is_compensation:
            yield Violation("I4", f"intent {intent.id} after the end of its run")
        for halt in history.halts:
            if _reaches(history, halt, intent) and _is_while(halt, intent):
                yield Violation("I4", f"intent {intent.id} under halt {halt.id}")


def _reaches(history: History, halt: Halt, intent: Intent) -> bool:
    action = history.actions[intent.action_id]
    versions = {one.id: one.workflow_version for one in history.runs}
    target = {
        HaltScope.CLIENT: history.client,
        HaltScope.AGENT: action.agent_id,
        HaltScope.WORKFLOW: versions[action.run_id].workflow_id,
        HaltScope.RUN: action.run_id,
        HaltScope.ACTION_TYPE: action_target(history.client, action.action_type.name),
    }[HaltScope(halt.scope)]
    return bool(halt.target_id == target)


def _is_while(halt: Halt, intent: Intent) -> bool:
    lifted = halt.lifted_at
    return halt.set_at < intent.recorded_at and (
        lifted is None or intent.recorded_at < lifted
    )


def answered_once(history: History) -> Iterator[Violation]:
    """I5: one answer per checkpoint, in time, by somebody who may give it."""
    for checkpoint in history.checkpoints:
        told = [
            entry
            for entry in history.entries
            if entry.event in _ANSWERS.values()
            and entry.data["authority"].get("checkpoint") == str(checkpoint.id)
        ]
        expected = _ANSWERS.get(CheckpointState(checkpoint.state))
        if [one.event for one in told] != ([expected] if expected else []):
            yield Violation("I5", f"{len(told)} answers to checkpoint {checkpoint.id}")
        approvals = {
            one.person_id
            for one in history.answers
            if (one.checkpoint_id, one.answer) == (checkpoint.id, "approved")
        }
        approved = checkpoint.state == CheckpointState.APPROVED
        if approved and len(approvals) < checkpoint.quorum:
            told_of = f"{len(approvals)} of {checkpoint.quorum} approved"
            yield Violation("I5", f"checkpoint {checkpoint.id}: {told_of}")
        if checkpoint.answered_by is not None:
            yield from _answerer(history, checkpoint)


def _answerer(history: History, checkpoint: Checkpoint) -> Iterator[Violation]:
    by = checkpoint.answered_by
    assert by is not None
    assert checkpoint.answered_at is not None
    action = history.actions[checkpoint.action_id]
    in_group = {
        one.membership_id
        for one in history.members
        if one.group_id == checkpoint.group_id
    }
    barred = checkpoint.barred if checkpoint.kind == CheckpointKind.FOUR_EYES else []
    place = _place_of(history, checkpoint, by.id)
    wrong = place not in in_group or {by.id, place} & set(barred)
    if wrong or by.user_id == action.agent_id:
        yield Violation("I5", f"checkpoint {checkpoint.id} answered by somebody barred")
    if checkpoint.answered_at >= checkpoint.deadline:
        yield Violation("I5", f"checkpoint {checkpoint.id} answered too late")


def _place_of(history: History, checkpoint: Checkpoint, by: UUID) -> UUID | None:
    """Return in whose place somebody answered; None if nobody had let them."""
    said = [one for one in history.answers if one.checkpoint_id == checkpoint.id]
    own = next((one for one in said if one.person_id == by), None)
    if own is None or own.delegated_by_id is None:
        return by
    let = any(
        (one.membership_id, one.to_id) == (own.delegated_by_id, by)
        and one.since <= own.answered_at < (one.withdrawn_at or one.until)
        for one in history.delegations
    )
    return own.delegated_by_id if let else None
