"""Reads: who may still answer a checkpoint, and who was told of it."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from governance.models import Checkpoint, CheckpointKind, CheckpointNotice
from governance.states import CheckpointState
from tenants.clock import database_now
from tenants.models import Membership
from tenants.selectors.seats import eligible, seats_in


def still_waits(checkpoint: Checkpoint) -> bool:
    """Return whether a checkpoint can be answered, by the database's clock."""
    waits = checkpoint.state == CheckpointState.WAITING
    return waits and checkpoint.deadline > database_now()


def may_answer(checkpoint: Checkpoint) -> list[Membership]:
    """Return who may answer a checkpoint and has not. Three queries."""
    said = set(checkpoint.answers.values_list("person_id", flat=True))
    able = eligible(seats_in([checkpoint.group_id]), barred=barred_from(checkpoint))
    return [one for one in able if one.id not in said]


def barred_from(checkpoint: Checkpoint) -> list[UUID]:
    """Return who can never answer it: of what one person confirms, nobody."""
    four_eyes = checkpoint.kind == CheckpointKind.FOUR_EYES
    return list(checkpoint.barred) if four_eyes else []


def told_after(checkpoint: Checkpoint) -> int | None:
    """Return after which share of the time people were last told, in percent.

    None where nobody was told yet. One query.
    """
    rows = CheckpointNotice.objects.filter(checkpoint=checkpoint)
    return rows.order_by("-told_at", "-id").values_list("after", flat=True).first()


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
    for row in rows.select_related("person__user", "checkpoint").order_by(
        "told_at", "id"
    ):
        found[row.checkpoint_id].append(row)
    return found
