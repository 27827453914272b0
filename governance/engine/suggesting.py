"""Conditions that hold for what was asked once: a start for a rule about its like."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from governance.engine.conditions import read_conditions
from governance.engine.money import Money, MoneyError
from governance.engine.reading import DocumentError, Place
from governance.engine.written import said_conditions

_MOST = 12
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A condition on one field, as it is written in a rule and as it is said."""

    field: str
    condition: Mapping[str, Any]
    said: str


def suggestions(parameters: Mapping[str, Any]) -> list[Suggestion]:
    """Return conditions that hold for these parameters, one for each at most.

    Money and numbers: at least as much; texts and flags: the same. What no condition
    can name is left out.
    """
    found = []
    for field, condition in _conditions(parameters):
        try:
            read_conditions(condition, place=Place())
        except DocumentError:
            continue
        found.append(Suggestion(field, condition, said_conditions(condition)))
    return found[:_MOST]


def all_of(conditions: list[Mapping[str, Any]]) -> Any:
    """Return conditions as one that holds where all of them do; None for none."""
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else {"all": conditions}


def _conditions(
    parameters: Mapping[str, Any],
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, value in parameters.items():
        field = f"parameters.{name}"
        op = _op(value)
        if op:
            yield field, {"field": field, "op": op, "value": value}


def _op(value: Any) -> str:
    if isinstance(value, str):
        return "equals" if value and len(value) <= _LONGEST_TEXT else ""
    if isinstance(value, bool):
        return "equals"
    if isinstance(value, int):
        return "at_least"
    return "at_least" if _is_money(value) else ""


def _is_money(value: Any) -> bool:
    try:
        Money.parse(value)
    except MoneyError:
        return False
    return True
