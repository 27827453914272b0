"""A rule's conditions and limit, as the rest of a sentence."""

from typing import Any

import pytest

from governance.engine.clauses import clause_of
from governance.engine.document import read_document
from tests.governance.engine.building import document, eur, leaf, rule

EUR = leaf("parameters.amount.currency", "equals", "EUR")
OVER = leaf("parameters.amount", "more_than", eur("500.00"))
APPROVED = leaf("facts.supplier.status", "equals", "approved")
ON_RECORD = leaf("parameters.account", "equals_field", "facts.supplier.account")
IS_APPROVED = "the supplier status is approved"
IS_OVER = "the amount is over 500.00 EUR"
BOTH = f"{IS_APPROVED} and the account is the same as the supplier account"
COUNTED = {"count": 3, "per": ["parameters.supplier_id"], "window": "day"}


def clause(effect: str = "allow", **members: Any) -> str:
    """Return the clause of a rule with these members."""
    return clause_of(read_document(document(rule("one", 1, effect, **members)))[0])


def asks(kind: str, **members: Any) -> str:
    """Return the clause of a rule that puts something before a person."""
    quorum = members.pop("quorum", 1)
    obligation = {"group": "Finance", "kind": kind, "quorum": quorum, "minutes": 60}
    return clause("checkpoint", obligation=obligation, **members)


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        (None, "always"),
        (APPROVED, f"when {IS_APPROVED}"),
        ({"all": [APPROVED, ON_RECORD]}, f"when {BOTH}"),
        ({"not": EUR}, "unless the currency is EUR"),
        ({"not": {"all": [APPROVED, ON_RECORD]}}, f"unless {BOTH}"),
        (
            {"any": [APPROVED, EUR, OVER]},
            f"when {IS_APPROVED}, the currency is EUR or {IS_OVER}",
        ),
        (
            {"any": [{"all": [APPROVED, ON_RECORD]}, OVER]},
            f"when {BOTH}, or {IS_OVER}",
        ),
    ],
)
def test_conditions_read_as_one_says_them(
    conditions: dict[str, Any] | None, told: str
) -> None:
    assert clause(conditions=conditions) == told


def test_a_currency_that_the_amount_names_goes_without_saying() -> None:
    assert clause(conditions={"all": [EUR, OVER]}) == (
        "when the amount is over 500.00 EUR"
    )


def test_a_currency_that_the_amount_does_not_name_is_said() -> None:
    pounds = {**EUR, "value": "GBP"}

    assert clause(conditions={"all": [pounds, OVER]}) == (
        "when the currency is GBP and the amount is over 500.00 EUR"
    )


def test_who_is_asked_comes_first() -> None:
    assert asks("confirm") == "one person of Finance, always"
    assert asks("confirm", conditions=OVER) == (
        "one person of Finance, when the amount is over 500.00 EUR"
    )
    assert asks("four_eyes", conditions={"not": EUR}) == (
        "somebody of Finance who does not own the agent, unless the currency is EUR"
    )
    assert asks("confirm", quorum=2) == "2 different people of Finance, always"
    assert asks("four_eyes", quorum=2) == (
        "2 different people of Finance who do not own the agent, always"
    )


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        (COUNTED, "more than 3 per supplier id a day"),
        ({**COUNTED, "window": "ever", "per": []}, "more than 3"),
        (
            {**COUNTED, "window": {"hours": 24}},
            "more than 3 per supplier id in any 24 hours",
        ),
        (
            {
                "sum": "parameters.weight",
                "at_most": "12.5",
                "per": [],
                "window": {"hours": 1},
            },
            "more than 12.5 of the weight in any hour",
        ),
        (
            {
                "sum": "parameters.amount",
                "at_most": eur("25000.00"),
                "per": ["agent.name", "parameters.supplier_id"],
                "window": "month",
            },
            (
                "more than 25,000.00 EUR of the amount per agent name and supplier id "
                "a month"
            ),
        ),
    ],
)
def test_a_limit_says_how_much_is_too_much(limit: dict[str, Any], told: str) -> None:
    assert clause("deny", limit=limit) == told
    beyond = told.replace("more than", "beyond")
    assert asks("confirm", limit=limit) == f"one person of Finance, {beyond}"
    assert clause("deny", limit=limit, conditions=APPROVED) == (
        f"{told}, when the supplier status is approved"
    )


@pytest.mark.parametrize(
    "conditions",
    [
        {"any": [APPROVED] * 9},
        {"all": [APPROVED] * 9},
    ],
)
def test_what_is_long_is_left_to_the_rules_own_words(
    conditions: dict[str, Any],
) -> None:
    assert clause(conditions=conditions) == ""


def test_characters_that_nobody_sees_are_spelled_out() -> None:
    obligation = {
        "group": "Fin\u202eance",
        "kind": "confirm",
        "quorum": 1,
        "minutes": 60,
    }

    told = clause("checkpoint", obligation=obligation)

    assert told == "one person of Fin\\u202eance, always"
