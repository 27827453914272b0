"""Reads: who may still answer a checkpoint, and who was told of it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from governance.escalation import Step
from governance.models import Checkpoint, CheckpointKind, CheckpointNotice
from governance.states import CheckpointState
from tenants.clock import database_now
from tenants.models import Membership


def still_waits(checkpoint: Checkpoint) -> bool:
    """Return whether a checkpoint can be answered, by the database's clock."""
    waits = checkpoint.state == CheckpointState.WAITING
    return waits and checkpoint.deadline > database_now()


def may_answer(checkpoint: Checkpoint) -> list[Membership]:
    """Return who may answer a checkpoint and has not. One query."""
    people = Membership.objects.filter(
        is_active=True, id__in=checkpoint.group.members.values("id")
    ).exclude(id__in=checkpoint.answers.values("person_id"))
    if checkpoint.kind == CheckpointKind.FOUR_EYES:
        people = people.exclude(id__in=checkpoint.barred)
    return list(people.select_related("user").order_by("user__name", "id"))


def last_step(checkpoint: Checkpoint) -> Step | None:
    """Return of which step people were told last; None of none. One query."""
    rows = CheckpointNotice.objects.filter(checkpoint=checkpoint)
    found = rows.order_by("-told_at", "-id").values_list("step", flat=True).first()
    return Step(found) if found else None


def was_told(checkpoint_id: UUID, membership_id: UUID) -> Membership | None:
    """Return who was told of a checkpoint, if they still work here. One query."""
    told = CheckpointNotice.objects.filter(
        checkpoint_id=checkpoint_id, person_id=membership_id
    )
    people = Membership.objects.filter(
        id__in=told.values("person_id"), is_active=True, user__is_active=True
    )
    return people.select_related("user").first()


def notices_of(
    checkpoints: Iterable[Checkpoint],
) -> dict[UUID, list[CheckpointNotice]]:
    """Return who was told of each checkpoint, the first of them first. One query."""
    rows = CheckpointNotice.objects.filter(checkpoint__in=list(checkpoints))
    found: dict[UUID, list[CheckpointNotice]] = defaultdict(list)
    for row in rows.select_related("person__user").order_by("told_at", "id"):
        found[row.checkpoint_id].append(row)
    return found
