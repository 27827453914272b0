"""Writes: whether clearances are still ready, and which of them fall.

Looked at wherever something changes that readiness depends on, in the same
transaction, and now and then by the sweep. The gate needs no such look: it refuses by
what stands here, by who owns the agent, and by the clock.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from agents.models import Agent
from agents.selectors import owner_of_record
from audit.events import Event
from governance.models import Clearance, Fall, Readiness, Workflow
from governance.procedure import read_procedure
from governance.readiness import Report
from governance.selectors.clearances import current_version
from governance.selectors.readiness import clearance_due, policy, report_on
from governance.services.stopping import hold_off_intents
from governance.services.trace import record_clearance
from tenants.clock import RemitNow, database_now

_COVERED = "boundaries.covered"


def settle_client() -> None:
    """Look at all clearances of the scope's client that may still count."""
    _settle(_going())


def settle_workflow(workflow: Workflow) -> None:
    """Look at the clearances for any version of a workflow."""
    _settle(_going().filter(workflow_version__workflow=workflow))


def settle_agent(agent: Agent) -> None:
    """Look at the clearances of an agent."""
    _settle(_going().filter(agent=agent))


def settle(clearance: Clearance, *, report: Report | None = None) -> None:
    """Write down until when everything is ready, and let the clearance fall if it must.

    The ledger hears of it only where something changed. ``report`` is what was found
    just now, if somebody has looked.
    """
    now = database_now()
    report = report or _report(clearance, now)
    gaps = [gap.text for _, gap in report.gaps]
    until = _holds_until(clearance, report) if report.ready else None
    state = Readiness.objects.filter(clearance=clearance).first()
    if state is None:
        state = Readiness(clearance=clearance, looked_at=now)
        state.ready_until, state.gaps = until, gaps
        state.save(force_insert=True)
    else:
        if until is None:
            hold_off_intents(clearance.agent_id)
        _tell_change(clearance, state, gaps)
        state.ready_until, state.gaps, state.looked_at = until, gaps, now
        state.save(update_fields=["ready_until", "gaps", "looked_at"])
    _let_fall(clearance, report, now)


def _settle(clearances: Iterable[Clearance]) -> None:
    for clearance in clearances:
        settle(clearance)


def _going() -> QuerySet[Clearance]:
    # One that fell because of a newer version still carries the runs that are open.
    rows = Clearance.objects.filter(
        Q(fell_at__isnull=True) | Q(fell_because=Fall.WORKFLOW),
        revoked_at__isnull=True,
        expires_at__gt=RemitNow(),
    )
    rows = rows.select_related("agent", "workflow_version__workflow", "signed_by")
    # In one order everywhere, so that two who settle do not wait for each other.
    return rows.order_by("id").select_for_update(of=("self",), no_key=True)


def _report(clearance: Clearance, now: datetime) -> Report:
    version = clearance.workflow_version
    return report_on(
        read_procedure(version.steps),
        workflow=version.workflow,
        agent=clearance.agent,
        now=now,
    )


def _holds_until(clearance: Clearance, report: Report) -> datetime:
    ends = [clearance.expires_at, clearance_due(clearance) + _grace()]
    if report.holds_until is not None:
        ends.append(report.holds_until)
    return min(ends)


def _grace() -> timedelta:
    return timedelta(days=policy().grace_days)


def _tell_change(clearance: Clearance, before: Readiness, gaps: list[str]) -> None:
    if gaps and gaps != before.gaps:
        told = {"gaps": "; ".join(gaps)}
        record_clearance(Event.READINESS_LOST, clearance, private=told)
    elif before.gaps and not gaps:
        record_clearance(Event.READINESS_FOUND, clearance)


def _let_fall(clearance: Clearance, report: Report, now: datetime) -> None:
    if clearance.fell_at is not None:
        return
    because = _fall(clearance, report, now)
    if because is None:
        return
    hold_off_intents(clearance.agent_id)
    clearance.fell_at, clearance.fell_because = now, because
    clearance.save(update_fields=["fell_at", "fell_because"])
    cause = {"cause": because.label}
    record_clearance(Event.CLEARANCE_FELL, clearance, params=cause)


def _fall(clearance: Clearance, report: Report, now: datetime) -> Fall | None:
    held = owner_of_record(clearance.agent_id)
    if held is not None and held.membership_id != clearance.signed_by_id:
        return Fall.OWNER
    if current_version(clearance.workflow_version.workflow) != (
        clearance.workflow_version
    ):
        return Fall.WORKFLOW
    if any(check.code == _COVERED for check, _ in report.gaps):
        return Fall.COVERAGE
    if clearance_due(clearance) + _grace() <= now:
        return Fall.REVIEW
    return None
