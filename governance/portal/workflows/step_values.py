"""From a step to what its form shows, and from what the form says to a step."""

from collections.abc import Sequence
from typing import Any

from django.utils.text import slugify

from governance.procedure import (
    Actor,
    ActorKind,
    Disposition,
    Failure,
    HaltReason,
    Next,
    OnHalt,
    Performer,
    PerformerKind,
    Procedure,
    Step,
)

_END = "-"


def initial_of(step: Step | None, seen: int) -> dict[str, Any]:
    """Return what the form shows of a step; of a new one, nothing."""
    if step is None:
        return {"seen": seen}
    performer, halt = step.performer, step.on_halt or OnHalt()
    return {
        "key": step.key,
        "seen": seen,
        "title": step.title,
        "performer": performer.kind.value if performer else "",
        "who": actor_value(performer.who if performer else None),
        "system": performer.system if performer else "",
        "input": step.input,
        "output": step.output,
        "action": step.action,
        "effect": step.effect,
        "critical": step.critical,
        "pivot": step.pivot,
        "policy": halt.policy.value if halt.policy else "",
        "halt_who": actor_value(halt.who),
        "within": halt.within_minutes,
        "halt_text": halt.text,
    }


def rows_of(step: Step | None) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """Return what the rows show: what can go wrong, and the ways on."""
    if step is None:
        return [], []
    failures = [
        {"what": one.what, "who": actor_value(one.who), "then": one.then}
        for one in step.failures
    ]
    ways = [{"to": one.to or _END, "when": one.when} for one in step.next]
    return failures, ways


def cases_shown(step: Step | None) -> dict[str, str]:
    """Return what a step says for single reasons, as its form shows it."""
    cases = step.on_halt.cases if step and step.on_halt else ()
    return {reason.value: then.value for reason, then in cases}


def actor_value(actor: Actor | None) -> str:
    """Return how a select names who acts: the kind, and the name where it has one."""
    if actor is None:
        return ""
    return f"{actor.kind.value}:{actor.name}" if actor.name else actor.kind.value


def step_of(
    told: dict[str, Any],
    failures: Sequence[dict[str, Any]],
    ways: Sequence[dict[str, Any]],
    *,
    cases: tuple[tuple[HaltReason, Disposition], ...],
    within: Procedure,
) -> Step:
    """Return the step that the forms say; a new one gets a key of its own."""
    return Step(
        key=told["key"] or _new_key(told["title"], within),
        title=told["title"],
        performer=_performer(told),
        input=told["input"],
        output=told["output"],
        action=told["action"],
        critical=told["critical"],
        pivot=told["pivot"],
        effect=told["effect"],
        next=tuple(
            Next("" if one["to"] == _END else one["to"], one["when"])
            for one in ways
            if one.get("to")
        ),
        failures=tuple(
            Failure(one["what"], _actor(one["who"]), one["then"])
            for one in failures
            if one.get("what")
        ),
        on_halt=_on_halt(told, cases),
    )


def _performer(told: dict[str, Any]) -> Performer | None:
    if not told["performer"]:
        return None
    kind = PerformerKind(told["performer"])
    who = _actor(told["who"]) if kind is PerformerKind.PERSON else None
    system = told["system"] if kind is PerformerKind.SYSTEM else ""
    return Performer(kind, who, system)


def _actor(value: str) -> Actor | None:
    if not value:
        return None
    kind, _, name = value.partition(":")
    return Actor(ActorKind(kind), name)


def _on_halt(
    told: dict[str, Any], cases: tuple[tuple[HaltReason, Disposition], ...]
) -> OnHalt | None:
    halt = OnHalt(
        policy=Disposition(told["policy"]) if told["policy"] else None,
        who=_actor(told["halt_who"]),
        within_minutes=told["within"],
        text=told["halt_text"],
        cases=cases,
    )
    return None if halt == OnHalt() else halt


def _new_key(title: str, within: Procedure) -> str:
    taken = {step.key for step in within.steps}
    root = slugify(title)[:50].strip("-") or "step"
    number, key = 1, root
    while key in taken:
        number += 1
        key = f"{root}-{number}"
    return key
