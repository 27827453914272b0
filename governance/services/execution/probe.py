"""Asking the target of an unknown action what became of it."""

from datetime import timedelta
from uuid import UUID

from agents.runners import Inquiry, Report, Result
from agents.selectors import egress_limits, runner_secrets
from governance.models import Action, Intent, Source
from governance.selectors.kinds import can_be_asked
from governance.selectors.runs import free_action, locked_action
from governance.services.execution.outcome import known_from
from governance.services.outcomes import keep, settle
from governance.services.unknowns import hold, settle_time
from governance.states import ActionStatus
from tenants.clock import database_now

# After so many answers that say nothing a person is needed.
FRUITLESS = 3
_LONGEST_PAUSE = timedelta(minutes=15)


def inquire(action_id: UUID) -> Inquiry | None:
    """Return the question to ask about an unknown action, or None if it is not time.

    The next question is due after a pause that doubles, whatever becomes of this one.
    """
    action = free_action(action_id)
    if action is None or not _is_due(action):
        return None
    pause = settle_time(action) + timedelta(seconds=2**action.probes)
    action.probes += 1
    action.due_at = database_now() + min(pause, _LONGEST_PAUSE)
    action.save(update_fields=["probes", "due_at"])
    runner = action.action_type.runner
    return Inquiry(
        intent=Intent.objects.get(action=action).id,
        path=action.action_type.probe["path"],
        url=runner.url,
        secrets=runner_secrets(runner),
        limits=egress_limits(),
        timeout_seconds=runner.timeout_seconds,
    )


def learn(action_id: UUID, report: Report) -> None:
    """Settle an unknown action by its target's answer, if that says anything.

    A failing probe proves nothing: after some of them the run is held for a person.
    """
    action = locked_action(action_id)
    if action.status != ActionStatus.UNKNOWN:
        return
    known = known_from(report, Source.PROBE)
    if report.result is not Result.UNKNOWN:
        settle(action, known)
        return
    if action.probes <= FRUITLESS:
        keep(Intent.objects.get(action=action), known)
    if action.probes >= FRUITLESS:
        # Not only at the third: whoever asked that may have stopped with the answer.
        hold(action)


def _is_due(action: Action) -> bool:
    if action.status != ActionStatus.UNKNOWN or action.due_at is None:
        return False
    return action.due_at <= database_now() and can_be_asked(action.action_type)
