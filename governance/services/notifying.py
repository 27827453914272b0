"""Writes: telling people what waits for them, and keeping whether it arrived.

A checkpoint says when people are told next, so whoever finds it due may do it: a
worker at once, or the sweep. The mail is written in the transaction that says who was
told. Its words are found when it is sent, which it is not where it has become needless.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from audit.events import Event
from governance.engine.wording import listed
from governance.escalation import (
    Place,
    PlannedStep,
    Target,
    due_step,
    following,
    told_as,
)
from governance.models import Checkpoint, CheckpointNotice, NoticeOutcome
from governance.selectors.escalation import plan_of
from governance.selectors.notices import may_answer, told_after
from governance.selectors.reach import each_once, reached
from governance.services.deliveries import keep_outcome
from governance.services.trace import record_action
from governance.states import CheckpointState
from tenants.clock import RemitNow, database_now
from tenants.doorbell import ring_after_commit
from tenants.following import Delivery
from tenants.models import MailKind, Membership
from tenants.scoping import PLATFORM, client_scope
from tenants.services.outbox import write_mail

NOTIFY = "governance.notify"


def wake_notifiers() -> None:
    """Ring once the open transaction has been committed."""
    ring_after_commit(NOTIFY)


def tell_people(checkpoint_id: UUID) -> None:
    """Write to those who are to be told of a checkpoint by now, if any are."""
    now = database_now()
    waiting = Checkpoint.objects.filter(
        id=checkpoint_id,
        state=CheckpointState.WAITING,
        notice_at__lte=now,
        deadline__gt=now,
    ).select_related("group", "action")
    found = waiting.select_for_update(of=("self",), no_key=True).first()
    if found is None:
        return
    planned = plan_of(found)
    due = due_step(planned, told_after(found), now=now)
    # Where nobody is there to be told, those who are next do not wait for their time.
    while due is not None and not _tell(found, due, now=now):
        due = following(planned, due.step.after)
    after = following(planned, due.step.after) if due else None
    found.notice_at = after.at if after else None
    found.save(update_fields=["notice_at"])


def keep_delivery(delivery: Delivery) -> None:
    """Keep what became of a mail; where nobody was reached, the next are told now."""
    with client_scope(UUID(delivery.about["client"]), actor=PLATFORM):
        rows = CheckpointNotice.objects.select_related(
            "checkpoint__action", "checkpoint__group", "person__user"
        )
        found = rows.select_for_update(of=("self",), no_key=True)
        notice = found.filter(mail_id=delivery.mail_id).first()
        if notice is None:
            return
        if keep_outcome(notice, delivery):
            _tell_failure(notice)


def _tell(checkpoint: Checkpoint, due: PlannedStep, *, now: datetime) -> bool:
    """Write to whom a step names; return whether there is anybody."""
    people = each_once(due.step, lambda one: _reached(checkpoint, one))
    if not people:
        return False
    for person, place in people.items():
        about = {
            "user": str(person.user_id),
            "client": str(checkpoint.client_id),
            "checkpoint": str(checkpoint.id),
            "membership": str(person.id),
        }
        mail = write_mail(MailKind.CHECKPOINT, to=person.user.email, about=about)
        CheckpointNotice(
            checkpoint=checkpoint,
            person=person,
            after=due.step.after,
            place=place,
            mail_id=mail.id,
            told_at=now,
        ).save(force_insert=True)
    record_action(
        Event.CHECKPOINT_TOLD,
        checkpoint.action,
        params={
            "group": checkpoint.group.name,
            "step": told_as([due], due.step.after, at=now),
        },
        private={"people": listed([one.user.name for one in people], joint="and")},
        authority={"checkpoint": str(checkpoint.id)},
    )
    return True


def _reached(checkpoint: Checkpoint, target: Target) -> Iterable[Membership]:
    if target.place is Place.GROUP:
        return may_answer(checkpoint)
    return reached(target, agent=checkpoint.action.agent_id)


def _tell_failure(notice: CheckpointNotice) -> None:
    checkpoint = notice.checkpoint
    record_action(
        Event.CHECKPOINT_UNTOLD,
        checkpoint.action,
        params={"group": checkpoint.group.name},
        private={"person": notice.person.user.name},
        authority={"checkpoint": str(checkpoint.id)},
    )
    told = CheckpointNotice.objects.filter(checkpoint=checkpoint, after=notice.after)
    if told.exclude(outcome=NoticeOutcome.FAILED).exists():
        return
    # Nobody was reached: those who are next do not wait for their time.
    waiting = Checkpoint.objects.filter(
        id=checkpoint.id, state=CheckpointState.WAITING, notice_at__isnull=False
    )
    if waiting.update(notice_at=RemitNow()):
        wake_notifiers()
