"""How one version of a procedure differs from another, in words."""

from dataclasses import dataclass

from governance.procedure.steps import Procedure, Step

_PARTS = {
    "title": "what it is called",
    "performer": "who does it",
    "input": "what it begins with",
    "output": "what comes out of it",
    "action": "which action it uses",
    "critical": "whether it is critical",
    "pivot": "whether there is a way back",
    "effect": "what it does",
    "next": "where it leads",
    "failures": "what can go wrong and who then acts",
    "on_halt": "what happens when it stops midway",
}


@dataclass(frozen=True, slots=True)
class ChangedStep:
    """A step that is not in both as it was; None where it was or is not there."""

    old: Step | None
    new: Step | None
    parts: tuple[str, ...] = ()


def differences(old: Procedure, new: Procedure) -> list[str]:
    """Return what is different in ``new``, as sentences, in the order of its steps."""
    places = {step.key: number for number, step in enumerate(new.steps, start=1)}
    told = [_told(one, places) for one in changed_steps(old, new)]
    if reordered(old, new):
        told.append("The steps stand in another order.")
    return told


def changed_steps(old: Procedure, new: Procedure) -> list[ChangedStep]:
    """Return what went, then what is new or says something else, in order."""
    before = {step.key: step for step in old.steps}
    after = {step.key for step in new.steps}
    found = [ChangedStep(step, None) for step in old.steps if step.key not in after]
    for step in new.steps:
        was = before.get(step.key)
        parts = () if was is None else _changed(was, step)
        if was is None or parts:
            found.append(ChangedStep(was, step, parts))
    return found


def reordered(old: Procedure, new: Procedure) -> bool:
    """Say whether the steps that both have stand in another order."""
    before, after = ([step.key for step in one.steps] for one in (old, new))
    kept = set(before) & set(after)
    return [one for one in before if one in kept] != [
        one for one in after if one in kept
    ]


def _told(one: ChangedStep, places: dict[str, int]) -> str:
    if one.new is None:
        title = one.old.title if one.old else ""
        return f"“{title}” is gone."
    named = f"Step {places[one.new.key]}, “{one.new.title}”,"
    if one.old is None:
        return f"{named} is new."
    return f"{named} says something else about {_listed(list(one.parts))}."


def _changed(old: Step, new: Step) -> tuple[str, ...]:
    return tuple(
        words
        for name, words in _PARTS.items()
        if getattr(old, name) != getattr(new, name)
    )


def _listed(parts: list[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
