"""Writes: publishing workflows."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Workflow, WorkflowVersion
from governance.procedure import problems, read_procedure
from governance.services.digests import digest_of
from governance.services.settling import settle_workflow
from tenants.clock import database_now
from tenants.errors import Invalid


def publish_workflow(
    *, key: str, title: str, steps: Sequence[Mapping[str, Any]]
) -> WorkflowVersion:
    """Publish the next version of a workflow and return it.

    Clearances of earlier versions fall: runs that are open go on under theirs, and
    no new one begins until somebody has read the new version and signed.

    Raises:
        Invalid: two steps have one key, or a way leads to no step.
    """
    wrong = next(problems(read_procedure(steps)), None)
    if wrong is not None:
        raise Invalid(wrong, field="steps")
    workflow = Workflow.objects.filter(key=key).first()
    if workflow is None:
        workflow = Workflow(key=key, title=title)
        workflow.save(force_insert=True)
    rows = WorkflowVersion.objects.filter(workflow=workflow).order_by("-number")
    last = rows.first()
    version = WorkflowVersion(
        workflow=workflow,
        number=last.number + 1 if last else 1,
        steps=[dict(step) for step in steps],
        content_hash=digest_of([dict(step) for step in steps]),
        published_at=database_now(),
    )
    version.save(force_insert=True)
    record(
        Event.WORKFLOW_PUBLISHED,
        target=Target("workflow_version", version.id),
        params={"version": str(version.number), "workflow": workflow.title},
        where=Circumstances(authority={"content": version.content_hash}),
    )
    settle_workflow(workflow)
    return version
