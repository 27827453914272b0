"""Writes: answering for a gap, in writing and for a while, and no longer doing so."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from agents.models import Agent
from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import Waiver, Workflow
from governance.readiness import Missing
from governance.selectors.readiness import waiver_by_id
from governance.services.settling import settle_workflow
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership, Role
from tenants.selectors import require_role

MOST_DAYS = 90
_MAY_WAIVE = {Role.ADMIN}


def waive(
    *,
    workflow: Workflow,
    agent: Agent | None,
    missing: Missing,
    reason: str,
    expires_at: datetime,
    by: Membership,
) -> Waiver:
    """Answer for a gap until a moment, as a named person; return the waiver.

    A check of an agent is waived for that agent only, others for whoever works on
    the process.

    Raises:
        NotAllowed: it is no admin.
        Invalid: the reason is missing, or the end is past or more than 90 days away.
        Conflict: this gap cannot be waived, or has been.
    """
    require_role(by, _MAY_WAIVE, refusal="Only an admin can waive a gap.")
    check, gap = missing
    if not check.waivable:
        raise Conflict("This gap cannot be waived: it has to be mended.")
    now = database_now()
    words = reason.strip()
    if not words:
        raise Invalid(
            "Write why it may wait: it is kept in the ledger.", field="reason"
        )
    _check_end(expires_at, now)
    whose = agent if check.of_agent else None
    _make_room(workflow, whose, missing, now)
    waiver = Waiver(
        workflow=workflow,
        agent=whose,
        check_code=check.code,
        about=gap.about,
        gap=gap.text,
        reason=words,
        waived_by=by,
        waived_at=now,
        expires_at=expires_at,
    )
    waiver.save(force_insert=True)
    _record(Event.GAP_WAIVED, waiver, {"until": _day(expires_at)}, {"reason": words})
    settle_workflow(workflow)
    return waiver


def withdraw_waiver(waiver: Waiver, *, by: Membership) -> None:
    """No longer answer for a gap: from now on it counts again.

    Raises:
        NotAllowed: it is no admin.
        Conflict: it has been withdrawn before.
    """
    require_role(by, _MAY_WAIVE, refusal="Only an admin can withdraw a waiver.")
    waiver = waiver_by_id(waiver.id, lock=True)
    if waiver.withdrawn_at is not None:
        raise Conflict("This waiver has been withdrawn before.")
    _withdraw(waiver, by, database_now())
    settle_workflow(waiver.workflow)


def _make_room(
    workflow: Workflow, agent: Agent | None, missing: Missing, now: datetime
) -> None:
    """Take away the waiver of this gap that is over, or refuse a second one."""
    rows = Waiver.objects.select_for_update(no_key=True).filter(
        workflow=workflow,
        agent=agent,
        check_code=missing.check.code,
        about=missing.gap.about,
    )
    before = rows.filter(withdrawn_at__isnull=True).first()
    if before is None:
        return
    if before.expires_at > now:
        raise Conflict("Somebody has waived this gap. Withdraw that waiver first.")
    before.withdrawn_at, before.withdrawn_by = now, before.waived_by
    before.save(update_fields=["withdrawn_at", "withdrawn_by"])


def _withdraw(waiver: Waiver, by: Membership, now: datetime) -> None:
    waiver.withdrawn_at, waiver.withdrawn_by = now, by
    waiver.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _record(Event.WAIVER_WITHDRAWN, waiver, {}, {})


def _check_end(expires_at: datetime, now: datetime) -> None:
    if expires_at <= now:
        raise Invalid("A waiver ends in the future.", field="until")
    if localtime(expires_at).date() > localtime(now).date() + timedelta(MOST_DAYS):
        raise Invalid(f"Waive it for {MOST_DAYS} days at most.", field="until")


def _record(
    event: Event, waiver: Waiver, params: dict[str, str], private: dict[str, str]
) -> None:
    record(
        event,
        target=Target("waiver", waiver.id),
        params={"workflow": waiver.workflow.title, **params},
        # What is missing may name people.
        private={"gap": waiver.gap, **private},
        where=Circumstances(agent=waiver.agent_id),
    )


def _day(moment: datetime) -> str:
    return localtime(moment).date().isoformat()
