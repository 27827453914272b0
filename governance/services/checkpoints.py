"""Writes: asking a person, and what the answer does.

An answer only finds a checkpoint that still waits and whose deadline the database's
clock has not passed: of two answers that decide, or an answer and the expiry, exactly
one wins. One no decides; a yes does once as many different people have said it as the
checkpoint needs.

Rows are locked in one order: the run, the checkpoint, the action, what it holds of
limits. Stopping a run takes the same way, so neither waits for the other in a circle.
"""

from uuid import UUID

from audit.events import Event
from governance.engine.verdict import Obligation
from governance.escalation import plan, written_plan
from governance.models import (
    Action,
    Answer,
    Checkpoint,
    CheckpointAnswer,
    CheckpointKind,
    RefusalCause,
    Run,
)
from governance.selectors.escalation import steps_for, time_to_answer
from governance.selectors.inbox import ANSWERED, obstacle
from governance.selectors.notices import barred_from
from governance.selectors.runs import hold_run_of, locked_action
from governance.selectors.stepping_up import steps_up
from governance.services import limits
from governance.services.announcing import announce_checkpoint
from governance.services.dispatch import hand_over
from governance.services.endings import finish_single
from governance.services.gate import Ruling
from governance.services.notifying import wake_notifiers
from governance.services.steps import move
from governance.services.trace import record_action
from governance.states import ActionStatus, CheckpointState, RefusedBy
from tenants.clock import RemitNow, database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Client, Group, Membership
from tenants.selectors import require_signed_in
from tenants.selectors.seats import delegated_by, eligible, seats_in
from tenants.services.second_factors import check_code

MIN_REASON = 3
NOBODY = "Refused: a person has to decide, and there is nobody to ask."


def open_checkpoint(action: Action, ruling: Ruling) -> Checkpoint | str:
    """Ask the group that the rule names; return the checkpoint, or why nobody is asked.

    Nobody is if there is no such group, no owner whom a four-eyes question could bar,
    or fewer people who may answer than have to approve: then there can be no yes.
    """
    asked, owner = ruling.obligation, ruling.ownership
    group = Group.objects.filter(name=asked.group).first() if asked else None
    if asked is None or group is None or owner is None:
        return NOBODY
    # Who asked is an agent, and so no membership that could answer.
    barred = [owner.membership_id]
    missing = _too_few(asked, group, barred)
    if missing:
        return missing
    now = database_now()
    moment = time_to_answer(group, minutes=asked.minutes, asked_at=now)
    checkpoint = Checkpoint(
        action=action,
        group=group,
        kind=CheckpointKind(asked.kind),
        quorum=asked.quorum,
        digest=action.digest,
        rules_hash=ruling.rules_hash,
        barred=barred,
        asked_at=now,
        deadline=moment(100),
        escalation=written_plan(plan(steps_for(group.id), moment=moment)),
        notice_at=now,
    )
    checkpoint.save(force_insert=True)
    wake_notifiers()
    announce_checkpoint(checkpoint, CheckpointState.WAITING)
    return checkpoint


def approve(
    *, checkpoint: Checkpoint, by: Membership, reason: str, code: str = ""
) -> None:
    """Say yes to this exact action; it is checked once more before it happens.

    It waits on where more people have to say so. The checkpoint given shows after it
    what it is now. ``code`` is what a second factor shows, where one has to.

    Raises:
        NotAllowed: the person may not answer this checkpoint.
        Invalid: the reason is missing; or the code is, or is not right.
        Conflict: it is decided, the deadline has passed, or this person has answered.
    """
    answer = CheckpointAnswer(
        checkpoint=checkpoint, person=by, answer=Answer.APPROVED, reason=reason
    )
    action = _answer(answer, code=code)
    said = CheckpointAnswer.objects.filter(checkpoint=checkpoint)
    given = said.filter(answer=Answer.APPROVED).count()
    if given < checkpoint.quorum:
        count = {"given": str(given), "quorum": str(checkpoint.quorum)}
        _tell(Event.CHECKPOINT_AGREED, action, answer, count)
        return
    _decide(checkpoint, answer, CheckpointState.APPROVED)
    _tell(Event.CHECKPOINT_APPROVED, action, answer)
    hand_over(action)


def refuse(
    *,
    checkpoint: Checkpoint,
    by: Membership,
    reason: str,
    cause: RefusalCause = RefusalCause.OTHER,
) -> None:
    """Say no; nothing happens, whoever said yes, and the agent is told why.

    ``cause`` is why in short, ``reason`` in the person's own words.

    Raises:
        NotAllowed, Invalid, Conflict: as for ``approve``.
    """
    answer = CheckpointAnswer(
        checkpoint=checkpoint,
        person=by,
        answer=Answer.REFUSED,
        cause=cause,
        reason=reason,
    )
    action = _answer(answer)
    _decide(checkpoint, answer, CheckpointState.REFUSED)
    short = "" if cause is RefusalCause.OTHER else f"{cause.label}. "
    told = f"{by.user.name} refused: {short}{answer.reason}"
    move(action, ActionStatus.REFUSED, explanation=told, refused_by=RefusedBy.PERSON)
    limits.release(action)
    _tell(Event.CHECKPOINT_REFUSED, action, answer)
    finish_single(action.run)


