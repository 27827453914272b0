from typing import Any

import pytest

from governance.engine.effects import Effect
from tests.governance.engine.building import decide, eur, leaf, rule

POUNDS = {"amount": "1.00", "currency": "GBP"}
ALWAYS = rule("always", 1, "allow")


@pytest.mark.parametrize(
    ("op", "value"),
    [
        ("at_most", eur("500.00")),
        ("less_than", eur("500.00")),
        ("at_least", eur("0.00")),
        ("more_than", eur("0.00")),
        ("between", [eur("0.00"), eur("500.00")]),
        ("equals", eur("1.00")),
        ("not_equals", eur("1.00")),
        ("equals_field", "facts.order.amount"),
        ("not_equals_field", "facts.order.amount"),
    ],
)
def test_another_currency_cannot_be_compared(op: str, value: Any) -> None:
    condition = leaf("parameters.amount", op, value)
    values = {
        "parameters": {"amount": POUNDS},
        "facts": {"order": {"amount": eur("1.00")}},
    }

    assert decide(rule("a", 1, "allow", conditions=condition), **values).hits == ()
    verdict = decide(ALWAYS, rule("d", 2, "deny", conditions=condition), **values)
    assert verdict.effect is Effect.DENY
    assert verdict.hits[0].findings[0].truth is None


def test_the_finding_names_both_amounts() -> None:
    verdict = decide(
        rule(
            "a",
            1,
            "allow",
            conditions=leaf("parameters.amount", "at_most", eur("5.00")),
        ),
        parameters={"amount": POUNDS},
    )

    finding = verdict.near_misses[0].finding
    assert finding.text == "1.00 GBP cannot be compared with 5.00 EUR"
    assert finding.actual == POUNDS


def test_the_currency_itself_can_be_asked_for() -> None:
    foreign = leaf("parameters.amount.currency", "not_equals", "EUR")
    ask = rule("foreign", 2, "checkpoint", conditions=foreign)

    assert decide(ALWAYS, ask, parameters={"amount": POUNDS}).effect == "checkpoint"
    assert decide(ALWAYS, ask, parameters={"amount": eur("1.00")}).effect == "allow"


def test_a_ceiling_per_currency_leaves_other_currencies_alone() -> None:
    ceiling = {
        "all": [
            leaf("parameters.amount.currency", "equals", "EUR"),
            leaf("parameters.amount", "more_than", eur("25000.00")),
        ]
    }
    deny = rule("ceiling", 2, "deny", conditions=ceiling)

    assert decide(ALWAYS, deny, parameters={"amount": POUNDS}).effect == "allow"
    assert decide(ALWAYS, deny, parameters={"amount": eur("25000.01")}).effect == "deny"
