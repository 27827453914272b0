"""Writes: clearing an agent for a process: signed by its owner, sometimes by two."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from agents.models import Agent
from agents.selectors import owner_of_record
from audit.events import Event
from governance.models import Clearance, WorkflowVersion
from governance.procedure import read_procedure
from governance.readiness import Report
from governance.selectors.clearances import clearance_by_id, current_version
from governance.selectors.readiness import report_on
from governance.services.settling import settle
from governance.services.stopping import hold_off_intents
from governance.services.trace import record_clearance
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Membership, Role, User
from tenants.selectors import (
    member_or_none,
    require_lead,
    require_role,
    require_signed_in,
)

MOST_DAYS = 365
_MOST_TOLD = 3
STATEMENT = (
    "I have read {workflow}, version {version}, step by step, with what may go wrong "
    "and who then acts. {agent} may work on it until {until}, inside the boundaries."
)


def clear(
    *,
    agent: Agent,
    version: WorkflowVersion,
    signed_by: Membership,
    expires_at: datetime,
    shown: str | None = None,
) -> Clearance:
    """Sign, as the agent's owner, that it may work on a workflow version; return it.

    A critical process waits for a governance lead's signature as well: see
    ``countersign``. ``shown`` is the statement as the person who signs has read it.

    Raises:
        NotAllowed: it is somebody else than the owner.
        Invalid: it would already be over, or last longer than a year.
        Conflict: the process is not ready for this agent, there is a newer version,
            or the statement is another by now.
    """
    now = database_now()
    _require_owner(agent, signed_by)
    _check_end(expires_at, now)
    if current_version(version.workflow) != version:
        raise Conflict("There is a newer version of this workflow: read that one.")
    statement = statement_of(agent, version, expires_at)
    if shown is not None and shown != statement:
        raise Conflict("What you would sign has changed: read it again.")
    report = _require_ready(agent, version, now)
    clearance = Clearance(
        agent=agent,
        workflow_version=version,
        signed_by=signed_by,
        signed_at=now,
        expires_at=expires_at,
        statement=statement,
        critical=read_procedure(version.steps).critical,
    )
    clearance.save(force_insert=True)
    settle(clearance, report=report)
    params = {"version": str(version.number), "until": _day(expires_at)}
    record_clearance(Event.CLEARANCE_SIGNED, clearance, params=params)
    return clearance


def countersign(clearance: Clearance, *, by: User) -> None:
    """Sign a critical clearance as a governance lead; from then on it counts.

    Raises:
        NotAllowed: it is no governance lead.
        Conflict: it is not critical, has been signed, or is over.
    """
    require_lead(by)
    clearance = clearance_by_id(clearance.id, lock=True)
    now = database_now()
    _require_going(clearance, now)
    if not clearance.critical:
        raise Conflict(
            "Nothing in this process is critical: the owner's name is enough."
        )
    if clearance.countersigned_at is not None:
        raise Conflict("A governance lead has signed this.")
    clearance.countersigned_at, clearance.countersigned_by_lead = now, by
    clearance.save(update_fields=["countersigned_at", "countersigned_by_lead"])
    record_clearance(Event.CLEARANCE_COUNTERSIGNED, clearance)


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
    hold_off_intents(clearance.agent_id)
    clearance = clearance_by_id(clearance.id, lock=True)
    now = database_now()
    _require_going(clearance, now)
    clearance.revoked_at, clearance.revoked_by = now, member_or_none(by)
    clearance.revoke_reason = words
    clearance.save(update_fields=["revoked_at", "revoked_by", "revoke_reason"])
    record_clearance(Event.CLEARANCE_REVOKED, clearance, private={"reason": words})


def _require_owner(agent: Agent, signed_by: Membership) -> None:
    require_signed_in(signed_by)
    held = owner_of_record(agent.id)
    if held is None:
        raise NotAllowed(f"Nobody has accepted to answer for {agent.name} yet.")
    if held.membership_id != signed_by.id:
        name = held.membership.user.name
        raise NotAllowed(f"{name} answers for {agent.name}, so only {name} can sign.")


def _require_ready(agent: Agent, version: WorkflowVersion, now: datetime) -> Report:
    procedure = read_procedure(version.steps)
    report = report_on(procedure, workflow=version.workflow, agent=agent, now=now)
    if report.ready:
        return report
    texts = [gap.text for _, gap in report.gaps]
    more = len(texts) - _MOST_TOLD
    told = "; ".join(texts[:_MOST_TOLD]) + (f"; and {more} more" if more > 0 else "")
    raise Conflict(f"It is not ready: {told}. Mend that, or have it waived.")


def _require_going(clearance: Clearance, now: datetime) -> None:
    if clearance.revoked_at is not None:
        raise Conflict("This clearance has been revoked before.")
    if clearance.fell_at is not None:
        raise Conflict(f"This clearance fell: {clearance.get_fell_because_display()}.")
    if clearance.expires_at <= now:
        raise Conflict("This clearance is over.")


def _check_end(expires_at: datetime, now: datetime) -> None:
    if expires_at <= now:
        raise Invalid("A clearance ends in the future.", field="until")
    if localtime(expires_at).date() > localtime(now).date() + timedelta(MOST_DAYS):
        raise Invalid(f"Clear it for {MOST_DAYS} days at most.", field="until")


def _day(moment: datetime) -> str:
    return localtime(moment).date().isoformat()
