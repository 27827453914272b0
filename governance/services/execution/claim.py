"""Taking an action, so that no two workers carry it out."""

from datetime import timedelta
from uuid import UUID

from django.conf import settings

from agents.models import Performer
from governance.selectors.runs import free_action
from governance.services.withdrawal import withdraw_unstarted
from governance.states import ActionStatus
from tenants.clock import database_now


def claim(action_id: UUID) -> int | None:
    """Claim a due action and return the fence, or None if there is nothing to do.

    What its agent should have started by now is withdrawn.
    """
    action = free_action(action_id)
    if action is None or action.status != ActionStatus.AUTHORIZED:
        return None
    now = database_now()
    if action.due_at is None or action.due_at > now:
        return None
    if action.action_type.performer == Performer.AGENT:
        withdraw_unstarted(action)
        return None
    action.status = ActionStatus.RUNNING
    action.changed_at = now
    action.due_at = None
    action.lease_until = now + timedelta(seconds=settings.ACTION_LEASE_SECONDS)
    action.fence += 1
    # Counted here and not at the end: an attempt that kills its worker counts too.
    action.attempts += 1
    action.save(update_fields=_CLAIMED)
    return action.fence


_CLAIMED = ["status", "changed_at", "due_at", "lease_until", "fence", "attempts"]
