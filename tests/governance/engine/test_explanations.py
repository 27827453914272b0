"""Golden sentences: a change here is a change to what people read."""

from typing import Any

import pytest

from tests.governance.engine.building import FOUR_EYES, Json, decide, eur, leaf, rule

SMALL = leaf("parameters.amount", "at_most", eur("500.00"))
LARGE = leaf("parameters.amount", "more_than", eur("500.00"))
APPROVED = leaf("facts.supplier.status", "equals", "approved")
SAME_ACCOUNT = leaf("parameters.account", "equals_field", "facts.supplier.account")
ALONE = rule(
    "alone",
    1,
    "allow",
    title="Small payments to approved suppliers",
    conditions={"all": [SMALL, APPROVED]},
)
ASK = rule("ask", 2, "checkpoint", title="Payments over 500", conditions=LARGE)
OTHER_ACCOUNT = rule(
    "account",
    3,
    "checkpoint",
    title="An account that is not on record",
    conditions={"not": SAME_ACCOUNT},
    obligation=FOUR_EYES,
)
CEILING = rule(
    "ceiling",
    4,
    "deny",
    title="Ceiling",
    conditions=leaf("parameters.amount", "more_than", eur("25000.00")),
)


def asked(
    amount: str = "480.00",
    status: str = "approved",
    account: str = "DE89",
    record: object = "DE89",
) -> Json:
    return {
        "parameters": {"amount": eur(amount), "account": account},
        "facts": {"supplier": {"status": status, "account": record}},
    }


def test_what_is_allowed_names_the_rule_and_what_it_saw() -> None:
    assert decide(ALONE, ASK, **asked()).explanation == (
        "Allowed: rule 1 “Small payments to approved suppliers”: 480.00 EUR is at most"
        " 500.00 EUR; supplier status is approved."
    )


def test_what_waits_names_who_is_needed() -> None:
    assert decide(ALONE, ASK, **asked("7400.00")).explanation == (
        "Needs a person of Finance: rule 2 “Payments over 500”: 7,400.00 EUR is over"
        " 500.00 EUR."
    )


def test_four_eyes_of_a_group_need_one_independent_person() -> None:
    values = asked("7400.00", account="LT12")

    assert decide(ASK, OTHER_ACCOUNT, **values).explanation == (
        "Needs an independent person of Finance: rule 2 “Payments over 500”:"
        " 7,400.00 EUR is over 500.00 EUR. Also rule 3 “An account that is not on"
        " record”: account differs from supplier account."
    )


def test_two_groups_are_both_named() -> None:
    legal = {"group": "Legal", "kind": "confirm", "quorum": 1, "minutes": 60}
    lawyer = rule("law", 5, "checkpoint", title="Contracts", obligation=legal)

    assert decide(OTHER_ACCOUNT, lawyer, **asked(account="LT12")).explanation == (
        "Needs an independent person of Finance and a person of Legal: rule 3 “An"
        " account that is not on record”: account differs from supplier account. Also"
        " rule 5 “Contracts”."
    )


def test_as_many_people_are_named_as_have_to_approve() -> None:
    two = {"group": "Legal", "kind": "confirm", "quorum": 2, "minutes": 60}
    ask = rule("law", 5, "checkpoint", title="Contracts", obligation=two)
    strict = rule(
        "both", 6, "checkpoint", obligation={**two, "kind": "four_eyes", "quorum": 3}
    )

    assert decide(ask, **asked()).explanation.startswith("Needs 2 people of Legal: ")
    told = decide(ask, strict, **asked()).explanation
    assert told.startswith("Needs 3 independent people of Legal: ")


def test_what_is_refused_names_the_rule() -> None:
    assert decide(ALONE, ASK, CEILING, **asked("30000.00")).explanation == (
        "Refused: rule 4 “Ceiling”: 30,000.00 EUR is over 25,000.00 EUR."
    )


def test_a_rule_without_conditions_needs_no_more_words() -> None:
    assert decide(rule("no", 9, "deny", title="No refunds")).explanation == (
        "Refused: rule 9 “No refunds”."
    )


def test_what_no_rule_allows_says_what_nearly_did() -> None:
    assert decide(ALONE, **asked("740.00")).explanation == (
        "Refused: no rule allows payment.send. Rule 1 would have, but 740.00 EUR is"
        " over 500.00 EUR."
    )


def test_without_near_misses_it_says_no_more() -> None:
    values = asked("740.00", status="blocked")

    assert decide(ALONE, **values).explanation == (
        "Refused: no rule allows payment.send."
    )


def test_a_near_miss_by_a_missing_field_says_so() -> None:
    values = {**asked(), "facts": {}}

    assert decide(ALONE, **values).explanation == (
        "Refused: no rule allows payment.send. Rule 1 would have, but supplier status"
        " is missing."
    )


def test_what_could_not_be_checked_applies_and_says_so() -> None:
    pounds = {"parameters": {"amount": {"amount": "30.00", "currency": "GBP"}}}

    assert decide(CEILING, **pounds).explanation == (
        "Refused: rule 4 “Ceiling” could not be checked, so it applies: 30.00 GBP"
        " cannot be compared with 25,000.00 EUR."
    )


