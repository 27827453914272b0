"""Every tree of conditions is a sentence that reads one way only."""

from typing import Any

import pytest

from governance.engine.document import read_document
from governance.engine.saying import said_conditions
from tests.governance.engine.building import document, eur, leaf, rule

OVER = leaf("parameters.amount", "more_than", eur("500.00"))
EUROS = leaf("parameters.amount.currency", "equals", "EUR")
APPROVED = leaf("facts.supplier.status", "equals", "approved")
MATCHED = {
    "history": {
        "count": "invoice.match",
        "outcome": "succeeded",
        "per": [],
        "hours": None,
    },
    "op": "at_least",
    "value": 1,
}
PAID = {
    "history": {
        "count": "payment.send",
        "outcome": "happened",
        "per": ["agent.id", "parameters.supplier_id"],
        "hours": 48,
        "sum": "parameters.amount",
        "currency": "EUR",
    },
    "op": "at_most",
    "value": eur("900.00"),
}
INSIDE = {"field": "item", "op": "domain_one_of", "value": ["acme.example"]}
LARGE = {"field": "item.quantity", "op": "more_than", "value": 3}


@pytest.mark.parametrize(
    ("tree", "told"),
    [
        (
            {"all": [EUROS, OVER]},
            "the amount is over 500.00 EUR",
        ),
        (
            {"all": [APPROVED, {"any": [EUROS, OVER]}]},
            (
                "the supplier status is approved and "
                "(the currency is EUR or the amount is over 500.00 EUR)"
            ),
        ),
        (
            {"any": [{"all": [APPROVED, EUROS]}, OVER]},
            (
                "the supplier status is approved and the currency is EUR, "
                "or the amount is over 500.00 EUR"
            ),
        ),
        ({"not": APPROVED}, "the supplier status is not approved"),
        (
            {"not": {"all": [APPROVED, OVER]}},
            "not (the supplier status is approved and the amount is over 500.00 EUR)",
        ),
        (
            {"every": "parameters.to", "that": INSIDE},
            "for every item of the to, the item is at acme.example",
        ),
        (
            {"all": [APPROVED, {"some": "parameters.lines", "that": LARGE}]},
            (
                "the supplier status is approved and "
                "(for some item of the lines, the quantity is over 3)"
            ),
        ),
        (
            {"count": {"of": "parameters.lines", "that": None}, "op": "at_most",
             "value": 3},
            "the number of lines is at most 3",
        ),
        (
            {"count": {"of": "parameters.lines", "that": LARGE}, "op": "at_most",
             "value": 1},
            "the number of lines for which the quantity is over 3 is at most 1",
        ),
        (MATCHED, "there was an earlier invoice.match that succeeded in this run"),
        (
            {"not": MATCHED},
            "there was no earlier invoice.match that succeeded in this run",
        ),
        (
            {**MATCHED, "op": "at_most", "value": 0},
            "there was no earlier invoice.match that succeeded in this run",
        ),
        (
            PAID,
            (
                "the sum of amount of earlier payment.send that may have happened with "
                "this agent and supplier id in the last 2 days is at most 900.00 EUR"
            ),
        ),
        (
            leaf("time.now", "in_hours",
                 {"days": ["fri", "mon"], "from": "08:00", "until": "17:30"}),
            "the time is within Mon and Fri from 08:00 until 17:30",
        ),
        (
            leaf("facts.order.created_at", "age_at_most", {"hours": 24}),
            "the order created at is no longer ago than 24 hours",
        ),
        (
            leaf("parameters.tags", "among_field", "facts.contract.tags"),
            "the tags is all among the contract tags",
        ),
    ],
)  # fmt: skip
def test_a_tree_is_said(tree: dict[str, Any], told: str) -> None:
    (read,) = read_document(document(rule("one", 1, "allow", conditions=tree)))

    assert read.conditions is not None
    assert said_conditions(read.conditions) == told
