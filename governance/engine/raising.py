"""Letting an agent do more alone: the bound above which a person is asked is raised.

A rule that asks wins over one that allows. So the bound of what asks and the bound of
what allows are moved together, or nothing would change, or nothing would be allowed.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.engine.money import Money, MoneyError

Written = Mapping[str, Any]
# Above a bound somebody is asked; up to it, something is allowed.
_OPS = _ASKS, _ALLOWS = "more_than", "at_most"


@dataclass(frozen=True, slots=True)
class Bound:
    """The amount up to which something is done alone: where it stands, in which rules.

    ``rules`` are the keys of the rules that ask above it and of those that allow up
    to it; ``field`` is what they look at.
    """

    field: str
    value: Money
    rules: tuple[str, ...]


def bound_of(rules: Sequence[Written], *, asked_by: Collection[str]) -> Bound | None:
    """Return the bound at which rules begin to ask, if raising it would end that.

    ``rules`` are written as in a document; ``asked_by`` are the keys of those that
    asked. There is none where one of them asks for something else than an amount, or
    where no rule allows what is below.
    """
    asking = [rule for rule in rules if rule["key"] in asked_by]
    found = [next(_bounds(rule, _ASKS), None) for rule in asking]
    if not asking or len(asking) < len(asked_by) or None in found:
        return None
    (field, value), *others = [one for one in found if one is not None]
    if any(one != (field, value) for one in others):
        return None
    allowing = [
        rule
        for rule in rules
        if rule["effect"] == "allow"
        and (field, value) in _bounds(rule, _ALLOWS)
        and all(_covers(rule, one) for one in asking)
    ]
    if not allowing:
        return None
    keys = tuple(rule["key"] for rule in [*asking, *allowing])
    return Bound(field, value, keys)


def with_bound(conditions: Any, *, bound: Bound, value: Money) -> Any:
    """Return the conditions of a rule of ``bound`` with ``value`` in its place."""
    if isinstance(conditions, Mapping) and "all" in conditions:
        parts = [with_bound(one, bound=bound, value=value) for one in conditions["all"]]
        return {**conditions, "all": parts}
    moves = any(_bound(conditions, op) == (bound.field, bound.value) for op in _OPS)
    return {**conditions, "value": value.to_json()} if moves else conditions


def _bounds(rule: Written, op: str) -> Iterator[tuple[str, Money]]:
    for leaf in _leaves(rule["conditions"]):
        found = _bound(leaf, op)
        if found is not None:
            yield found


def _leaves(conditions: Any) -> Iterator[Any]:
    """Yield what all has to hold; of what is inside of any and not, nothing."""
    if isinstance(conditions, Mapping) and "all" in conditions:
        for one in conditions["all"]:
            yield from _leaves(one)
    elif isinstance(conditions, Mapping):
        yield conditions


def _bound(leaf: Written, op: str) -> tuple[str, Money] | None:
    field = str(leaf.get("field", ""))
    if leaf.get("op") != op or not field.startswith("parameters."):
        return None
    try:
        return field, Money.parse(leaf.get("value"))
    except MoneyError:
        return None


def _covers(allowing: Written, asking: Written) -> bool:
    """Tell whether a rule allows whatever the other one asks about."""
    return allowing["action"] == asking["action"] and all(
        allowing[part] in ("*", asking[part]) for part in ("subject", "workflow")
    )
