"""Taking an action, so that no two workers carry it out."""

from datetime import timedelta
from uuid import UUID

from agents.runners import Report, Result
from governance.models import Action, Intent, Source
from governance.selectors.runs import free_action
from governance.services.execution.outcome import conclude
from governance.states import ActionStatus
from tenants.clock import database_now

# Longer than any runner may take, so a lease that is over means a worker that is.
LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 3


def claim(action_id: UUID) -> int | None:
    """Claim a due action and return the fence, or None if there is nothing to do.

    A claim whose worker stopped before its intent is taken over; one whose worker
    stopped after it may have had its effect and becomes unknown.
    """
    action = free_action(action_id)
    if action is None:
        return None
    if action.status == ActionStatus.RUNNING and _lease_is_over(action):
        return _take_over(action)
    if action.status != ActionStatus.AUTHORIZED:
        return None
    return _take(action)


def _take(action: Action) -> int:
    now = database_now()
    action.status = ActionStatus.RUNNING
    action.changed_at = now
    action.lease_until = now + LEASE
    action.fence += 1
    # Counted here and not at the end: an attempt that kills its worker counts too.
    action.attempts += 1
    action.save(
        update_fields=["status", "changed_at", "lease_until", "fence", "attempts"]
    )
    return action.fence


def _take_over(action: Action) -> int | None:
    intent = Intent.objects.filter(action=action).first()
    if intent is not None:
        told = "The worker stopped after the intent, so it may have happened."
        report = Report(Result.UNKNOWN, told)
        conclude(action, intent, report, source=Source.SWEEPER)
        return None
    if action.attempts >= MAX_ATTEMPTS:
        told = f"Given up after {action.attempts} attempts, before anything was sent."
        report = Report(Result.FAILED_CLEAN, told)
        conclude(action, None, report, source=Source.SWEEPER)
        return None
    return _take(action)


def _lease_is_over(action: Action) -> bool:
    return action.lease_until is not None and action.lease_until < database_now()
