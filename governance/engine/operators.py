"""The closed list of operators that a condition may use.

An operator is a function that binds a right side, and two phrases: what is said when
the condition holds and when it does not. A new one is one more row in `OPERATORS`.
No operator loops over anything that a rule or an agent could make large, and none
takes a regular expression.
"""

import operator
from collections.abc import Mapping
from dataclasses import dataclass, replace

from governance.engine.judging import (
    bind_between,
    bind_equals,
    bind_equals_field,
    bind_measured,
    bind_one_of,
    bind_presence,
    bind_texts,
    negated,
)
from governance.engine.operands import Bind, Operand
from governance.engine.reading import Place


@dataclass(frozen=True, slots=True)
class Operator:
    """A name, a way to judge, and the phrases for yes and no.

    Phrases may use {name}, {actual}, {expected}, {other}, and {measured}: the value,
    with its name before it where it does not speak for itself.
    """

    name: str
    bind: Bind
    holds: str
    fails: str


def _opposite(name: str, of: Operator) -> Operator:
    """Make the operator that holds exactly where `of` fails; unknown stays unknown."""

    def bind(raw: object, *, place: Place) -> Operand:
        operand = of.bind(raw, place=place)
        return replace(operand, judge=negated(operand.judge))

    return Operator(name, bind, holds=of.fails, fails=of.holds)


_IS = "{name} is {actual}"
_EQUALS = Operator("equals", bind_equals, _IS, _IS + ", not {expected}")
_ONE_OF = Operator("one_of", bind_one_of, _IS, _IS + ", not {expected}")
_IS_PRESENT = Operator(
    "is_present", bind_presence, "{name} is present", "{name} is missing"
)
_EQUALS_FIELD = Operator(
    # The values stay out of the sentence: an agent reads it, and one of them may be
    # a fact that the agent is being checked against.
    "equals_field",
    bind_equals_field,
    "{name} is the same as {other}",
    "{name} differs from {other}",
)
_AT_MOST = Operator(
    "at_most",
    bind_measured(operator.le),
    "{measured} is at most {expected}",
    "{measured} is over {expected}",
)
_AT_LEAST = Operator(
    "at_least",
    bind_measured(operator.ge),
    "{measured} is at least {expected}",
    "{measured} is under {expected}",
)
_BETWEEN = Operator(
    "between",
    bind_between,
    "{measured} is between {expected}",
    "{measured} is not between {expected}",
)
_STARTS_WITH = Operator(
    "starts_with",
    bind_texts(str.startswith),
    "{name} {actual} starts with {expected}",
    "{name} {actual} does not start with {expected}",
)
_CONTAINS = Operator(
    "contains",
    bind_texts(operator.contains),
    "{name} {actual} contains {expected}",
    "{name} {actual} does not contain {expected}",
)

OPERATORS: Mapping[str, Operator] = {
    entry.name: entry
    for entry in (
        _EQUALS,
        _opposite("not_equals", _EQUALS),
        _ONE_OF,
        _opposite("not_one_of", _ONE_OF),
        _AT_MOST,
        _opposite("more_than", _AT_MOST),
        _AT_LEAST,
        _opposite("less_than", _AT_LEAST),
        _BETWEEN,
        _IS_PRESENT,
        _opposite("is_missing", _IS_PRESENT),
        _EQUALS_FIELD,
        _opposite("not_equals_field", _EQUALS_FIELD),
        _STARTS_WITH,
        _CONTAINS,
    )
}
