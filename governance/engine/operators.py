"""The closed list of operators that a condition may use.

A new one is one more row. No operator loops over anything that a rule or an agent
could make large, and none takes a regular expression.
"""

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from governance.engine.contents import (
    bind_domains,
    bind_presence,
    bind_sets,
    bind_texts,
)
from governance.engine.equality import bind_equals, bind_equals_field, bind_one_of
from governance.engine.moments import (
    bind_age,
    bind_due,
    bind_hours,
    bind_moment,
    bind_moment_field,
)
from governance.engine.operands import Bind, Judge, Operand
from governance.engine.phrasing import (
    IDENTITY,
    PRESENCE,
    Phrases,
    of_fields,
    of_sizes,
    of_values,
)
from governance.engine.reading import Place
from governance.engine.sizes import bind_between, bind_measured, bind_measured_field
from governance.engine.values import Seen, Truth, Value

Kind = Literal["text", "number", "money", "flag", "list", "moment"]
Takes = Literal[
    "nothing",
    "constant",
    "size",
    "range",
    "options",
    "text",
    "domains",
    "field",
    "moment",
    "span",
    "hours",
]
_ANY: frozenset[Kind] = frozenset({"text", "number", "money", "flag", "list", "moment"})
_SCALARS = _ANY - {"list"}
_NAMED: frozenset[Kind] = frozenset({"text", "number"})
_SIZES: frozenset[Kind] = frozenset({"number", "money"})
# A date is written as text, and may be looked at as such.
_TEXTS: frozenset[Kind] = frozenset({"text", "moment"})
_MOMENTS: frozenset[Kind] = frozenset({"moment"})


@dataclass(frozen=True, slots=True)
class Operator:
    """A name, a way to judge, which kinds of value it can judge, and its phrases.

    `takes` is the kind of right side, for whoever builds a form; `as_sets` says that
    whole lists are compared.
    """

    name: str
    bind: Bind
    takes: Takes
    kinds: frozenset[Kind]
    says: Phrases
    as_sets: bool = False


# Each with the name of its opposite, which holds exactly where it fails.
_PAIRS: tuple[tuple[Operator, str], ...] = (
    (Operator("equals", bind_equals, "constant", _SCALARS, IDENTITY), "not_equals"),
    (Operator("one_of", bind_one_of, "options", _NAMED, IDENTITY), "not_one_of"),
    (
        Operator(
            "at_most",
            bind_measured(operator.le),
            "size",
            _SIZES,
            of_sizes("is at most", "is over"),
        ),
        "more_than",
    ),
    (
        Operator(
            "at_least",
            bind_measured(operator.ge),
            "size",
            _SIZES,
            of_sizes("is at least", "is under"),
        ),
        "less_than",
    ),
    (
        Operator(
            "between",
            bind_between,
            "range",
            _SIZES,
            of_sizes("is between", "is not between"),
        ),
        "not_between",
    ),
    (Operator("is_present", bind_presence, "nothing", _ANY, PRESENCE), "is_missing"),
    (
        Operator(
            "equals_field",
            bind_equals_field,
            "field",
            _SCALARS,
            of_fields("is the same as", "differs from"),
        ),
        "not_equals_field",
    ),
    (
        Operator(
            "at_most_field",
            bind_measured_field(operator.le),
            "field",
            _SIZES,
            of_fields("is at most", "is over"),
        ),
        "more_than_field",
    ),
    (
        Operator(
            "starts_with",
            bind_texts(str.startswith),
            "text",
            _TEXTS,
            of_values("starts with", "does not start with"),
        ),
        "not_starts_with",
    ),
    (
        Operator(
            "ends_with",
            bind_texts(str.endswith),
            "text",
            _TEXTS,
            of_values("ends with", "does not end with"),
        ),
        "not_ends_with",
    ),
    (
        Operator(
            "contains",
            bind_texts(operator.contains),
            "text",
            _TEXTS,
            of_values("contains", "does not contain"),
        ),
        "not_contains",
    ),
    (
        Operator(
            "domain_one_of",
            bind_domains(under=False),
            "domains",
            _TEXTS,
            of_values("is at", "is not at"),
        ),
        "not_domain_one_of",
    ),
    (
        Operator(
            "domain_under",
            bind_domains(under=True),
            "domains",
            _TEXTS,
            of_values("is at or below", "is not at or below"),
        ),
        "not_domain_under",
    ),
    (
        Operator(
            "among_field",
            bind_sets(frozenset.issubset),
            "field",
            _ANY,
            of_fields("is all among", "is not all among"),
            as_sets=True,
        ),
        "not_among_field",
    ),
    (
        Operator(
            "apart_from_field",
            bind_sets(frozenset.isdisjoint),
            "field",
            _ANY,
            of_fields("has nothing in common with", "has something in common with"),
            as_sets=True,
        ),
        "not_apart_from_field",
    ),
    (
        Operator(
            "before",
            bind_moment(operator.lt),
            "moment",
            _MOMENTS,
            of_values("is before", "is not before"),
        ),
        "not_before",
    ),
    (
        Operator(
            "after",
            bind_moment(operator.gt),
            "moment",
            _MOMENTS,
            of_values("is after", "is not after"),
        ),
        "not_after",
    ),
    (
        Operator(
            "before_field",
            bind_moment_field(operator.lt),
            "field",
            _MOMENTS,
            of_fields("is before", "is not before"),
        ),
        "not_before_field",
    ),
    (
        Operator(
            "age_at_most",
            bind_age,
            "span",
            _MOMENTS,
            of_values("is no longer ago than", "is longer ago than"),
        ),
        "age_more_than",
    ),
    (
        Operator(
            "due_within",
            bind_due,
            "span",
            _MOMENTS,
            of_values("is no further ahead than", "is further ahead than"),
        ),
        "due_beyond",
    ),
    (
        Operator(
            "in_hours",
            bind_hours,
            "hours",
            _MOMENTS,
            of_values("is within", "is outside"),
        ),
        "not_in_hours",
    ),
)


def _both() -> Iterator[Operator]:
    for one, name in _PAIRS:
        yield one
        yield _opposite(name, one)


def _opposite(name: str, of: Operator) -> Operator:
    """Make the operator that holds exactly where `of` fails; unknown stays unknown."""

    def bind(raw: object, *, place: Place) -> Operand:
        operand = of.bind(raw, place=place)
        return replace(operand, judge=_negated(operand.judge))

    return replace(of, name=name, bind=bind, says=of.says.opposite())


def _negated(judge: Judge) -> Judge:
    def opposite(value: Value | None, seen: Seen) -> Truth:
        truth = judge(value, seen)
        return None if truth is None else not truth

    return opposite


OPERATORS: Mapping[str, Operator] = {entry.name: entry for entry in _both()}
