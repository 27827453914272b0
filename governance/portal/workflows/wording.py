"""What the pages of processes say."""

from collections.abc import Sequence
from dataclasses import dataclass

from governance.portal.readiness.wording import count_of
from governance.portal.runs.performers import actor_words, performer_of
from governance.portal.workflows.halting import Case, cases_of
from governance.procedure import (
    Actor,
    Disposition,
    Failure,
    Procedure,
    Step,
    changed_steps,
)
from governance.selectors.kinds import Kinds
from governance.selectors.workflows import Process

_POLICIES = {
    Disposition.RETRY: "It is tried again",
    Disposition.RECONCILE: "Its target is asked what happened",
    Disposition.HAND_OVER: "It is handed over",
    Disposition.COMPENSATE: "What was done is undone",
    Disposition.FAIL_CLOSED: "It stays stopped",
    Disposition.GO_ON: "It ends there, and the agent is told",
}
_HOUR, _DAY = 60, 24 * 60


@dataclass(frozen=True, slots=True)
class Line:
    """A step as a person reads it."""

    step: Step
    number: int
    who: str
    takes: str
    wrong: tuple[str, ...]
    halted: str
    cases: list[Case]
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """A step that differs, as it was and as it is; None where it is not there."""

    old: Line | None
    new: Line | None
    parts: tuple[str, ...]


def workflows_heading(processes: Sequence[Process]) -> str:
    """Return the answer to: could a person follow what agents work on here?"""
    if not processes:
        return "No process is written down yet."
    working = sum(any(one.works for one in process.cleared) for process in processes)
    written = count_of(len(processes), "process", "processes")
    if working == len(processes):
        many = "an agent works on it" if working == 1 else "agents work on each of them"
    else:
        many = f"agents work on {working or 'none'} of them"
    return f"{written[:1].upper()}{written[1:]} written down; {many}."


def procedure_lines(procedure: Procedure) -> list[Line]:
    """Return the steps as sentences, in order. One query."""
    kinds = Kinds()
    return [
        Line(
            step=step,
            number=number,
            who=performer_of(step, agent="The agent"),
            takes=_takes(step),
            wrong=tuple(_wrong(one) for one in step.failures),
            halted=_halted(step),
            cases=cases_of(step, kinds.of(step)),
            ways=_ways(procedure, step),
        )
        for number, step in enumerate(procedure.steps, start=1)
    ]


def compared_steps(old: Procedure, new: Procedure) -> list[Compared]:
    """Return the steps that differ between two versions, as a person reads them."""
    was, now = (
        {line.step.key: line for line in procedure_lines(one)} for one in (old, new)
    )
    return [
        Compared(
            old=was[one.old.key] if one.old else None,
            new=now[one.new.key] if one.new else None,
            parts=one.parts,
        )
        for one in changed_steps(old, new)
    ]


def _takes(step: Step) -> str:
    takes = f"Takes {step.input.strip()}" if step.input.strip() else ""
    gives = f"gives {step.output.strip()}" if step.output.strip() else ""
    told = "; ".join(filter(None, (takes, gives)))
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _wrong(failure: Failure) -> str:
    who = actor_words(failure.who) if failure.who else "nobody yet"
    acts = f"{who[:1].upper()}{who[1:]} {failure.then}".strip()
    return f"{failure.what.rstrip('.')}: {acts.rstrip('.')}."


def _halted(step: Step) -> str:
    halt = step.on_halt
    if halt is None:
        return ""
    told = _POLICIES[halt.policy] if halt.policy else ""
    if told and halt.who is not None:
        told += f"; {_by(halt.who, halt.within_minutes)}"
    return " ".join(filter(None, (f"{told}." if told else "", halt.text)))


def _by(who: Actor, minutes: int | None) -> str:
    if minutes is None:
        return f"{actor_words(who)} decides"
    return f"{actor_words(who)} decides within {_span(minutes)}"


def _span(minutes: int) -> str:
    for length, noun in ((_DAY, "day"), (_HOUR, "hour")):
        if minutes >= length and minutes % length == 0:
            number = minutes // length
            return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
    return f"{minutes} minutes"


def _ways(procedure: Procedure, step: Step) -> tuple[str, ...]:
    if not step.next:
        return ()
    places = {one.key: number for number, one in enumerate(procedure.steps, start=1)}
    told = []
    for way in step.next:
        where = f"step {places[way.to]}" if way.to in places else "the end"
        when = f"If {way.when.strip().rstrip('.')}: " if way.when.strip() else ""
        told.append(f"{when}on to {where}.")
    return tuple(told)
