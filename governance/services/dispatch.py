"""Handing an authorized action over to whoever carries it out.

The row says what is due and from when.
"""

from datetime import datetime, timedelta

from agents.models import Performer
from governance.models import Action
from governance.services.steps import move
from governance.services.waking import wake_workers
from governance.states import ActionStatus
from tenants.clock import database_now

# How long an agent has to start what it was allowed to carry out.
START_WITHIN = timedelta(hours=1)


def hand_over(action: Action, *, after: timedelta = timedelta()) -> None:
    """Authorize an action and hand it to whoever carries it out, not before ``after``.

    That is the workers, or the agent itself where its action type says so.
    """
    due_at = due_from(action, database_now() + after)
    move(action, ActionStatus.AUTHORIZED, due_at=due_at)
    wake_workers()


def due_from(action: Action, moment: datetime) -> datetime:
    """Return from when on the workers see to an action.

    Where the agent carries it out, they withdraw it then: what it holds of its limits
    must not be held for ever by an agent that does not start.
    """
    by_agent = action.action_type.performer == Performer.AGENT
    return moment + START_WITHIN if by_agent else moment
