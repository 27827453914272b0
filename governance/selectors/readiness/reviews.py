"""By when boundaries, clearances and owners have to be looked at again."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from agents.models import Ownership
from governance.models import BoundaryVersion, Clearance, Review, ReviewOf

REVIEW_EVERY = timedelta(days=90)


def boundary_due(boundary: BoundaryVersion) -> datetime:
    """Return by when a boundary version has to be reviewed."""
    return _due(ReviewOf.BOUNDARIES, boundary.id, since=boundary.published_at)


def clearance_due(clearance: Clearance) -> datetime:
    """Return by when a clearance has to be reviewed."""
    return _due(ReviewOf.CLEARANCE, clearance.id, since=clearance.signed_at)


def ownership_due(ownership: Ownership) -> datetime:
    """Return by when who answers for an agent has to say so once more."""
    since = ownership.accepted_at or ownership.named_at
    return _due(ReviewOf.OWNERSHIP, ownership.id, since=since)


def clearance_dues(clearances: Sequence[Clearance]) -> dict[UUID, datetime]:
    """Return by when each clearance has to be reviewed. One query."""
    return _dues(ReviewOf.CLEARANCE, {one.id: one.signed_at for one in clearances})


def ownership_dues(ownerships: Sequence[Ownership]) -> dict[UUID, datetime]:
    """Return by when each who answers has to say so once more. One query."""
    began = {one.id: one.accepted_at or one.named_at for one in ownerships}
    return _dues(ReviewOf.OWNERSHIP, began)


def _dues(of: ReviewOf, began: Mapping[UUID, datetime]) -> dict[UUID, datetime]:
    dues = {target: since + REVIEW_EVERY for target, since in began.items()}
    rows = Review.objects.filter(of=of, target_id__in=dues)
    # The newest comes last and stays.
    for review in rows.order_by("reviewed_at", "id"):
        dues[review.target_id] = review.next_at
    return dues


def _due(of: ReviewOf, target_id: UUID, *, since: datetime) -> datetime:
    rows = Review.objects.filter(of=of, target_id=target_id)
    last = rows.order_by("-reviewed_at", "-id").first()
    return since + REVIEW_EVERY if last is None else last.next_at