def test_of_a_rule_that_could_not_be_checked_only_the_open_parts_are_said() -> None:
    both = rule("both", 5, "deny", conditions={"all": [SMALL, APPROVED]})
    verdict = decide(both, **{**asked(), "facts": {}})

    assert verdict.explanation == (
        "Refused: rule 5 “Both” could not be checked, so it applies: supplier status"
        " is missing."
    )
    assert len(verdict.hits[0].findings) == 2


@pytest.mark.parametrize(
    ("record", "text"),
    [
        (None, "supplier account is missing"),
        (["DE89"], "account cannot be compared with supplier account"),
    ],
)
def test_two_fields_that_cannot_be_compared_are_named(
    record: object, text: str
) -> None:
    verdict = decide(OTHER_ACCOUNT, **asked(record=record))

    assert verdict.hits[0].findings[0].text == text


def test_the_record_that_an_agent_is_checked_against_stays_out_of_the_sentence() -> (
    None
):
    verdict = decide(OTHER_ACCOUNT, **asked(account="LT12", record="DE89"))

    assert "DE89" not in verdict.explanation


def test_long_lists_are_cut() -> None:
    refusing = [
        rule(
            f"r{n}",
            n,
            "deny",
            title=f"R{n}",
            conditions={
                "all": [leaf("parameters.amount.currency", "equals", "EUR")] * 6
            },
        )
        for n in range(1, 6)
    ]
    four = "; ".join(["amount currency is EUR"] * 4).replace(
        "amount currency", "currency"
    )

    assert decide(*refusing, **asked()).explanation == (
        f"Refused: rule 1 “R1”: {four}; and 2 more. Also rule 2 “R2”: {four}; and 2"
        f" more. Also rule 3 “R3”: {four}; and 2 more. Also 2 more rules."
    )
    assert decide(*refusing[:4], **asked()).explanation.endswith("Also 1 more rule.")


@pytest.mark.parametrize(
    ("op", "value", "actual", "text"),
    [
        ("equals", "approved", "blocked", "n is blocked, not approved"),
        ("equals", "On hold", "blocked", "n is blocked, not “On hold”"),
        ("equals", True, False, "n is no, not yes"),
        ("equals", eur("5.00"), eur("6.00"), "n is 6.00 EUR, not 5.00 EUR"),
        ("equals", "x", None, "n is missing"),
        ("equals", "x", 3, "n is not text"),
        ("equals", 3, "x", "n is not a number"),
        ("equals", True, "x", "n is not yes or no"),
        ("not_equals", "blocked", "blocked", "n is blocked"),
        ("one_of", ["EUR", "NOK"], "GBP", "n is GBP, not EUR or NOK"),
        ("one_of", [1, 2, 3, 4, 5, 6, 7], 9, "n is 9, not 1, 2, 3, 4, 5 or 2 more"),
        ("not_one_of", ["GBP"], "GBP", "n is GBP"),
        ("at_most", 1000, 12345, "n 12,345 is over 1,000"),
        ("less_than", 10, 10, "n 10 is at least 10"),
        ("at_least", 10, 9.5, "n 9.5 is under 10"),
        ("more_than", 10, 10, "n 10 is at most 10"),
        ("between", [1, "2.50"], 3, "n 3 is not between 1 and 2.50"),
        ("at_most", eur("5.00"), eur("6.00"), "n 6.00 EUR is over 5.00 EUR"),
        ("at_most", 1, eur("6.00"), "n is not a number"),
        ("is_present", None, None, "n is missing"),
        ("is_missing", None, "x", "n is present"),
        ("starts_with", "NO", "DE89", "n DE89 does not start with NO"),
        (
            "contains",
            "GmbH",
            "Baltic Freight",
            "n “Baltic Freight” does not contain GmbH",
        ),
    ],
)
def test_each_operator_says_why_it_does_not_hold(
    op: str, value: Any, actual: object, text: str
) -> None:
    verdict = decide(
        rule("a", 1, "allow", conditions=leaf("parameters.n", op, value)),
        parameters={"n": actual},
    )

    assert verdict.near_misses[0].finding.text == text


@pytest.mark.parametrize(
    ("field", "spoken"),
    [
        ("parameters.supplier_id", "supplier id"),
        ("parameters.amount.currency", "currency"),
        ("resource.type", "resource type"),
        ("facts.supplier.status", "supplier status"),
        ("facts.order.supplier.bank_account", "supplier bank account"),
        ("facts.today", "today"),
        ("time.hour", "time hour"),
        ("agent.id", "agent"),
        ("agent.name", "agent name"),
        ("workflow.key", "workflow"),
    ],
)
def test_a_field_is_said_in_words(field: str, spoken: str) -> None:
    verdict = decide(rule("a", 1, "allow", conditions=leaf(field, "is_present")))

    assert verdict.near_misses[0].finding.text == f"{spoken} is missing"
