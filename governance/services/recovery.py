"""Finding who went silent: workers about an action, agents about a run.

``since`` is when somebody began to look without a pause until now. A lease that
ended while nobody looked, because the platform itself was down, counts from there:
one pause of the database must not look like hundreds of dead agents.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings

from agents.models import Performer
from governance.models import Action, Intent, Result, Run, Source
from governance.procedure import Disposition, HaltReason
from governance.selectors.runs import free_action, free_run, hold_run_of
from governance.services.dispositions import run_disposition
from governance.services.incidents import interrupt_run
from governance.services.outcomes import Known, conclude
from governance.services.tickets import Stop
from governance.states import ActionStatus, RunState
from tenants.clock import database_now


def recover_action(action_id: UUID, *, since: datetime) -> bool:
    """Take an action from a worker or agent that went silent; return whether it had.

    What follows depends on whether anything may have been sent, and on what can be
    proved about it.
    """
    hold_run_of(action_id)
    action = free_action(action_id)
    if action is None or action.status != ActionStatus.RUNNING:
        return False
    grace = timedelta(seconds=settings.ACTION_LEASE_SECONDS)
    if not _is_over(action.lease_until, since=since, grace=grace):
        return False
    take_over(action, Intent.objects.filter(action=action).first())
    return True


def take_over(action: Action, intent: Intent | None) -> None:
    """Take a running action from whoever had it and did not say what became of it."""
    known = Known(Result.UNKNOWN, _silence(action, intent), Source.SWEEPER)
    conclude(action, intent, known)


def recover_run(run_id: UUID, *, since: datetime) -> bool:
    """Stop a run whose agent went silent; return whether it had.

    The fence goes up, so that an agent that was frozen and returns learns it.
    """
    run = free_run(run_id)
    if run is None or run.state != RunState.RUNNING or run.single or run.rehearsal:
        return False
    grace = timedelta(seconds=settings.RUN_LEASE_SECONDS)
    if not _is_over(run.lease_until, since=since, grace=grace):
        return False
    run.fence += 1
    run.save(update_fields=["fence"])
    interrupt_run(run, _gone(run))
    return True


def _is_over(until: datetime | None, *, since: datetime, grace: timedelta) -> bool:
    return until is not None and max(until, since + grace) < database_now()


def _silence(action: Action, intent: Intent | None) -> str:
    if action.action_type.performer == Performer.AGENT:
        return "The agent had a permit and did not report what became of it."
    if intent is None:
        return "The worker stopped before the intent, so nothing was sent."
    return "The worker stopped after the intent, so it may have happened."


def _gone(run: Run) -> Stop:
    last = run.heartbeat_at
    never = last is None
    reason = HaltReason.NEVER_STARTED if never else HaltReason.HEARTBEAT_MISSED
    heard = (
        "it never sent a heartbeat"
        if last is None
        else f"its last heartbeat was at {last:%H:%M:%S} UTC on {last:%-d %B %Y}"
    )
    then = run_disposition(run, reason)
    actions = list(Action.objects.filter(run=run).order_by("id"))
    open_ones = [one for one in actions if one.status in _IN_DOUBT]
    done = [one for one in actions if one.status == ActionStatus.SUCCEEDED]
    return Stop(
        code=reason.value,
        then=then,
        cause=f"{run.agent.name} went silent: {heard}.",
        last_safe_point=_safe_point(run),
        side_effects="unknown" if open_ones else "done" if done else "none",
        disposition=_HOLD if then is Disposition.HAND_OVER else "",
        known=[f"Done: {one.act}." for one in done],
        unknown=[f"Not over yet: {one.act} ({one.status})." for one in open_ones],
    )


_HOLD = (
    "Hold: nothing new happens in this run. Find out why the agent stopped, and have "
    "what is left done by a person or by a new run."
)
_IN_DOUBT = {ActionStatus.RUNNING, ActionStatus.UNKNOWN}


def _safe_point(run: Run) -> str:
    return "its last save point" if run.save_point is not None else "where it began"
