"""Rules are checked against every action that they cover, before they take effect."""

import pytest

from governance.engine.document import read_document
from governance.engine.typechecking import Problem, check_rules
from tests.governance.engine.analysing import catalogue
from tests.governance.engine.building import AGENT, Json, document, eur, leaf, rule


def problems(*rules: Json, lists: Json | None = None, **schemas: Json) -> list[Problem]:
    read = read_document({**document(*rules), "lists": lists or {}})
    return list(check_rules(read, catalogue(**schemas)))


def texts(conditions: Json) -> list[str]:
    found = problems(rule("r", 1, "deny", conditions=conditions))
    return [f"{one.path}: {one.text}" for one in found]


COUNTED = {"of": "parameters.lines", "that": leaf("item.account", "equals", "A")}
MEASURE = {"count": "payment.*", "outcome": "succeeded", "per": [], "hours": 24}
SUM = {**MEASURE, "sum": "parameters.amount", "currency": "EUR"}
COST = leaf("item.cost", "at_most", eur("9.00"))


@pytest.mark.parametrize(
    "conditions",
    [
        leaf("parameters.amount", "at_most", eur("500.00")),
        leaf("parameters.amount.currency", "equals", "EUR"),
        leaf("parameters.kind", "one_of", ["Invoice", "refund"]),
        leaf("parameters.days", "between", [1, "2.5"]),
        leaf("parameters.due", "due_within", {"days": 9}),
        leaf("parameters.due", "starts_with", "2026-"),
        leaf("parameters.urgent", "equals", True),
        leaf("parameters.note", "more_than", 3),
        leaf("parameters.lines", "is_present"),
        leaf("parameters.supplier_id", "equals_field", "facts.supplier.account"),
        leaf("facts.supplier", "is_missing"),
        leaf(
            "time.now", "in_hours", {"days": ["mon"], "from": "08:00", "until": "18:00"}
        ),
        {"every": "parameters.lines", "that": COST},
        {"count": COUNTED, "op": "at_most", "value": 2},
        {"history": MEASURE, "op": "at_most", "value": 2},
        {"history": SUM, "op": "at_most", "value": eur("2.00")},
        {
            "history": {**MEASURE, "per": ["parameters.supplier_id"]},
            "op": "equals",
            "value": 0,
        },
    ],
)
def test_what_fits_the_actions_is_no_problem(conditions: Json) -> None:
    assert texts(conditions) == []


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        (
            leaf("parameters.amuont", "is_missing"),
            "conditions: for payment.send: its schema does not name parameters.amuont",
        ),
        (leaf("parameters.amount.curency", "equals", "EUR"), "does not name"),
        (
            leaf("parameters.days", "at_most", eur("5.00")),
            "days is a number, and is compared with an amount of money; write a number",
        ),
        (
            leaf("parameters.supplier_id", "at_most", 5),
            "supplier id is text, and at_most needs a number or an amount of money",
        ),
        (leaf("parameters.supplier_id", "before", "2026-12-31"), "before needs a date"),
        (leaf("parameters.urgent", "equals", "yes"), "urgent is yes or no, and is"),
        (
            leaf("parameters.kind", "not_one_of", ["invoice", "credit"]),
            "kind is never credit; it is one of invoice or refund",
        ),
        (
            leaf("parameters.amount", "at_most", {"amount": "5.00", "currency": "SEK"}),
            "amount is never in SEK; write an amount in EUR or GBP",
        ),
        (leaf("facts.suplier.status", "equals", "x"), "no look-up is called “suplier”"),
        (leaf("facts.supplier.state", "equals", "x"), "no record of “supplier” has"),
        (leaf("agent.mood", "equals", "x"), "there is no agent.mood"),
        (
            leaf("parameters.days", "at_most_field", "parameters.amount"),
            "days is a number and amount is an amount of money: these cannot",
        ),
        (leaf("parameters.days", "equals_field", "parameters.dayz"), "parameters.dayz"),
        (
            {"every": "parameters.days", "that": leaf("item", "at_most", 5)},
            "every: for payment.send: parameters.days is a number, not a list",
        ),
        (
            {"some": "parameters.lines", "that": leaf("item.cst", "is_missing")},
            "conditions.that: for payment.send: there is no item.cst",
        ),
        (
            {
                "count": {**COUNTED, "that": leaf("item.account", "at_most", 5)},
                "op": "at_most",
                "value": 2,
            },
            "conditions.count.that: for payment.send: account is text",
        ),
        ({"count": COUNTED, "op": "equals", "value": "two"}, "is compared with text"),
        (
            {"history": {**MEASURE, "count": "paymnt.*"}, "op": "at_most", "value": 2},
            "no action is declared that “paymnt.*” covers",
        ),
        (
            {
                "history": {**SUM, "sum": "parameters.days"},
                "op": "at_most",
                "value": eur("2.00"),
            },
            "no earlier payment.* has an amount of money in parameters.days",
        ),
        (
            {
                "history": {**MEASURE, "per": ["parameters.lines"]},
                "op": "equals",
                "value": 0,
            },
            "parameters.lines is a list, by which nothing can be counted apart",
        ),
        (
            {
                "all": [
                    leaf("parameters.days", "equals", 1),
                    {"not": leaf("time.past", "is_present")},
                ]
            },
            "conditions.all[1].not: for payment.send: there is no time.past",
        ),
    ],
)
def test_a_problem_names_the_place_the_field_and_the_remedy(
    conditions: Json, told: str
) -> None:
    (text,) = texts(conditions)

    assert told in text