def expire(checkpoint: Checkpoint) -> Action | None:
    """Count silence as a no, if the deadline has passed and nobody answered.

    Return the action that has lapsed, if so: what follows in its run is the caller's.
    """
    hold_run_of(checkpoint.action_id)
    overdue = Checkpoint.objects.filter(
        id=checkpoint.id,
        state=CheckpointState.WAITING,
        deadline__lte=RemitNow(),
    )
    if not overdue.update(state=CheckpointState.EXPIRED):
        return None
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
    announce_checkpoint(checkpoint, CheckpointState.EXPIRED)
    return action


def cancel_waiting(run: Run) -> list[Action]:
    """Withdraw the questions of a run that has stopped: an answer would do nothing.

    Returns the actions; the caller releases what they hold.
    """
    waiting = Checkpoint.objects.filter(action__run=run, state=CheckpointState.WAITING)
    return [
        _cancel(checkpoint)
        for checkpoint in waiting.select_for_update(of=("self",)).order_by("id")
    ]


def _cancel(checkpoint: Checkpoint) -> Action:
    checkpoint.state = CheckpointState.CANCELLED
    checkpoint.save(update_fields=["state"])
    action = locked_action(checkpoint.action_id)
    move(action, ActionStatus.CANCELLED, explanation="The run stopped.")
    record_action(
        Event.ACTION_CANCELLED, action, authority={"checkpoint": str(checkpoint.id)}
    )
    announce_checkpoint(checkpoint, CheckpointState.CANCELLED)
    return action


def _too_few(asked: Obligation, group: Group, barred: list[UUID]) -> str:
    four_eyes = CheckpointKind(asked.kind) is CheckpointKind.FOUR_EYES
    count = len(eligible(seats_in([group.id]), barred=barred if four_eyes else ()))
    if count >= asked.quorum:
        return ""
    if not count:
        return NOBODY
    return (
        f"Refused: {asked.quorum} people of {group.name} have to approve, "
        f"and only {count} could."
    )


def _answer(answer: CheckpointAnswer, *, code: str = "") -> Action:
    checkpoint, by = answer.checkpoint, answer.person
    require_signed_in(by)
    seats = seats_in([checkpoint.group_id])
    refused = obstacle(checkpoint, by, seats=seats)
    if refused:
        raise NotAllowed(refused)
    answer.delegated_by = delegated_by(by, seats=seats, barred=barred_from(checkpoint))
    answer.reason = answer.reason.strip()
    if len(answer.reason) < MIN_REASON:
        raise Invalid("Write your reason: it is kept in the ledger.", field="reason")
    hold_run_of(checkpoint.action_id)
    waiting = Checkpoint.objects.filter(
        id=checkpoint.id, state=CheckpointState.WAITING
    ).select_for_update(of=("self",), no_key=True)
    found, now = waiting.first(), database_now()
    if found is None or found.deadline <= now:
        raise Conflict(_too_late(checkpoint), code="answered")
    if CheckpointAnswer.objects.filter(checkpoint=checkpoint, person=by).exists():
        raise Conflict(ANSWERED, code="answered")
    action = locked_action(checkpoint.action_id)
    answer.stepped_up = _stepped_up(answer, action, code)
    answer.answered_at = now
    answer.save(force_insert=True)
    return action


def _stepped_up(answer: CheckpointAnswer, action: Action, code: str) -> bool:
    """Check the second factor of who approves, where it has to be shown once more."""
    approves = answer.answer == Answer.APPROVED
    if not approves or not steps_up(action, client=Client.objects.get()):
        return False
    check_code(answer.person.user, code)
    return True


def _decide(
    checkpoint: Checkpoint, answer: CheckpointAnswer, state: CheckpointState
) -> None:
    checkpoint.state = state
    checkpoint.answered_by = answer.person
    checkpoint.answered_at = answer.answered_at
    checkpoint.reason = answer.reason
    names = ["state", "answered_by", "answered_at", "reason"]
    checkpoint.save(update_fields=names)
    announce_checkpoint(checkpoint, state)


def _tell(
    event: Event,
    action: Action,
    answer: CheckpointAnswer,
    params: dict[str, str] | None = None,
) -> None:
    record_action(
        event,
        action,
        params=params,
        private={"reason": answer.reason},
        authority={
            "checkpoint": str(answer.checkpoint_id),
            "membership": str(answer.person_id),
            **({"cause": str(answer.cause)} if answer.cause else {}),
            **_delegation(answer),
            **({"second_factor": "totp"} if answer.stepped_up else {}),
        },
    )


def _delegation(answer: CheckpointAnswer) -> dict[str, str]:
    by = answer.delegated_by_id
    return {"delegated_by": str(by)} if by else {}


def _too_late(checkpoint: Checkpoint) -> str:
    now = Checkpoint.objects.select_related("answered_by__user").get(id=checkpoint.id)
    if now.answered_by is not None:
        return f"{now.answered_by.user.name} has answered this: {now.state}."
    if now.state == CheckpointState.CANCELLED:
        return "The run has stopped, so nobody has to answer this any more."
    return "The deadline has passed, which counts as refused."
