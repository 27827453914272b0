"""A run's steps as a line: which are done, where it is, what has not started."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from audit.events import Event
from audit.selectors import Line
from governance.models import Action, HandedStep, Run
from governance.portal.runs.performers import performer_of
from governance.portal.runs.trails import Trail, trail_of
from governance.procedure import Step as Declared
from governance.procedure import read_procedure
from governance.selectors.rescues import CheckItem
from governance.states import ActionStatus, RunState

# How the last action of a step is drawn; anything else is a calm "allow".
_SHADES = {
    ActionStatus.UNKNOWN: "unknown",
    ActionStatus.WAITING: "wait",
    ActionStatus.REFUSED: "deny",
    ActionStatus.FAILED: "deny",
    ActionStatus.EXPIRED: "none",
    ActionStatus.CANCELLED: "none",
}
# The box around what happened, at the step where the run is.
_BOXES = {"unknown": "here", "wait": "here wait", "deny": "here stop"}
_OUTSIDE = "Asked outside the steps of the workflow."
_UNDOES = "Undoes what this run did."
# The word of a step without anything to show for it.
_IDLE = {
    RunState.RUNNING: "Not started",
    RunState.INTERRUPTED: "Not started",
    RunState.COMPLETED: "Left out",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the page shows it; ``number`` is 0 for what has no step."""

    number: int
    title: str
    performer: str
    about: str
    kind: str
    word: str
    shade: str
    at: datetime | None = None
    is_last: bool = False
    trails: list[Trail] = field(default_factory=list)
    key: str = ""

    @property
    def begun(self) -> bool:
        """Whether anything has happened in this step."""
        return self.at is not None

    @property
    def box(self) -> str:
        """The class of the box around what happened: none where the run has gone on."""
        return _BOXES.get(self.shade, "") if self.is_last else ""


def steps_of(run: Run, actions: Sequence[Action], story: Sequence[Line]) -> list[Step]:
    """Return the steps of a run in the order of its workflow version."""
    declared = read_procedure(run.workflow_version.steps).steps
    by_step: dict[str, list[Action]] = {}
    for action in actions:
        by_step.setdefault(action.step, []).append(action)
    begun = [place for place, one in enumerate(declared) if one.key in by_step]
    last = begun[-1] if begun else -1
    noted = _first_note(story)
    steps = []
    for place, one in enumerate(declared):
        asked = by_step.pop(one.key, [])
        passed = _passed(one, reached=place < last, first=place == 0, noted=noted)
        if asked:
            steps.append(_acted(run, place + 1, one, asked, is_last=place == last))
        elif passed:
            done = ("allow", "Done", "allow")
            told = _told(run, one)
            steps.append(Step(place + 1, *told, *done, at=noted, key=one.key))
        else:
            word = "Left out" if place < last else _IDLE[RunState(run.state)]
            idle = ("none", word, "none")
            steps.append(Step(place + 1, *_told(run, one), *idle, key=one.key))
    return steps + [_outside(run, one) for left in by_step.values() for one in left]


def by_hand(steps: Sequence[Step], items: Sequence[CheckItem]) -> list[Step]:
    """Return the steps with those that people did, or left out, shown as that."""
    written = {one.step.key: one.written for one in items}
    return [_by_hand(step, written.get(step.key)) for step in steps]


def _by_hand(step: Step, row: HandedStep | None) -> Step:
    if row is None:
        return step
    shade, word = ("allow", "By hand") if row.done else ("none", "Left out")
    who = row.by.user.name
    return replace(step, performer=who, kind=shade, word=word, shade=shade, at=row.at)


def place_of(steps: Sequence[Step]) -> int:
    """Return the number of the last step that has begun, or 0."""
    return max((step.number for step in steps if step.begun), default=0)


def _passed(
    one: Declared, *, reached: bool, first: bool, noted: datetime | None
) -> bool:
    # A step without an action leaves a note, if anything.
    return not one.action and noted is not None and (reached or first)


def _acted(
    run: Run,
    number: int,
    one: Declared,
    asked: Sequence[Action],
    *,
    is_last: bool,
) -> Step:
    last = asked[-1]
    title, performer, about = _told(run, one)
    return Step(
        number=number,
        title=title,
        performer=performer,
        about=about,
        kind=last.status,
        word=_word(last),
        shade=_SHADES.get(ActionStatus(last.status), "allow"),
        at=last.changed_at,
        is_last=is_last,
        trails=[trail_of(action) for action in asked],
        key=one.key,
    )


def _outside(run: Run, action: Action) -> Step:
    return Step(
        number=0,
        title=action.action_type.title,
        performer="Remit" if action.is_compensation else run.agent.name,
        about=_UNDOES if action.is_compensation else _OUTSIDE,
        kind=action.status,
        word=_word(action),
        shade=_SHADES.get(ActionStatus(action.status), "allow"),
        at=action.changed_at,
        is_last=True,
        trails=[trail_of(action)],
    )


def _word(action: Action) -> str:
    if action.is_compensation and action.status == ActionStatus.SUCCEEDED:
        return "Undone"
    # An action that may happen has not happened.
    return "About to" if action.status == ActionStatus.AUTHORIZED else ""


def _told(run: Run, one: Declared) -> tuple[str, str, str]:
    critical = "Critical. " if one.critical else ""
    return one.title, performer_of(one, agent=run.agent.name), f"{critical}{one.effect}"


def _first_note(story: Sequence[Line]) -> datetime | None:
    notes = [line.at for line in story if line.event == Event.RUN_NOTED]
    return notes[0] if notes else None
