"""How one version of a procedure differs from another, in words."""

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


def differences(old: Procedure, new: Procedure) -> list[str]:
    """Return what is different in ``new``, as sentences, in the order of its steps."""
    before = {step.key: step for step in old.steps}
    after = {step.key: step for step in new.steps}
    told = [f"“{step.title}” is gone." for step in old.steps if step.key not in after]
    for number, step in enumerate(new.steps, start=1):
        named = f"Step {number}, “{step.title}”,"
        if step.key not in before:
            told.append(f"{named} is new.")
            continue
        parts = _changed(before[step.key], step)
        if parts:
            told.append(f"{named} says something else about {_listed(parts)}.")
    if _order(old, after) != _order(new, before):
        told.append("The steps stand in another order.")
    return told


def _changed(old: Step, new: Step) -> list[str]:
    return [
        words
        for name, words in _PARTS.items()
        if getattr(old, name) != getattr(new, name)
    ]


def _listed(parts: list[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def _order(procedure: Procedure, kept: dict[str, Step]) -> list[str]:
    return [step.key for step in procedure.steps if step.key in kept]
