"""Writes: the next version of a process, while it is being written."""

from typing import Any

from django.utils.text import slugify

from audit.events import Event
from audit.ledger import Target, record
from governance.models import Workflow, WorkflowDraft, WorkflowVersion
from governance.procedure import Procedure, read_procedure, written
from governance.selectors.clearances import current_version
from governance.selectors.drafts import draft_of
from governance.services.workflows import publish_workflow
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership, Role
from tenants.selectors import require_role

MAY_WRITE = (Role.ADMIN, Role.OPERATOR)
MAY_PUBLISH = (Role.ADMIN,)
_MOST_KEY = 60


def start_workflow(*, title: str, by: Membership) -> WorkflowDraft:
    """Begin to write a process that is not written down yet; return its draft.

    Raises:
        NotAllowed: an auditor or member cannot.
        Invalid: it has no title, or there is a process that is called so.
    """
    _require_writer(by)
    named = " ".join(title.split())
    key = slugify(named)[:_MOST_KEY].strip("-")
    if not key:
        raise Invalid("Say what the process is called, in letters.", field="title")
    if Workflow.objects.filter(key=key).exists():
        raise Invalid("There is a process that is called so.", field="title")
    workflow = Workflow(key=key, title=named)
    workflow.save(force_insert=True)
    _record(Event.WORKFLOW_STARTED, workflow)
    return _begin(workflow, [], by)


def begin_draft(workflow: Workflow, *, by: Membership) -> WorkflowDraft:
    """Begin the next version from the newest one, or go on with what is begun.

    Raises:
        NotAllowed: an auditor or member cannot.
    """
    _require_writer(by)
    draft = draft_of(workflow)
    if draft is not None:
        return draft
    version = current_version(workflow)
    return _begin(workflow, version.steps if version else [], by)


def change_draft(
    draft: WorkflowDraft, procedure: Procedure, *, seen: int, by: Membership
) -> None:
    """Put other steps in the place of a draft's; ``seen`` is the revision changed.

    Raises:
        NotAllowed: an auditor or member cannot.
        Conflict: somebody changed it in the meantime.
    """
    _require_writer(by)
    draft = _hold(draft, seen)
    draft.steps = written(procedure)
    draft.revision += 1
    draft.edited_by, draft.edited_at = by, database_now()
    draft.save(update_fields=["steps", "revision", "edited_by", "edited_at"])


def publish_draft(
    draft: WorkflowDraft, *, seen: int, by: Membership
) -> WorkflowVersion:
    """Publish what was written as the next version, which never changes.

    Raises:
        NotAllowed: it is no admin; or it is whoever wrote it, and something of it is
            looser than the platform usually is, which takes two people.
        Conflict: somebody changed it in the meantime, it has no steps, or it is what
            is published.
        Invalid: its shape is wrong.
    """
    require_role(by, MAY_PUBLISH, refusal="Only an admin can publish a process.")
    draft = _hold(draft, seen)
    steps = written(read_procedure(draft.steps))
    if not steps:
        raise Conflict("It has no steps yet: write the first one.")
    version = current_version(draft.workflow)
    if version is not None and written(read_procedure(version.steps)) == steps:
        raise Conflict("Nothing is different from what is published.")
    workflow, alone = draft.workflow, draft.edited_by_id == by.id
    draft.delete()
    return publish_workflow(
        key=workflow.key, title=workflow.title, steps=steps, alone=alone
    )


def discard_draft(draft: WorkflowDraft, *, seen: int, by: Membership) -> None:
    """Throw a draft away; what is published stays.

    Raises:
        NotAllowed: an auditor or member cannot.
        Conflict: somebody changed it in the meantime.
    """
    _require_writer(by)
    draft = _hold(draft, seen)
    _record(Event.WORKFLOW_DISCARDED, draft.workflow)
    draft.delete()


def _begin(
    workflow: Workflow, steps: list[dict[str, Any]], by: Membership
) -> WorkflowDraft:
    draft = WorkflowDraft(
        workflow=workflow, steps=steps, edited_by=by, edited_at=database_now()
    )
    draft.save(force_insert=True)
    return draft


def _hold(draft: WorkflowDraft, seen: int) -> WorkflowDraft:
    held = draft_of(draft.workflow, lock=True)
    if held is None or held.id != draft.id:
        raise Conflict("This draft has been published or thrown away.")
    if held.revision != seen:
        name = held.edited_by.user.name
        raise Conflict(f"{name} changed it in the meantime: look at it again.")
    return held


def _require_writer(by: Membership) -> None:
    require_role(by, MAY_WRITE, refusal="Only an admin or operator can write it.")


def _record(event: Event, workflow: Workflow) -> None:
    record(
        event,
        target=Target("workflow", workflow.id),
        params={"workflow": workflow.title},
    )
