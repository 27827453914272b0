"""By when boundaries and clearances have to be looked at again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from governance.models import BoundaryVersion, Clearance, Review, ReviewOf

REVIEW_EVERY = timedelta(days=90)


def boundary_due(boundary: BoundaryVersion) -> datetime:
    """Return by when a boundary version has to be reviewed."""
    return _due(ReviewOf.BOUNDARIES, boundary.id, since=boundary.published_at)


def clearance_due(clearance: Clearance) -> datetime:
    """Return by when a clearance has to be reviewed."""
    return _due(ReviewOf.CLEARANCE, clearance.id, since=clearance.signed_at)


def clearance_dues(clearances: Sequence[Clearance]) -> dict[UUID, datetime]:
    """Return by when each clearance has to be reviewed. One query."""
    dues = {one.id: one.signed_at + REVIEW_EVERY for one in clearances}
    rows = Review.objects.filter(of=ReviewOf.CLEARANCE, target_id__in=dues)
    # The newest comes last and stays.
    for review in rows.order_by("reviewed_at", "id"):
        dues[review.target_id] = review.next_at
    return dues


def _due(of: ReviewOf, target_id: UUID, *, since: datetime) -> datetime:
    rows = Review.objects.filter(of=of, target_id=target_id)
    last = rows.order_by("-reviewed_at", "-id").first()
    return since + REVIEW_EVERY if last is None else last.next_at
