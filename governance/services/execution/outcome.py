"""What a worker saw of the effect that it carried out."""

from uuid import UUID

from agents.runners import Report
from audit.events import Event
from governance.models import Intent, Result, Source
from governance.selectors.runs import locked_action
from governance.services.outcomes import Known, conclude, settle_late
from governance.services.trace import record_action
from governance.states import ActionStatus


def settle(action_id: UUID, *, fence: int, report: Report) -> None:
    """Record what the runner saw.

    A worker that has lost its lease meanwhile has evidence to add, and nothing to
    decide while somebody else holds the action. Where nobody knows what happened,
    its evidence settles that.
    """
    action = locked_action(action_id)
    intent = Intent.objects.get(action=action)
    if action.fence == fence and action.status == ActionStatus.RUNNING:
        conclude(action, intent, known_from(report, Source.WORKER))
        return
    record_action(Event.ACTION_LATE, action, private={"detail": report.summary})
    settle_late(action, intent, known_from(report, Source.LATE))


def known_from(report: Report, source: Source) -> Known:
    """Return a runner's report as the domain keeps it."""
    result = Result(report.result.value)
    return Known(result, report.summary, source, report.evidence)
