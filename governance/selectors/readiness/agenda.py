"""What has to be looked at again, and by when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from governance.models import Clearance
from governance.selectors.boundaries import current_boundary
from governance.selectors.readiness.policy import policy
from governance.selectors.readiness.reviews import boundary_due, clearance_dues
from governance.selectors.standing import counting


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to look at again: by when, and when the agent stops otherwise.

    ``clearance`` and ``owner_id`` say whose it is; without them it is the boundaries.
    """

    what: str
    due_at: datetime
    stops_at: datetime
    is_late: bool
    clearance: Clearance | None = None
    owner_id: UUID | None = None


def agenda(now: datetime) -> list[Line]:
    """Return what has to be looked at again, what is due first. Five queries."""
    grace = timedelta(days=policy().grace_days)
    lines = []
    boundary = current_boundary()
    if boundary is not None:
        due = boundary_due(boundary)
        told = f"Boundary version {boundary.number}"
        lines.append(Line(told, due, due + grace, due <= now))
    rows = counting().select_related(
        "agent", "workflow_version__workflow", "signed_by__user"
    )
    clearances = list(rows.order_by("signed_at", "id"))
    dues = clearance_dues(clearances)
    for one in clearances:
        due = dues[one.id]
        title = one.workflow_version.workflow.title
        told = f"The clearance of {one.agent.name} for {title}"
        late = due <= now
        lines.append(Line(told, due, due + grace, late, one, one.signed_by_id))
    return sorted(lines, key=lambda line: line.due_at)
