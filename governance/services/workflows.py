"""Writes: publishing workflows, and clearing agents for them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localtime

from agents.models import Agent
from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Clearance, Workflow, WorkflowVersion
from governance.selectors.clearances import clearance_by_id, current_version
from governance.services.digests import digest_of
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership, Role, User
from tenants.selectors import member_or_none, require_role

MOST_DAYS = 365
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
    shown: str | None = None,
) -> Clearance:
    """Sign the permission for an agent to work on a workflow version; return it.

    ``shown`` is the statement as the person who signs has read it.

    Raises:
        Invalid: it would already be over, or last longer than a year.
        Conflict: there is a newer version, or the statement is another by now.
    """
    now = database_now()
    _check_end(expires_at, now)
    if current_version(version.workflow) != version:
        raise Conflict("There is a newer version of this workflow: read that one.")
    statement = statement_of(agent, version, expires_at)
    if shown is not None and shown != statement:
        raise Conflict("What you would sign has changed: read it again.")
    clearance = Clearance(
        agent=agent,
        workflow_version=version,
        signed_by=signed_by,
        signed_at=now,
        expires_at=expires_at,
        statement=statement,
    )
    clearance.save(force_insert=True)
    params = {"version": str(version.number), "until": _day(expires_at)}
    _record(Event.CLEARANCE_SIGNED, clearance, params)
    return clearance


def statement_of(agent: Agent, version: WorkflowVersion, expires_at: datetime) -> str:
    """Return what somebody signs who clears an agent for a workflow version."""
    return STATEMENT.format(
        agent=agent.name,
        workflow=version.workflow.title,
        version=version.number,
        until=_day(expires_at),
    )


def revoke(clearance: Clearance, *, by: Membership | User, reason: str) -> None:
    """End a clearance now; the agent is refused at its next gate.

    ``by`` is an admin of the client, or a governance lead, whom ``revoked_by`` has
    no place for: the ledger and the versions of the row say who it was.

    Raises:
        NotAllowed: it is somebody else.
        Invalid: the reason is missing.
        Conflict: it has been revoked or was over before.
    """
    require_role(by, {Role.ADMIN}, refusal="Only an admin can revoke a clearance.")
    words = reason.strip()
    if not words:
        raise Invalid("Write the reason: it is kept in the ledger.", field="reason")
    clearance = clearance_by_id(clearance.id, lock=True)
    now = database_now()
    if clearance.revoked_at is not None:
        raise Conflict("This clearance has been revoked before.")
    if clearance.expires_at <= now:
        raise Conflict("This clearance is over.")
    clearance.revoked_at, clearance.revoked_by = now, member_or_none(by)
    clearance.revoke_reason = words
    clearance.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    _record(Event.CLEARANCE_REVOKED, clearance, {}, private={"reason": words})


def _check_end(expires_at: datetime, now: datetime) -> None:
    if expires_at <= now:
        raise Invalid("A clearance ends in the future.", field="until")
    if localtime(expires_at).date() > localtime(now).date() + timedelta(MOST_DAYS):
        raise Invalid(f"Clear it for {MOST_DAYS} days at most.", field="until")


def _day(moment: datetime) -> str:
    return localtime(moment).date().isoformat()


def _record(
    event: Event,
    clearance: Clearance,
    params: Mapping[str, str],
    *,
    private: Mapping[str, str] | None = None,
) -> None:
    about = {
        "agent": clearance.agent.name,
        "workflow": clearance.workflow_version.workflow.title,
    }
    record(
        event,
        target=Target("clearance", clearance.id),
        params={**about, **params},
        private=private,
        where=Circumstances(
            agent=clearance.agent_id, authority={"clearance": str(clearance.id)}
        ),
    )
