"""Withdrawing what a run has open when it stops."""

from django.db.models import Exists, OuterRef

from audit.events import Event
from governance.models import Action, Intent, Run
from governance.services import limits
from governance.services.checkpoints import cancel_waiting
from governance.services.endings import finish_single
from governance.services.steps import move
from governance.services.trace import record_action
from governance.states import ActionStatus


def withdraw_open(run: Run) -> None:
    """Withdraw what waits for a person, and what was allowed and has not begun.

    The run's row is locked by the caller. What may have been sent before is left
    to the second gate, which finds the run stopped and says that nobody knows.
    """
    withdrawn = cancel_waiting(run)
    begun = Intent.objects.filter(action=OuterRef("pk"))
    rows = Action.objects.filter(run=run, status=ActionStatus.AUTHORIZED)
    unbegun = rows.exclude(Exists(begun)).select_related("action_type")
    for action in unbegun.select_for_update(of=("self",), no_key=True).order_by("id"):
        move(action, ActionStatus.CANCELLED, explanation="The run stopped.")
        record_action(Event.ACTION_CANCELLED, action)
        withdrawn.append(action)
    limits.release(*withdrawn)


def withdraw_unstarted(action: Action) -> None:
    """Withdraw what an agent was allowed to carry out and has not started in time."""
    move(action, ActionStatus.CANCELLED, explanation="It was not started in time.")
    limits.release(action)
    record_action(Event.ACTION_UNSTARTED, action)
    finish_single(action.run)
