"""Reads: the client's processes, their versions, and which agents work on them."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from governance.models import Clearance, Readiness, Workflow, WorkflowVersion
from governance.selectors.clearances import current_versions
from tenants.clock import RemitNow


@dataclass(frozen=True, slots=True)
class Cleared:
    """A clearance that has not ended, and what keeps the agent from working on it."""

    clearance: Clearance
    gaps: tuple[str, ...]
    waits_for_lead: bool

    @property
    def works(self) -> bool:
        """Whether the agent may work on it now."""
        return not self.gaps and not self.waits_for_lead


@dataclass(frozen=True, slots=True)
class Process:
    """A process in the list: its newest version, and the agents cleared for it."""

    version: WorkflowVersion
    cleared: tuple[Cleared, ...]


def catalogue() -> list[Process]:
    """Return the client's processes, by title. Three queries."""
    cleared = _cleared()
    return [
        Process(version, tuple(cleared.get(version.workflow_id, ())))
        for version in current_versions()
    ]


def standing_of(workflow: Workflow) -> list[Cleared]:
    """Return who is cleared for a process now, on whatever version."""
    return _cleared().get(workflow.id, [])


def versions_of(workflow: Workflow) -> list[WorkflowVersion]:
    """Return the published versions of a process, newest first."""
    rows = WorkflowVersion.objects.filter(workflow=workflow)
    return list(rows.defer("steps").order_by("-number"))


def _cleared() -> dict[UUID, list[Cleared]]:
    rows = Clearance.objects.filter(
        revoked_at__isnull=True, fell_at__isnull=True, expires_at__gt=RemitNow()
    ).select_related("agent", "workflow_version", "signed_by__user")
    found = list(rows.order_by("agent__name", "-signed_at"))
    states = {
        one.clearance_id: one for one in Readiness.objects.filter(clearance__in=found)
    }
    cleared: dict[UUID, list[Cleared]] = defaultdict(list)
    for one in found:
        state = states.get(one.id)
        gaps = tuple(state.gaps) if state else ("Nobody has looked yet",)
        waits = one.critical and one.countersigned_at is None
        cleared[one.workflow_version.workflow_id].append(Cleared(one, gaps, waits))
    return cleared
