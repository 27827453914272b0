"""What the pages of action types say in words."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.humanize.templatetags.humanize import apnumber

from agents.models import ActionType, EffectClass, Performer, Reversibility

EFFECTS = {
    EffectClass.PURE: "has no effect outside, so it is simply tried again",
    EffectClass.IDEMPOTENT: "is known to its target when it is repeated",
    EffectClass.QUERYABLE: "can be asked about when its answer is lost",
    EffectClass.UNSAFE: "waits for a person when its answer is lost",
}
_UNDONE = {
    Reversibility.READ_ONLY: "It only reads.",
    Reversibility.REVERSIBLE: "It can be undone.",
    Reversibility.IRREVERSIBLE: "It cannot be undone.",
}


def types_sentence(current: Sequence[ActionType]) -> str:
    """Return how many things agents can do."""
    if not current:
        return "No action type is declared yet, so agents can do nothing."
    things = "thing is" if len(current) == 1 else "things are"
    told = f"{apnumber(len(current))} {things} declared that agents can ask for."
    return told.capitalize()


def type_sentence(one: ActionType) -> str:
    """Return what an action type is and who carries it out."""
    return f"“{one.title}” is carried out by {carrier(one)}."


def effect_words(one: ActionType) -> str:
    """Return what its effect is like, in a few words."""
    undone = _UNDONE[Reversibility(one.reversibility)]
    return f"{undone} It {EFFECTS[EffectClass(one.effect_class)]}."


def carrier(one: ActionType) -> str:
    """Return who carries an action type out."""
    if one.performer == Performer.AGENT:
        return "the agent itself, with a permit"
    return f"the platform, over {one.runner.name}"


def compensation_lines(compensation: Mapping[str, Any]) -> Iterator[str]:
    """Yield what fills each parameter of what undoes it: ``amount: amount``."""
    for name, source in compensation.get("parameters", {}).items():
        yield f"{name}: {source}"


def lookup_lines(lookups: Mapping[str, Any]) -> Iterator[str]:
    """Yield each look-up as a line: ``supplier: suppliers by supplier_id``."""
    for name, one in lookups.items():
        yield f"{name}: {one['register']} by {one['key']}"
