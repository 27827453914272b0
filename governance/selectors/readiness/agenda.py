"""What has to be looked at again, and by when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from agents.models import Ownership
from agents.selectors import holding
from governance.models import Clearance
from governance.selectors.boundaries import current_boundary
from governance.selectors.readiness.policy import policy
from governance.selectors.readiness.reviews import (
    boundary_due,
    clearance_dues,
    ownership_dues,
)
from governance.selectors.standing import counting


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at again: by when, and when the agent stops otherwise.

    ``clearance`` or ``ownership`` is what is meant, and ``owner_id`` whose it is;
    without them it is the boundaries.
    """

    what: str
    due_at: datetime
    stops_at: datetime
    is_late: bool
    clearance: Clearance | None = None
    ownership: Ownership | None = None
    owner_id: UUID | None = None


def agenda(now: datetime) -> list[Line]:
    """Return what has to be looked at again, what is due first. Seven queries."""
    lines = [*_boundaries(now), *_clearances(now), *_owners(now)]
    return sorted(lines, key=lambda line: line.due_at)


def _boundaries(now: datetime) -> Iterator[Line]:
    boundary = current_boundary()
    if boundary is not None:
        due = boundary_due(boundary)
        told = f"Boundary version {boundary.number}"
        yield Line(told, due, due + _grace(), due <= now)


def _clearances(now: datetime) -> Iterator[Line]:
    rows = counting().select_related(
        "agent", "workflow_version__workflow", "signed_by__user"
    )
    clearances = list(rows.order_by("signed_at", "id"))
    dues, grace = clearance_dues(clearances), _grace()
    for one in clearances:
        due = dues[one.id]
        title = one.workflow_version.workflow.title
        told = f"The clearance of {one.agent.name} for {title}"
        yield Line(
            told,
            due,
            due + grace,
            due <= now,
            clearance=one,
            owner_id=one.signed_by_id,
        )


def _owners(now: datetime) -> Iterator[Line]:
    rows = holding().select_related("agent", "membership__user")
    owners = list(rows.order_by("accepted_at", "id"))
    dues, grace = ownership_dues(owners), _grace()
    for one in owners:
        due = dues[one.id]
        told = f"That {one.membership.user.name} answers for {one.agent.name}"
        yield Line(
            told,
            due,
            due + grace,
            due <= now,
            ownership=one,
            owner_id=one.membership_id,
        )


def _grace() -> timedelta:
    return timedelta(days=policy().grace_days)
