"""What is said about rules before they take effect, each with a concrete example."""

import json
import time

import pytest

from governance.engine.analysis import analyse, analyse_one
from governance.engine.document import read_document
from tests.governance.engine.analysing import analysis_of, catalogue, kinds, shows
from tests.governance.engine.building import (
    AGENT,
    FOUR_EYES,
    Json,
    document,
    eur,
    leaf,
    rule,
)

AMOUNT = "parameters.amount"
ALLOW = rule("allow", 9, "allow")
CHEAP = leaf(AMOUNT, "at_most", eur("500.00"))
DEAR = leaf(AMOUNT, "more_than", eur("900.00"))


@pytest.mark.parametrize(
    ("conditions", "why"),
    [
        (
            {"all": [CHEAP, DEAR]},
            "nothing is such that amount is at most 500.00 EUR and is over 900.00 EUR",
        ),
        (
            leaf("parameters.kind", "equals", "credit"),
            "in payment.send it is never so that kind is credit",
        ),
        (leaf("parameters.days", "more_than", 90), "days is over 90"),
        (leaf(AMOUNT, "is_missing"), "amount is missing"),
        (
            {
                "all": [
                    leaf("facts.supplier.status", "starts_with", "ab"),
                    leaf("facts.supplier.status", "starts_with", "b"),
                ]
            },
            "supplier status",
        ),
        (
            {
                "all": [
                    leaf("parameters.due", "before", "2026-03-01"),
                    leaf("parameters.due", "after", "2026-03-01"),
                ]
            },
            "due is before",
        ),
        (
            {
                "all": [
                    leaf("parameters.note", "equals_field", "facts.supplier.account"),
                    {
                        "not": leaf(
                            "parameters.note", "equals_field", "facts.supplier.account"
                        )
                    },
                ]
            },
            "note is the same as the supplier account and differs from",
        ),
        (
            {
                "all": [
                    leaf("parameters.note", "equals", "x"),
                    leaf("parameters.note", "equals", 1),
                ]
            },
            "note is x and is 1",
        ),
    ],
)
def test_an_allow_rule_that_nothing_can_meet_never_applies(
    conditions: Json, why: str
) -> None:
    rules = [rule("r", 1, "allow", conditions=conditions), ALLOW]

    (found,) = analysis_of(*rules).insights

    assert (found.kind, found.rule) == ("never_fires", "r")
    assert found.text.startswith("Rule 1 “R” never applies: ")
    assert why in found.text
    assert shows(found, rules)


def test_a_deny_rule_that_nothing_meets_applies_to_what_cannot_be_checked() -> None:
    rules = [rule("r", 1, "deny", conditions={"all": [CHEAP, DEAR]}), ALLOW]

    (found,) = analysis_of(*rules).insights

    assert found.kind == "only_unchecked"
    assert "It applies only where they cannot be checked." in found.text
    assert shows(found, rules)
    assert found.example is not None
    assert found.example.values["parameters"]["amount"]["currency"] == "GBP"


def test_a_deny_rule_against_the_schema_alone_never_applies() -> None:
    rules = [
        rule("r", 1, "deny", conditions=leaf("parameters.kind", "equals", "credit")),
        ALLOW,
    ]

    assert kinds(*rules) == [("never_fires", "r", "")]


def test_a_rule_for_no_workflow_never_applies() -> None:
    found = kinds(rule("r", 1, "deny", workflow="other"), ALLOW)

    assert found == [("never_fires", "r", "")]


@pytest.mark.parametrize("effect", ["allow", "deny"])
def test_a_rule_inside_another_of_the_same_effect_changes_nothing(effect: str) -> None:
    small = {"all": [CHEAP, leaf("parameters.kind", "equals", "invoice")]}
    rules = [
        rule("small", 1, effect, subject=AGENT, conditions=small),
        rule("wide", 2, effect, conditions=leaf(AMOUNT, "at_most", eur("700.00"))),
    ]

    found = [one for one in analysis_of(*rules).insights if one.kind != "uncovered"]

    assert [(one.kind, one.rule, one.other) for one in found] == [
        ("shadowed", "small", "wide")
    ]
    assert shows(found[0], rules)


