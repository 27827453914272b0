"""Reads: what was decided about a run that stopped, and what is left to be done."""

from dataclasses import dataclass

from governance.models import Action, Decided, HandedStep, Interruption, Rescue, Run
from governance.procedure import Disposition, Step, read_procedure
from governance.selectors.compensating import undone_in
from governance.states import ActionStatus, RunState
from tenants.errors import NotFound

_MOVES = (Decided.RESUME, Decided.COMPENSATE)
# Of a run that stopped, only what may have been sent is authorized still.
_OPEN = (ActionStatus.UNKNOWN, ActionStatus.RUNNING, ActionStatus.AUTHORIZED)


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A step that people do, and what somebody wrote about it, if that was done."""

    step: Step
    written: HandedStep | None


@dataclass(frozen=True, slots=True)
class Rescuing:
    """Where a run stopped last, what was decided about that, and what is left.

    ``unknown`` are the actions of which nobody knows yet: they come first.
    ``against`` says why its agent cannot go on, or "" where it can.
    """

    stop: Interruption
    decided: Rescue | None
    items: list[CheckItem]
    unknown: list[Action]
    against: str

    @property
    def left(self) -> list[CheckItem]:
        """What nobody has written anything about yet."""
        return [one for one in self.items if one.written is None]


def rescuing(run: Run) -> Rescuing | None:
    """Return how a stopped run can be rescued; None where it has not stopped so."""
    rows = Interruption.objects.filter(run=run).select_related("ticket", "person__user")
    stop = rows.order_by("-interrupted_at", "-id").first()
    if stop is None or run.rehearsal or run.state == RunState.RUNNING:
        return None
    made = Rescue.objects.filter(run=run).select_related("decided_by__user")
    decided = made.order_by("-decided_at", "-id").first()
    moved = decided is not None and decided.decided in _MOVES
    if decided is not None and moved and decided.interruption_id != stop.id:
        # It went on, or was undone, after an earlier stop; this one is new.
        decided = None
    by_hand = decided is not None and decided.decided == Decided.BY_HAND
    if run.state == RunState.COMPLETED and not by_hand:
        return None
    actions = list(Action.objects.filter(run=run).order_by("id"))
    return Rescuing(
        stop=stop,
        decided=decided,
        items=_items(run, actions, decided),
        unknown=[one for one in actions if one.status in _OPEN],
        against=_why_not(run, stop, actions),
    )


def required_rescuing(run: Run) -> Rescuing:
    """Return how a stopped run can be rescued.

    Raises:
        NotFound: it has not stopped, or is a rehearsal.
    """
    found = rescuing(run)
    if found is None:
        raise NotFound("There is no such page.")
    return found


def run_by_number(number: int, *, lock: bool = False) -> Run:
    """Return the client's run with this number, its row locked if wanted.

    Raises:
        NotFound: there is none.
    """
    rows = Run.objects.select_related("agent", "workflow_version__workflow")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    run = rows.filter(number=number).first()
    if run is None:
        raise NotFound("There is no such run.")
    return run


def _items(run: Run, actions: list[Action], decided: Rescue | None) -> list[CheckItem]:
    """Return the steps that are not known to be done, with what was written of them.

    As they were when it was decided: somebody writes about each of these. A run that
    one action opened has no others.
    """
    if run.single:
        return []
    undone = undone_in(run)
    done = {
        one.step
        for one in actions
        if one.status == ActionStatus.SUCCEEDED
        and not (one.is_compensation or one.id in undone)
        and (decided is None or one.changed_at <= decided.decided_at)
    }
    rows = HandedStep.objects.filter(rescue=decided).select_related("by__user")
    written = {one.key: one for one in rows} if decided else {}
    steps = read_procedure(run.workflow_version.steps).steps
    return [
        CheckItem(step, written.get(step.key)) for step in steps if step.key not in done
    ]


def _why_not(run: Run, stop: Interruption, actions: list[Action]) -> str:
    if stop.then == Disposition.FAIL_CLOSED:
        return "Its process says that it stays stopped for good."
    if run.single:
        return "It was opened for one action, and that is over."
    if any(one.is_compensation for one in actions):
        return "Some of what it did has been undone."
    done = any(one.status == ActionStatus.SUCCEEDED for one in actions)
    if done and run.save_point is None:
        return (
            "Something was done, and its agent left no save point: it would not know "
            "where to go on."
        )
    return ""
