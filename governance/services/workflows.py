"""Writes: publishing workflows."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.halt_policy import impossible, loosened
from governance.models import Workflow, WorkflowVersion
from governance.procedure import Procedure, problems, read_procedure
from governance.selectors.kinds import Kinds
from governance.services.digests import digest_of
from governance.services.settling import settle_workflow
from tenants.clock import database_now
from tenants.errors import Invalid, NotAllowed


def publish_workflow(
    *, key: str, title: str, steps: Sequence[Mapping[str, Any]], alone: bool = True
) -> WorkflowVersion:
    """Publish the next version of a workflow and return it.

    Clearances of earlier versions fall: runs that are open go on under theirs, and
    no new one begins until somebody has read the new version and signed. ``alone``
    where one person has written it and publishes it: nothing of it is looser then
    about stopping midway than the platform usually is, or than it was before.

    Raises:
        Invalid: two steps have one key, a way leads to no step, or a step says what
            cannot be done when it stops midway.
        NotAllowed: it takes a second person.
    """
    procedure = read_procedure(steps)
    wrong = next(problems(procedure), None) or _impossible(procedure)
    if wrong:
        raise Invalid(wrong, field="steps")
    workflow = Workflow.objects.filter(key=key).first()
    if workflow is None:
        workflow = Workflow(key=key, title=title)
        workflow.save(force_insert=True)
    rows = WorkflowVersion.objects.filter(workflow=workflow).order_by("-number")
    last = rows.first()
    if alone:
        _require_second(procedure, read_procedure(last.steps if last else []))
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


def _impossible(procedure: Procedure) -> str:
    kinds = Kinds()
    for step in procedure.steps:
        wrong = impossible(step, kinds.of(step))
        if wrong:
            named = ", ".join(wrong)
            return f"“{step.title}” says for {named} what cannot be done there."
    return ""


def _require_second(procedure: Procedure, before: Procedure) -> None:
    kinds = Kinds()
    known = {step.key: loosened(step, kinds.of(step)) for step in before.steps}
    for step in procedure.steps:
        if set(loosened(step, kinds.of(step))) - set(known.get(step.key, ())):
            raise NotAllowed(
                f"“{step.title}” is looser about stopping midway than usual: somebody "
                "else than who wrote it has to publish it."
            )