@pytest.mark.parametrize(
    "changes",
    [
        {"conditions": leaf(AMOUNT, "at_most", eur("400.00"))},
        {"conditions": leaf("parameters.kind", "equals", "refund")},
        {"subject": AGENT},
        {"workflow": "supplier-*"},
        {"observe": True},
        {"limit": {"count": 1, "per": [], "window": "day"}},
    ],
)
def test_a_rule_that_reaches_further_is_not_idle(changes: Json) -> None:
    one = rule("one", 1, "deny", conditions=CHEAP)
    other = rule("other", 2, "deny", **{"conditions": CHEAP, **changes})

    assert ("shadowed", "one", "other") not in kinds(one, other, ALLOW)


def test_of_two_rules_that_say_the_same_the_later_one_is_idle() -> None:
    rules = [
        rule("one", 1, "deny", conditions=CHEAP),
        rule("two", 2, "deny", conditions={"not": {"not": CHEAP}}),
    ]

    assert kinds(*rules, ALLOW) == [("shadowed", "two", "one")]


def test_checkpoints_that_ask_different_people_are_both_of_use() -> None:
    one, two = (
        rule("one", 1, "checkpoint"),
        rule("two", 2, "checkpoint", obligation=FOUR_EYES),
    )

    assert kinds(one, two) == []


def test_an_allow_inside_a_deny_never_has_its_way() -> None:
    rules = [
        rule("allow", 1, "allow", conditions=CHEAP),
        rule("deny", 2, "deny", action="payment.*"),
    ]

    found = analysis_of(*rules).insights[0]

    assert (found.kind, found.rule, found.other) == ("overruled", "allow", "deny")
    assert (
        found.text
        == "Rule 1 “Allow” never has its way: rule 2 “Deny” denies all of it."
    )
    assert shows(found, rules)


def test_an_allow_inside_the_platforms_deny_never_has_its_way() -> None:
    guardrails = read_document(document(rule("never", 1, "deny")), guardrails=True)

    found = analysis_of(ALLOW, guardrails=guardrails).insights

    assert [(one.kind, one.other) for one in found] == [("overruled", "never")]
    assert "platform rule 1" in found[0].text


def test_lists_and_look_alikes_count_when_rules_are_compared() -> None:
    few = rule(
        "few",
        1,
        "deny",
        conditions=leaf("parameters.supplier_id", "one_of", ["a", "b"]),
    )
    many = rule(
        "many",
        2,
        "deny",
        conditions=leaf("parameters.supplier_id", "one_of", {"list": "bad"}),
    )

    found = analysis_of(few, many, ALLOW, lists={"bad": ["A", "b", "c"]}).insights

    assert [(one.kind, one.rule, one.other) for one in found] == [
        ("shadowed", "few", "many")
    ]


def test_an_action_that_nothing_lets_through_is_named_with_an_example() -> None:
    at = catalogue(invoice_match={"type": "object"}, mail_send={"type": "object"})
    rules = [ALLOW, rule("no-mail", 1, "deny", action="mail.send")]

    (found,) = analysis_of(*rules, at=at).insights

    assert (found.kind, found.action) == ("uncovered", "invoice.match")
    assert found.text == "Nothing allows invoice.match: whoever asks for it is refused."
    assert shows(found, rules)
    json.dumps(found.to_json())


def test_what_is_too_involved_is_said_and_nothing_is_claimed_about_it() -> None:
    pairs = [
        {"any": [leaf(f"facts.supplier.f{i}", "equals", j) for j in range(4)]}
        for i in range(4)
    ]
    found = analysis_of(rule("r", 1, "allow", conditions={"all": pairs}))

    assert found.involved == ("r",)
    assert found.insights == ()
    assert found.complete


def test_an_endless_analysis_stops_and_says_so() -> None:
    many = [
        rule(
            f"r{n}",
            n,
            "deny",
            conditions=leaf(
                "parameters.note", "one_of", [f"{n} {m}" for m in range(900)]
            ),
        )
        for n in range(1, 60)
    ]
    started = time.process_time()

    found = analysis_of(*many, steps=20_000)

    assert not found.complete
    assert time.process_time() - started < 5


def test_the_rule_that_is_edited_is_compared_with_the_others_alone() -> None:
    rules = read_document(
        document(
            rule("other", 1, "deny", conditions={"all": [CHEAP, DEAR]}),
            rule("wide", 2, "deny"),
            rule("edited", 3, "allow", conditions=CHEAP),
        )
    )

    found = analyse_one("edited", rules, catalogue(), lists={}).insights
    all_of_it = analyse(rules, catalogue(), lists={}).insights

    assert [(one.kind, one.rule) for one in found] == [("overruled", "edited")]
    assert found[0] in all_of_it