def test_a_misspelt_field_comes_with_what_to_do() -> None:
    (text,) = texts(leaf("parameters.amuont", "is_missing"))

    remedy = text.partition("; ")[2]
    assert remedy == "add it to the action type, or correct the name"


def test_a_rule_is_checked_against_every_action_that_its_pattern_covers() -> None:
    wide = rule(
        "r", 1, "deny", action="*", conditions=leaf("parameters.days", "equals", 1)
    )
    text = {"type": "object", "properties": {"days": {"type": "string"}}}

    found = problems(
        wide, a_b=text, c_d={"type": "object", "properties": {}}, e_f={"type": "object"}
    )

    assert [one.text.split(";")[0] for one in found] == [
        "for a.b: days is text, and is compared with a number",
        "for c.d: its schema does not name parameters.days",
    ]


def test_limits_subjects_groups_and_patterns_are_checked() -> None:
    limit = {
        "sum": "parameters.days",
        "at_most": eur("9.00"),
        "per": ["parameters.amount"],
        "window": "day",
    }
    other = {"group": "Legal", "kind": "confirm", "quorum": 1, "minutes": 5}

    found = problems(
        rule("limit", 1, "deny", limit=limit),
        rule(
            "sum",
            2,
            "deny",
            limit={
                **limit,
                "sum": "parameters.amount",
                "per": [],
                "at_most": {"amount": "9.00", "currency": "SEK"},
            },
        ),
        rule("nobody", 3, "allow", subject="0192f0c1-1111-7000-8000-00000000000f"),
        rule("somebody", 4, "allow", subject=AGENT),
        rule("group", 5, "checkpoint", obligation=other),
        rule(
            "action",
            6,
            "deny",
            action="paymnt.send",
            conditions=leaf("parameters.x", "is_missing"),
        ),
    )

    assert [(one.rule, one.path) for one in found] == [
        ("limit", "limit.sum"),
        ("limit", "limit.per[0]"),
        ("sum", "limit.sum"),
        ("nobody", "subject"),
        ("group", "obligation.group"),
        ("action", "action"),
    ]


def test_a_named_list_may_have_what_a_field_cannot_be() -> None:
    named = leaf("parameters.kind", "one_of", {"list": "kinds"})

    assert not problems(
        rule("r", 1, "deny", conditions=named), lists={"kinds": ["other"]}
    )


@pytest.mark.parametrize(
    ("schema", "fits"),
    [
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, True),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, False),
        ({"const": 4}, True),
        ({"enum": ["four"]}, False),
        (True, True),
        ({"type": ["string", "integer"]}, True),
    ],
)
def test_what_a_schema_leaves_open_fits(schema: object, fits: bool) -> None:
    of = {"type": "object", "properties": {"x": schema}}
    four = rule(
        "r", 1, "deny", action="a.b", conditions=leaf("parameters.x", "equals", 4)
    )

    assert (problems(four, a_b=of) == []) is fits


def test_a_field_that_only_some_alternative_has_may_be_anything() -> None:
    of = {
        "type": "object",
        "properties": {"y": {}},
        "anyOf": [{"properties": {"x": {}}}],
    }
    four = rule(
        "r", 1, "deny", action="a.b", conditions=leaf("parameters.x", "equals", 4)
    )

    assert problems(four, a_b=of) == []
