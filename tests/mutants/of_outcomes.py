"""Mistakes in what is believed of an effect."""

from uuid import UUID

from agents.runners import Report, Result
from governance.models import Action, Intent, Source
from governance.models import Result as Found
from governance.selectors.runs import locked_action
from governance.services import outcomes
from governance.services.execution.outcome import known_from
from governance.services.outcomes import Known, conclude, keep, settle
from governance.states import ActionStatus
from tests.model.violations import Promise
from tests.mutants.mutants import instead_of

_STATUS = {
    Found.DONE: ActionStatus.SUCCEEDED,
    Found.FAILED_CLEAN: ActionStatus.FAILED,
    Found.UNKNOWN: ActionStatus.UNKNOWN,
}


@instead_of("services.execution.settle", breaks=(Promise.LOST_IS_LOST,))
def the_fence_is_ignored_at_the_outcome(
    action_id: UUID, *, fence: int, report: Report
) -> None:
    """Any worker may end what is running, whoever has it now."""
    del fence
    action = locked_action(action_id)
    if action.status == ActionStatus.RUNNING:
        intent = Intent.objects.get(action=action)
        conclude(action, intent, known_from(report, Source.WORKER))


@instead_of("services.execution.learn", breaks=(Promise.TRUTH,))
def a_failing_probe_counts_as_a_no(action_id: UUID, report: Report) -> None:
    """No answer from the target is taken for: it did not happen."""
    action = locked_action(action_id)
    if action.status != ActionStatus.UNKNOWN:
        return
    no = report.result is Result.UNKNOWN
    believed = Report(Result.FAILED_CLEAN, report.summary) if no else report
    settle(action, known_from(believed, Source.PROBE))


@instead_of("services.execution.learn", breaks=(Promise.SOMEBODY_IS_TOLD,))
def nobody_is_told_when_asking_does_not_help(action_id: UUID, report: Report) -> None:
    """The run is held at the third answer in vain; if that is lost, never."""
    action = locked_action(action_id)
    if action.status == ActionStatus.UNKNOWN and report.result is not Result.UNKNOWN:
        settle(action, known_from(report, Source.PROBE))


@instead_of(
    "services.execution.outcome.settle_late",
    "services.permits.settle_late",
    breaks=(Promise.LOST_IS_LOST,),
)
def a_late_result_overrides_what_is_settled(
    action: Action, intent: Intent, known: Known
) -> None:
    """Whoever speaks last is believed."""
    if action.status == ActionStatus.UNKNOWN:
        outcomes.settle_late(action, intent, known)
        return
    keep(intent, known)
    action.status = _STATUS[known.result]
    action.save(update_fields=["status"])


@instead_of("services.outcomes.is_in_doubt", breaks=(Promise.TRUTH,))
def the_last_no_counts_whatever_was_before(_intent: Intent) -> bool:
    """No connection at the second attempt is taken for: it never happened."""
    return False
