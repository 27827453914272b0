"""Writes: publishing workflows, and clearing agents for them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from agents.models import Agent
from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Clearance, Workflow, WorkflowVersion
from governance.services.digests import digest_of
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership, Role, User
from tenants.selectors import require_role

_MAY_REVOKE = {Role.ADMIN}
STATEMENT = (
    "I have read {workflow}, version {version}, step by step, with what may go wrong "
    "and who then acts. {agent} may work on it until {until}, inside the boundaries."
)


def publish_workflow(
    *, key: str, title: str, steps: Sequence[Mapping[str, Any]]
) -> WorkflowVersion:
    """Publish the next version of a workflow and return it."""
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
    return version


def clear(
    *,
    agent: Agent,
    version: WorkflowVersion,
    signed_by: Membership,
    expires_at: datetime,
) -> Clearance:
    """Sign the permission for an agent to work on a workflow version; return it.

    Raises:
        Invalid: it would already be over.
    """
    now = database_now()
    if expires_at <= now:
        raise Invalid("A clearance ends in the future.", field="expires_at")
    until = expires_at.date().isoformat()
    about = {
        "agent": agent.name,
        "workflow": version.workflow.title,
        "version": str(version.number),
        "until": until,
    }
    clearance = Clearance(
        agent=agent,
        workflow_version=version,
        signed_by=signed_by,
        signed_at=now,
        expires_at=expires_at,
        statement=STATEMENT.format_map(about),
    )
    clearance.save(force_insert=True)
    _record(Event.CLEARANCE_SIGNED, clearance, about)
    return clearance


def revoke(clearance: Clearance, *, by: Membership | User, reason: str) -> None:
    """End a clearance now; the agent is refused at its next gate.

    ``by`` is an admin of the client, or a governance lead.

    Raises:
        NotAllowed: it is somebody else.
        Invalid: the reason is missing.
        Conflict: it has been revoked before.
    """
    require_role(by, _MAY_REVOKE, refusal="Only an admin can revoke a clearance.")
    words = reason.strip()
    if not words:
        raise Invalid("Write the reason: it is kept in the ledger.", field="reason")
    rows = Clearance.objects.select_related("agent", "workflow_version__workflow")
    # Locked: of two who revoke at once, the second is told so.
    held = rows.select_for_update(of=("self",), no_key=True).get(pk=clearance.pk)
    if held.revoked_at is not None:
        raise Conflict("This clearance has been revoked before.")
    held.revoked_at = database_now()
    held.save(update_fields=["revoked_at"])
    about = {
        "agent": held.agent.name,
        "workflow": held.workflow_version.workflow.title,
    }
    _record(Event.CLEARANCE_REVOKED, held, about, private={"reason": words})


def _record(
    event: Event,
    clearance: Clearance,
    about: Mapping[str, str],
    private: Mapping[str, str] | None = None,
) -> None:
    record(
        event,
        target=Target("clearance", clearance.id),
        params=about,
        private=private,
        where=Circumstances(
            agent=clearance.agent_id, authority={"clearance": str(clearance.id)}
        ),
    )
