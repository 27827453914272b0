from typing import Any

import pytest

from governance.engine.effects import Effect
from governance.engine.operators import OPERATORS
from tests.governance.engine.building import decide, eur, leaf, rule

CASES = [
    ("equals", "approved", "Approved ", "blocked"),
    ("equals", "straße", "STRASSE", "strass"),
    ("equals", "ACME", "\uff21\uff23\uff2d\uff25\u00a0", "acm"),
    ("equals", 3, 3, 4),
    ("equals", 3, 3.0, 3.5),
    ("equals", True, True, False),
    ("equals", eur("5.00"), eur("5"), eur("5.01")),
    ("not_equals", "approved", "blocked", "APPROVED"),
    ("one_of", ["EUR", "NOK"], "nok", "SEK"),
    ("one_of", [1, 2], 2, 3),
    ("not_one_of", ["EUR", "NOK"], "SEK", "eur"),
    ("at_most", eur("500.00"), eur("500"), eur("500.01")),
    ("at_most", 10, 10, 11),
    ("at_most", "0.1", 0.1, 0.30000000000000004),
    ("at_most", "12.50", 12.5, 12.51),
    ("less_than", eur("500.00"), eur("499.9999"), eur("500.00")),
    ("at_least", eur("500.00"), eur("500.00"), eur("499.99")),
    ("more_than", eur("500.00"), eur("500.01"), eur("500.00")),
    ("more_than", -1, 0, -1),
    ("between", [eur("1.00"), eur("5.00")], eur("5.00"), eur("5.01")),
    ("between", [1, "2.5"], 1, 0),
    ("starts_with", "no93", "NO9386011117947", "DE-NO93"),
    ("contains", "Freight", "Baltic freight OÜ", "Nordlicht GmbH"),
]


@pytest.mark.parametrize(("op", "value", "holding", "failing"), CASES)
def test_an_operator_holds_and_fails(
    op: str, value: Any, holding: object, failing: object
) -> None:
    allow = rule("a", 1, "allow", conditions=leaf("parameters.x", op, value))

    assert decide(allow, parameters={"x": holding}).effect is Effect.ALLOW
    missed = decide(allow, parameters={"x": failing})
    assert missed.effect is Effect.DENY
    # It failed; it was not merely unknown.
    assert missed.near_misses[0].finding.truth is False


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("DE89 3704", "de89 3704", True),
        ("DE89", "LT12", False),
        (3, 3.0, True),
        (True, False, False),
        (eur("5.0"), eur("5.00"), True),
        (eur("5.0"), eur("5.01"), False),
    ],
)
def test_two_fields_are_the_same_or_differ(one: Any, two: Any, same: bool) -> None:
    values = {"parameters": {"x": one}, "facts": {"x": two}}
    for op, expected in (("equals_field", same), ("not_equals_field", not same)):
        allow = rule("a", 1, "allow", conditions=leaf("parameters.x", op, "facts.x"))
        assert (decide(allow, **values).effect is Effect.ALLOW) is expected


@pytest.mark.parametrize(
    ("op", "value", "wrong"),
    [
        ("equals", "3", 3),
        ("one_of", ["3"], 3),
        ("at_most", 3, "3"),
        ("starts_with", "3", 3),
        ("contains", "urgent", ["urgent"]),
    ],
)
def test_a_value_of_another_kind_is_unknown(op: str, value: Any, wrong: object) -> None:
    allow = rule("a", 1, "allow", conditions=leaf("parameters.x", op, value))

    missed = decide(allow, parameters={"x": wrong})

    assert missed.near_misses[0].finding.truth is None


def test_a_null_value_is_as_good_as_none_for_presence() -> None:
    allow = rule("a", 1, "allow", conditions=leaf("parameters.x", "is_present", None))

    assert decide(allow, parameters={"x": 1}).effect is Effect.ALLOW


def test_the_list_of_operators_is_closed() -> None:
    assert sorted(OPERATORS) == [
        "after",
        "age_at_most",
        "age_more_than",
        "among_field",
        "apart_from_field",
        "at_least",
        "at_most",
        "at_most_field",
        "before",
        "before_field",
        "between",
        "contains",
        "domain_one_of",
        "domain_under",
        "due_beyond",
        "due_within",
        "ends_with",
        "equals",
        "equals_field",
        "in_hours",
        "is_missing",
        "is_present",
        "less_than",
        "more_than",
        "more_than_field",
        "not_after",
        "not_among_field",
        "not_apart_from_field",
        "not_before",
        "not_before_field",
        "not_between",
        "not_contains",
        "not_domain_one_of",
        "not_domain_under",
        "not_ends_with",
        "not_equals",
        "not_equals_field",
        "not_in_hours",
        "not_one_of",
        "not_starts_with",
        "one_of",
        "starts_with",
    ]
