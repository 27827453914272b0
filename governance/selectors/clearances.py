"""Reads: what an agent is or was cleared for, and what it could be cleared for."""

from uuid import UUID

from agents.models import Agent
from governance.models import Clearance, Workflow, WorkflowVersion
from tenants.clock import RemitNow
from tenants.errors import NotFound


def workflow_by_id(workflow_id: UUID) -> Workflow:
    """Return a workflow of the scope's client.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    found = Workflow.objects.filter(id=workflow_id).first()
    if found is None:
        raise NotFound("There is no such workflow.")
    return found


def current_version(workflow: Workflow) -> WorkflowVersion | None:
    """Return the newest published version of a workflow, if it has one."""
    rows = WorkflowVersion.objects.filter(workflow=workflow)
    return rows.select_related("workflow").order_by("-number").first()


def version_of(workflow: Workflow, number: str) -> WorkflowVersion:
    """Return a version of a workflow by its number, the newest where none is given.

    Raises:
        NotFound: there is none.
    """
    rows = WorkflowVersion.objects.filter(workflow=workflow)
    if number:
        rows = rows.filter(number=int(number)) if number.isdecimal() else rows.none()
    found = rows.select_related("workflow").order_by("-number").first()
    if found is None:
        raise NotFound("There is no such version of this workflow.")
    return found


def current_versions() -> list[WorkflowVersion]:
    """Return the newest version of each of the client's workflows, by title."""
    rows = WorkflowVersion.objects.select_related("workflow")
    newest = rows.order_by("workflow_id", "-number").distinct("workflow_id")
    return sorted(newest, key=lambda one: (one.workflow.title, one.workflow.key))


def clearances_of(agent: Agent) -> list[Clearance]:
    """Return all clearances that an agent ever had, newest first."""
    rows = Clearance.objects.filter(agent=agent).select_related(
        "workflow_version__workflow", "signed_by__user", "revoked_by__user"
    )
    return list(rows.order_by("-signed_at", "-id"))


def awaiting_countersignature() -> list[Clearance]:
    """Return the critical clearances that a governance lead has yet to sign."""
    rows = Clearance.objects.filter(
        critical=True,
        countersigned_at__isnull=True,
        revoked_at__isnull=True,
        fell_at__isnull=True,
        expires_at__gt=RemitNow(),
    )
    found = rows.select_related("agent", "workflow_version__workflow")
    return list(found.order_by("signed_at", "id"))


def clearance_by_id(clearance_id: UUID, *, lock: bool = False) -> Clearance:
    """Return a clearance; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Clearance.objects.select_related("agent", "workflow_version__workflow")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(id=clearance_id).first()
    if found is None:
        raise NotFound("There is no such page.")
    return found
