"""What one version of an action type changes about the one before, in words."""

import json
from collections.abc import Iterator
from typing import Any

from agents.models import ActionType
from agents.portal.types.parameters import Parameter, parameters_of
from agents.portal.types.wording import compensation_lines, lookup_lines

_PLAIN = {
    "title": "The title",
    "phrase": "The phrase",
    "repeat_seconds": "The time that the target knows a repetition, in seconds,",
    "permit_seconds": "The time that an agent has to report, in seconds,",
}
_CHOSEN = {
    "effect_class": "What can be proved of the effect",
    "reversibility": "Whether it can be undone",
    "performer": "Who carries it out",
}


def differences(old: ActionType, new: ActionType) -> list[str]:
    """Return what is different, a sentence each; none where nothing is."""
    told = [
        *_plain(old, new),
        *_parameters(old, new),
        *_chosen(old, new),
        *_from_to(
            "The connection", str(old.runner or "none"), str(new.runner or "none")
        ),
        *_from_to("How its target is asked", _asked(old), _asked(new)),
        *_from_to("What undoes it", _undone(old), _undone(new)),
        *_from_to("What is looked up", _looked_up(old), _looked_up(new)),
    ]
    if not told and old.schema != new.schema:
        told.append("The schema says the same of each parameter, in other words.")
    return told


def _plain(old: ActionType, new: ActionType) -> Iterator[str]:
    for name, what in _PLAIN.items():
        yield from _from_to(what, getattr(old, name), getattr(new, name))


def _chosen(old: ActionType, new: ActionType) -> Iterator[str]:
    for name, what in _CHOSEN.items():
        before = getattr(old, f"get_{name}_display")()
        yield from _from_to(what, before, getattr(new, f"get_{name}_display")())


def _from_to(what: str, before: Any, after: Any) -> Iterator[str]:
    if before != after:
        yield f"{what} was “{before}” and is “{after}”."


def _parameters(old: ActionType, new: ActionType) -> Iterator[str]:
    before = {one.path: one for one in parameters_of(old.schema)}
    after = {one.path: one for one in parameters_of(new.schema)}
    for path, one in after.items():
        if path not in before:
            yield f"The parameter {path} is new: {one.words}, {_needed(one)}."
    for path in before:
        if path not in after:
            yield f"The parameter {path} is gone."
    for path, one in after.items():
        if path in before:
            yield from _changed(before[path], one)
    if _others(old) != _others(new):
        more = "may be added" if _others(new) else "are refused"
        yield f"Parameters that are not named {more} now."


def _changed(before: Parameter, after: Parameter) -> Iterator[str]:
    what = f"The parameter {after.path}"
    if before.words != after.words:
        yield f"{what} was {before.words} and is {after.words}."
    if before.required != after.required:
        yield f"{what} is {_needed(after)} now."


def _needed(one: Parameter) -> str:
    return "required" if one.required else "optional"


def _others(one: ActionType) -> bool:
    return one.schema.get("additionalProperties", True) is not False


def _asked(one: ActionType) -> str:
    return json.dumps(one.probe, sort_keys=True) if one.probe else "not at all"


def _undone(one: ActionType) -> str:
    named = one.compensation.get("action", "a person")
    return f"{named} ({', '.join(compensation_lines(one.compensation))})"


def _looked_up(one: ActionType) -> str:
    return ", ".join(lookup_lines(one.lookups)) or "nothing"
