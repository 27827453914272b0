"""Moving an action from one status to the next: in one place, and never unlawfully."""

from datetime import datetime

from governance.models import Action
from governance.services.waking import wake_workers
from governance.states import ActionStatus, RefusedBy, require_step
from tenants.clock import database_now


def move(
    action: Action,
    to: ActionStatus,
    *,
    explanation: str = "",
    detail: str = "",
    refused_by: RefusedBy | None = None,
    due_at: datetime | None = None,
) -> None:
    """Move an action on; its row is locked by the caller.

    ``due_at`` is from when on the platform moves it further by itself, if ever.

    Raises:
        UnlawfulStepError: the machine has no such step.
    """
    require_step(ActionStatus(action.status), to)
    action.status = to
    action.changed_at = database_now()
    action.explanation = explanation or action.explanation
    action.detail = detail or action.detail
    action.due_at = due_at
    action.refused_by = refused_by or action.refused_by
    action.save(
        update_fields=[
            "status",
            "changed_at",
            "explanation",
            "detail",
            "refused_by",
            "due_at",
        ]
    )
    if action.is_compensation:
        # Whoever undoes its run goes on from here.
        wake_workers()
