"""Halt drills: the one that is open, those that were, and the last that passed."""

from datetime import datetime
from uuid import UUID

from django.db.models import Max, QuerySet

from agents.models import Agent
from governance.models import Drill, DrillState, Workflow, WorkflowVersion
from tenants.errors import NotFound

_OPEN = (DrillState.STARTED, DrillState.HANDED_OVER)
_MOST = 10


def last_passed(agent: Agent, workflow: Workflow) -> datetime | None:
    """Return when the agent's last drill on any version of the process passed."""
    rows = Drill.objects.filter(
        agent=agent, workflow_version__workflow=workflow, state=DrillState.PASSED
    )
    passed: datetime | None = rows.aggregate(at=Max("answered_at"))["at"]
    return passed


def last_started(agent: Agent, workflow: Workflow) -> datetime | None:
    """Return when the agent's last drill on any version of the process began."""
    rows = Drill.objects.filter(agent=agent, workflow_version__workflow=workflow)
    started: datetime | None = rows.aggregate(at=Max("started_at"))["at"]
    return started


def open_drill(agent: Agent, version: WorkflowVersion) -> Drill | None:
    """Return the drill that is going on, if there is one."""
    rows = _loaded().filter(agent=agent, workflow_version=version)
    return rows.filter(state__in=_OPEN).first()


def drills_of(workflow: Workflow, *, agent: Agent | None = None) -> list[Drill]:
    """Return the last drills on a process, newest first."""
    rows = _loaded().filter(workflow_version__workflow=workflow)
    if agent is not None:
        rows = rows.filter(agent=agent)
    return list(rows.order_by("-started_at", "-id")[:_MOST])


def drill_by_id(drill_id: UUID, *, lock: bool = False) -> Drill:
    """Return a drill; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = _loaded()
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(id=drill_id).first()
    if found is None:
        raise NotFound("There is no such drill.")
    return found


def _loaded() -> QuerySet[Drill]:
    return Drill.objects.select_related(
        "agent",
        "workflow_version__workflow",
        "run",
        "ticket__owner__user",
        "started_by__user",
        "answered_by__user",
    )
