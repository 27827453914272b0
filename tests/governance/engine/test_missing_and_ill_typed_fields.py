from typing import Any

import pytest

from governance.engine.effects import Effect
from tests.governance.engine.building import decide, eur, leaf, rule

ALWAYS = rule("always", 1, "allow")
UNUSABLE_AMOUNTS: list[object] = [
    None,
    740,
    740.0,
    "740.00",
    True,
    [],
    {"amount": 740, "currency": "EUR"},
    {"amount": 7.4, "currency": "EUR"},
    {"amount": "740.00"},
    {"amount": "740.00", "currency": "eur"},
    {"amount": "740.00", "currency": "EUR", "note": "extra"},
]


@pytest.mark.parametrize("amount", UNUSABLE_AMOUNTS)
def test_where_the_amount_is_no_money_deny_and_checkpoint_apply_and_allow_does_not(
    amount: Any,
) -> None:
    small = leaf("parameters.amount", "at_most", eur("500.00"))
    large = leaf("parameters.amount", "more_than", eur("500.00"))
    values = {"parameters": {"amount": amount}}

    assert decide(rule("a", 2, "allow", conditions=small), **values).hits == ()
    for effect in ("checkpoint", "deny"):
        verdict = decide(ALWAYS, rule("s", 2, effect, conditions=large), **values)
        assert verdict.effect == effect
        assert verdict.hits[0].unchecked
        assert verdict.hits[0].findings[0].truth is None


def test_a_field_that_is_absent_is_missing() -> None:
    verdict = decide(
        ALWAYS,
        rule("s", 2, "deny", conditions=leaf("parameters.amount", "at_most", 5)),
        parameters={},
    )

    assert verdict.hits[0].findings[0].text == "amount is missing"


def test_a_root_that_is_absent_is_missing() -> None:
    known = leaf("facts.supplier.status", "equals", "approved")

    assert decide(rule("a", 1, "allow", conditions=known)).effect is Effect.DENY


@pytest.mark.parametrize("supplier", ["approved", 3, ["status"], None, True])
def test_a_path_through_something_that_is_no_object_is_missing(supplier: Any) -> None:
    known = leaf("facts.supplier.status", "equals", "approved")
    verdict = decide(
        ALWAYS,
        rule("d", 2, "deny", conditions=known),
        facts={"supplier": supplier},
    )

    assert verdict.hits[0].findings[0].text == "supplier status is missing"


@pytest.mark.parametrize("blank", [None, "", "   ", "\u3000\t"])
def test_null_and_blank_text_are_missing(blank: object) -> None:
    given = leaf("parameters.order", "is_present")
    absent = leaf("parameters.order", "is_missing")
    values = {"parameters": {"order": blank}}

    assert decide(rule("a", 1, "allow", conditions=given), **values).hits == ()
    assert decide(rule("a", 1, "allow", conditions=absent), **values).hits != ()


def test_two_blank_fields_are_not_the_same_account() -> None:
    same = leaf("parameters.account", "equals_field", "facts.supplier.account")
    verdict = decide(
        rule("a", 1, "allow", conditions=same),
        parameters={"account": ""},
        facts={"supplier": {"account": ""}},
    )

    assert verdict.effect is Effect.DENY


def test_presence_is_never_unknown() -> None:
    given = leaf("facts.supplier", "is_present")
    deny = rule("d", 2, "deny", conditions=given)

    assert decide(ALWAYS, deny, facts={}).effect is Effect.ALLOW
    assert decide(ALWAYS, deny, facts={"supplier": {}}).effect is Effect.DENY


@pytest.mark.parametrize("flag", [True, False])
def test_yes_and_no_are_not_numbers(flag: bool) -> None:
    positive = leaf("parameters.n", "at_least", 0)

    verdict = decide(rule("a", 1, "allow", conditions=positive), parameters={"n": flag})

    assert verdict.effect is Effect.DENY
    assert verdict.near_misses[0].finding.text == "n is not a number"


@pytest.mark.parametrize(
    "absurd", [float("nan"), float("inf"), 10**50, 1e300, "12", [1]]
)
def test_absurd_numbers_are_unknown(absurd: object) -> None:
    small = leaf("parameters.n", "at_least", 0)

    assert (
        decide(rule("a", 1, "allow", conditions=small), parameters={"n": absurd}).effect
        is Effect.DENY
    )


@pytest.mark.parametrize(
    ("one", "two"), [("7", 7), (True, 1), ([], []), ({}, {}), (eur("1.00"), "1.00 EUR")]
)
def test_fields_of_different_kinds_are_neither_the_same_nor_different(
    one: Any, two: Any
) -> None:
    values = {"parameters": {"one": one, "two": two}}
    for op in ("equals_field", "not_equals_field"):
        compared = leaf("parameters.one", op, "parameters.two")
        assert decide(rule("a", 1, "allow", conditions=compared), **values).hits == ()
        assert (
            decide(ALWAYS, rule("d", 2, "deny", conditions=compared), **values)
            .hits[0]
            .unchecked
        )


def test_a_rule_whose_other_conditions_fail_is_not_applied_for_what_is_unknown() -> (
    None
):
    tree = {
        "all": [
            leaf("parameters.absent", "equals", "x"),
            leaf("parameters.kind", "equals", "refund"),
        ]
    }
    verdict = decide(
        ALWAYS,
        rule("d", 2, "deny", conditions=tree),
        parameters={"kind": "invoice"},
    )

    assert verdict.effect is Effect.ALLOW
