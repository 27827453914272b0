"""I6: of several who held an action one after the other, only the holder decides."""

from collections.abc import Iterator

from governance.models import Action, Intent, Outcome, Result, Source
from governance.states import ActionStatus
from tests.history.reading import History, Violation

_STATUS = {
    Result.DONE: ActionStatus.SUCCEEDED,
    Result.FAILED_CLEAN: ActionStatus.FAILED,
    Result.UNKNOWN: ActionStatus.UNKNOWN,
}
_SILENCE = {"HEARTBEAT_MISSED", "NEVER_STARTED"}


def holders_decide(history: History) -> Iterator[Violation]:
    """I6: fences only grow, and an outcome after the outcome changes nothing."""
    for action in history.actions.values():
        if action.attempts > action.fence:
            yield Violation("I6", f"action {action.id} was held twice under one fence")
    for intent in history.intents:
        yield from _fence(history.actions[intent.action_id], intent)
        outcomes = [one for one in history.outcomes if one.intent_id == intent.id]
        yield from _decided(history.actions[intent.action_id], outcomes)
    fences = {one.id: one.fence for one in history.runs}
    for stop in history.interruptions:
        if stop.code in _SILENCE and fences[stop.run_id] < 2:
            yield Violation("I6", f"run {stop.run_id} keeps a silent agent's fence")


def _fence(action: Action, intent: Intent) -> Iterator[Violation]:
    if not 1 <= intent.fence <= action.fence:
        yield Violation("I6", f"intent {intent.id} has a fence that nobody held")


def _decided(action: Action, outcomes: list[Outcome]) -> Iterator[Violation]:
    decided: Result | None = None
    for outcome in outcomes:
        late = outcome.source == Source.LATE
        if decided in {Result.DONE, Result.FAILED_CLEAN}:
            if not late:
                yield Violation("I6", f"action {action.id} was decided twice")
        elif not late or decided is Result.UNKNOWN:
            decided = Result(outcome.result)
    over = action.status in _STATUS.values()
    expected = _STATUS[decided] if decided is not None else None
    if (decided is not None or over) and action.status != expected:
        told = f"action {action.id} is {action.status}, its outcome {decided}"
        yield Violation("I6", told)
