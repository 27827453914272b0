"""Reads: processes while they are being written."""

from governance.models import Workflow, WorkflowDraft
from tenants.errors import NotFound


def draft_of(workflow: Workflow, *, lock: bool = False) -> WorkflowDraft | None:
    """Return the draft of a workflow, if there is one; ``lock`` holds its row."""
    rows = WorkflowDraft.objects.filter(workflow=workflow)
    rows = rows.select_related("workflow", "edited_by__user")
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.first()


def required_draft(workflow: Workflow) -> WorkflowDraft:
    """Return the draft of a workflow.

    Raises:
        NotFound: nobody is writing one.
    """
    found = draft_of(workflow)
    if found is None:
        raise NotFound("Nobody is writing a version of this process now.")
    return found


def drafts() -> list[WorkflowDraft]:
    """Return all drafts of the client, by title."""
    rows = WorkflowDraft.objects.select_related("workflow", "edited_by__user")
    return list(rows.order_by("workflow__title", "id"))
