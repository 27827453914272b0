"""The boundary of a company that pays its suppliers' invoices."""

from typing import Any

import pytest

from tests.governance.engine.building import FOUR_EYES, Json, decide, eur, leaf, rule

APPROVED = leaf("facts.supplier.status", "equals", "approved")
ON_RECORD = leaf("parameters.account", "equals_field", "facts.supplier.account")
EUROS = leaf("parameters.amount.currency", "equals", "EUR")
SMALL = leaf("parameters.amount", "at_most", eur("500.00"))


def ceiling(number: int, currency: str, amount: str) -> Json:
    most = {"amount": amount, "currency": currency}
    return rule(
        f"ceiling-{currency.lower()}",
        number,
        "deny",
        conditions={
            "all": [
                leaf("parameters.amount.currency", "equals", currency),
                leaf("parameters.amount", "more_than", most),
            ]
        },
    )


RULES = [
    rule("alone", 1, "allow", conditions={"all": [APPROVED, ON_RECORD, SMALL]}),
    rule(
        "large",
        2,
        "checkpoint",
        conditions={
            "all": [EUROS, leaf("parameters.amount", "more_than", eur("500.00"))]
        },
    ),
    rule(
        "unknown-supplier",
        3,
        "checkpoint",
        conditions={"not": {"all": [APPROVED, ON_RECORD]}},
        obligation=FOUR_EYES,
    ),
    rule("foreign", 4, "checkpoint", conditions={"not": EUROS}, obligation=FOUR_EYES),
    ceiling(5, "EUR", "25000.00"),
    ceiling(6, "GBP", "20000.00"),
    rule(
        "once",
        7,
        "deny",
        limit={
            "count": 1,
            "per": ["parameters.supplier_id", "parameters.invoice"],
            "window": "ever",
        },
    ),
    rule(
        "daily",
        8,
        "checkpoint",
        limit={
            "sum": "parameters.amount",
            "at_most": eur("20000.00"),
            "per": [],
            "window": "day",
        },
    ),
]
RECORD = {"status": "approved", "account": "NO9386011117947"}


@pytest.mark.parametrize(
    ("amount", "currency", "supplier", "effect", "keys"),
    [
        ("480.00", "EUR", RECORD, "allow", ["alone"]),
        ("500.00", "EUR", RECORD, "allow", ["alone"]),
        ("500.01", "EUR", RECORD, "checkpoint", ["large"]),
        ("480.00", "EUR", None, "checkpoint", ["unknown-supplier"]),
        (
            "480.00",
            "EUR",
            {**RECORD, "status": "blocked"},
            "checkpoint",
            ["unknown-supplier"],
        ),
        (
            "740.00",
            "EUR",
            {**RECORD, "account": "LT12"},
            "checkpoint",
            ["large", "unknown-supplier"],
        ),
        # The daily limit cannot be checked in another currency, so it applies.
        ("480.00", "GBP", RECORD, "checkpoint", ["foreign", "daily"]),
        ("25000.00", "EUR", RECORD, "checkpoint", ["large"]),
        ("25000.01", "EUR", RECORD, "deny", ["ceiling-eur"]),
        ("20000.01", "GBP", None, "deny", ["ceiling-gbp"]),
    ],
)
def test_a_payment_is_decided(
    amount: Any, currency: Any, supplier: Any, effect: str, keys: list[str]
) -> None:
    parameters = {
        "invoice": "INV-7",
        "supplier_id": "DE-4711",
        "account": "NO9386011117947",
        "amount": {"amount": amount, "currency": currency},
    }

    verdict = decide(*RULES, parameters=parameters, facts={"supplier": supplier})

    assert verdict.effect == effect
    assert [hit.key for hit in verdict.hits] == keys
    checked = ["daily", "once"] if currency == "EUR" else ["once"]
    demanded = [demand.rule_key for demand in verdict.limits]
    assert demanded == (checked if effect != "deny" else [])


def test_without_an_invoice_number_nothing_is_paid() -> None:
    parameters = {
        "supplier_id": "DE-4711",
        "account": "NO9386011117947",
        "amount": eur("480.00"),
    }

    verdict = decide(*RULES, parameters=parameters, facts={"supplier": RECORD})

    assert verdict.explanation == (
        "Refused: rule 7 “Once” could not be checked, so it applies: invoice is"
        " missing."
    )
