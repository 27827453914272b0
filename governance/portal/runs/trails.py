"""What was asked, decided and seen about one action, as lines with their times."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from governance.models import (
    Action,
    Checkpoint,
    Decision,
    Effect,
    Outcome,
    Phase,
    Result,
    Source,
)
from governance.states import ActionStatus, CheckpointState

_RESULTS = {
    Result.DONE: "Done.",
    Result.FAILED_CLEAN: "Not done, and nothing happened.",
    Result.UNKNOWN: "Nobody knows whether it happened.",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to an action; ``ends`` it where nothing follows."""

    at: datetime
    text: str
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Trail:
    """An action with its moments, oldest first, and what it can be found by.

    ``question`` is the checkpoint that waits for somebody, if one does.
    """

    action: Action
    question: Checkpoint | None
    moments: list[Moment]
    codes: list[tuple[str, str]]


def trail_of(action: Action) -> Trail:
    """Return the trail of an action whose decisions and outcomes are loaded."""
    moments = [*_decided(action), *_answered(action), *_carried_out(action)]
    return Trail(
        action=action,
        question=_question(action),
        moments=sorted(moments, key=lambda moment: moment.at),
        codes=list(_codes(action)),
    )


def _question(action: Action) -> Checkpoint | None:
    asked = [
        one for one in action.checkpoints.all() if one.state == CheckpointState.WAITING
    ]
    return asked[-1] if asked else None


def _decided(action: Action) -> Iterator[Moment]:
    approved = any(one.used_at is not None for one in action.checkpoints.all())
    first = ""
    for decision in action.decisions.all():
        told = decision.explanation
        if decision.phase == Phase.ASKED:
            first = told
            yield Moment(action.asked_at, f"Asked. {told}")
            continue
        yield Moment(decision.decided_at, _again(decision, first, approved=approved))


def _again(decision: Decision, first: str, *, approved: bool) -> str:
    if decision.effect == Effect.CHECKPOINT and approved:
        return "Checked again: a person has to answer, and the approval holds."
    if decision.effect == Effect.ALLOW and decision.explanation == first:
        return "Checked again, and still allowed."
    return f"Checked again. {decision.explanation}"


def _answered(action: Action) -> Iterator[Moment]:
    for checkpoint in action.checkpoints.all():
        yield from _agreed(checkpoint)
        state = CheckpointState(checkpoint.state)
        if state is CheckpointState.WAITING:
            continue
        if state is CheckpointState.EXPIRED:
            told = f"Nobody of {checkpoint.group.name} answered, which counts as no."
            yield Moment(checkpoint.deadline, told, ends=True)
        elif state is CheckpointState.CANCELLED:
            told = "The question was withdrawn, because the run stopped."
            yield Moment(action.changed_at, told, ends=True)
        else:
            yield _answer(checkpoint, refused=state is CheckpointState.REFUSED)


def _agreed(checkpoint: Checkpoint) -> Iterator[Moment]:
    """Yield the approvals that did not decide it by themselves."""
    for answer in checkpoint.answers.all():
        if answer.person_id != checkpoint.answered_by_id:
            who = answer.person.user.name
            told = f"{who} approved, and others have to, because “{answer.reason}”."
            yield Moment(answer.answered_at, told)


def _answer(checkpoint: Checkpoint, *, refused: bool) -> Moment:
    # The database lets no answer in without a person.
    who = checkpoint.answered_by.user.name if checkpoint.answered_by else ""
    word = "refused" if refused else "approved"
    told = f"{who} {word}, because “{checkpoint.reason}”."
    return Moment(checkpoint.answered_at or checkpoint.asked_at, told, ends=refused)


def _carried_out(action: Action) -> Iterator[Moment]:
    for intent in action.intents.all():
        yield Moment(intent.recorded_at, "Intent recorded, before anything was sent.")
    for outcome in outcomes_of(action):
        yield Moment(outcome.recorded_at, seen(outcome), ends=_ends(action, outcome))


def outcomes_of(action: Action) -> list[Outcome]:
    """Return what was seen of an action's effect, which is loaded with it."""
    return [one for intent in action.intents.all() for one in intent.outcomes.all()]


def seen(outcome: Outcome) -> str:
    """Return what was seen of an effect, and by whom, in words."""
    result = Result(outcome.result)
    if outcome.source == Source.ATTESTED:
        found = "it happened" if result is Result.DONE else "it did not happen"
        name = outcome.evidence.get("name", "A person")
        return f"{name} found that {found}: “{outcome.summary}”"
    if outcome.source == Source.LATE:
        return f"An answer came late: {outcome.summary} {_RESULTS[result]}"
    return f"{outcome.summary} {_RESULTS[result]}".strip()


def _ends(action: Action, outcome: Outcome) -> bool:
    return action.status == ActionStatus.UNKNOWN and outcome.result == Result.UNKNOWN


def _codes(action: Action) -> Iterator[tuple[str, str]]:
    yield "action", str(action.id)
    yield "digest", action.digest
    yield from _versions(list(action.decisions.all()))
    for intent in action.intents.all():
        yield "intent", str(intent.id)


def _versions(decisions: Sequence[Decision]) -> Iterator[tuple[str, str]]:
    for decision in decisions:
        version = decision.boundary_version
        rules = ", ".join(hit["key"] for hit in decision.verdict.get("hits", []))
        named = f"boundary version {version.number}" if version else decision.code
        by = f" by rule {rules}" if rules else ""
        told = f"{decision.effect}{by}, {named}, decision {decision.id}"
        yield decision.get_phase_display(), told
