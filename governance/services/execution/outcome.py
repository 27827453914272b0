"""What became of an intent, and what follows from it."""

from uuid import UUID

from agents.runners import Report
from audit.events import Event
from governance.models import Action, Intent, Outcome, Result, Source
from governance.selectors.runs import locked_action
from governance.services import limits
from governance.services.endings import finish_single
from governance.services.incidents import Stop, interrupt_run
from governance.services.steps import move
from governance.services.trace import record_action
from governance.states import ActionStatus
from tenants.clock import database_now

_STATUS = {
    Result.DONE: ActionStatus.SUCCEEDED,
    Result.FAILED_CLEAN: ActionStatus.FAILED,
    Result.UNKNOWN: ActionStatus.UNKNOWN,
}
_EVENT = {
    Result.DONE: Event.ACTION_SUCCEEDED,
    Result.FAILED_CLEAN: Event.ACTION_FAILED,
    Result.UNKNOWN: Event.ACTION_UNKNOWN,
}
_KNOWN = "The intent was recorded and the request was about to be sent."


def settle(action_id: UUID, *, fence: int, report: Report) -> None:
    """Record what the runner saw.

    A worker that has lost its lease meanwhile has evidence to add and nothing to
    decide: its report is kept, and the action stays as its new holder has it.
    """
    action = locked_action(action_id)
    intent = Intent.objects.get(action=action)
    if action.fence != fence or action.status != ActionStatus.RUNNING:
        _add_outcome(intent, report, Source.LATE)
        record_action(Event.ACTION_LATE, action, private={"detail": report.summary})
        return
    conclude(action, intent, report, source=Source.WORKER)


def conclude(
    action: Action, intent: Intent | None, report: Report, *, source: Source
) -> None:
    """Give a running action its outcome, its limits their due, its run its end."""
    result = Result(report.result.value)
    if intent is not None:
        _add_outcome(intent, report, source)
    move(action, _STATUS[result], detail=report.summary)
    record_action(_EVENT[result], action, private={"detail": report.summary})
    if result is Result.DONE:
        limits.settle(action)
    elif result is Result.FAILED_CLEAN:
        limits.release(action)
    else:
        _stop(action, report)
    finish_single(action.run)


def _add_outcome(intent: Intent, report: Report, source: Source) -> None:
    Outcome(
        intent=intent,
        result=Result(report.result.value),
        source=source,
        summary=report.summary,
        evidence=dict(report.evidence),
        recorded_at=database_now(),
    ).save(force_insert=True)


def _stop(action: Action, report: Report) -> None:
    stop = Stop(
        code="EXCEPTION_AFTER_SEND",
        cause=f"nobody knows whether this happened: {action.act}. {report.summary}",
        last_safe_point="before this action",
        side_effects="unknown",
        action=action,
        title=f"Unknown: did Remit {action.act}?",
        disposition=(
            "Never send it again. Find out whether it happened; until then "
            "everything that it reserved stays reserved."
        ),
        known=[_KNOWN, report.summary],
        unknown=[f"Whether this happened: {action.act}."],
    )
    interrupt_run(action.run, stop)
