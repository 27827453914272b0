"""What each operator says yes to, no to, and cannot say."""

from typing import Any

import pytest

from governance.engine.operators import OPERATORS
from tests.governance.engine.building import (
    decide,
    eur,
    leaf,
    rule,
)

NOON = {"now": "2026-11-26T12:00:00+01:00", "zone": "Europe/Copenhagen"}
OFFICE = {"days": ["mon", "thu"], "from": "08:00", "until": "17:00"}
NIGHT = {"days": ["wed"], "from": "22:00", "until": "06:00"}
# A value of each kind of right side, of which the left side is missing.
RIGHT = {
    "nothing": None,
    "constant": "x",
    "size": 1,
    "range": [1, 2],
    "options": ["x"],
    "text": "x",
    "domains": ["acme.example"],
    "field": "facts.other",
    "moment": "2026-11-26",
    "span": {"hours": 1},
    "hours": OFFICE,
}
YES, NO, OPEN = True, False, None


def truth(tree: dict[str, Any], **values: Any) -> bool | None:
    """Weigh a tree: what lets an allow rule apply, or a deny rule fail to."""
    allowed = decide(rule("a", 1, "allow", conditions=tree), time=NOON, **values)
    denied = decide(
        rule("all", 1, "allow"), rule("d", 2, "deny", conditions=tree),
        time=NOON, **values,
    )  # fmt: skip
    if denied.effect == "deny":
        return True if allowed.effect == "allow" else None
    return False


def of(op: str, value: object, actual: object) -> bool | None:
    return truth(leaf("parameters.x", op, value), parameters={"x": actual})


@pytest.mark.parametrize(
    ("op", "value", "cases"),
    [
        ("ends_with", "GmbH", {"Nordlicht gmbh": YES, "GmbH & Co": NO}),
        ("starts_with", "acme", {"\u0430cme": OPEN, "\u0431cme": NO}),
        ("equals", "paypal",
         {"p\u0430ypal": OPEN, "PAYPAL": YES, "p\u0430yp\u0435l": NO}),
        ("equals", "10", {"1O": NO, "l0": NO}),
        ("equals", "acme gmbh", {"Acme\u00a0 GmbH": YES, "acme\u200bgmbh": NO}),
        ("equals", "acme", {"ac\u00adme": YES, "\u200bacme": YES, "\u200b": OPEN}),
        (
            "equals",
            "DE89 3704 0044 0532 0130 00",
            {"de89370400440532013000": YES, "DE89 3704 0044 0532 0130 01": NO},
        ),
        ("one_of", {"list": "some"},
         {"APPROVED": YES, "\u0430pproved": OPEN, "x": OPEN}),
        ("one_of", {"list": "none"}, {"approved": NO}),
        ("not_one_of", {"list": "none"}, {"approved": YES}),
        (
            "domain_one_of",
            ["acme.example"],
            {
                "Bo@ACME.example": YES,
                "bo@mail.acme.example": NO,
                "bo@evilacme.example": NO,
                "bo@\u0430cme.example": OPEN,
                "bo@xn--cme-5cd.example": OPEN,
                "bo@acme.example.": YES,
                "bo@acme.example, x@evil.example": OPEN,
                "x@evil.example@acme.example": OPEN,
                "nobody": OPEN,
            },
        ),
        (
            "domain_under",
            ["acme.example"],
            {"bo@mail.acme.example": YES, "bo@evilacme.example": NO},
        ),
        ("domain_one_of", ["b\u00fccher.example"], {"x@xn--bcher-kva.example": YES}),
        (
            "before",
            "2026-11-26",
            {
                # The day begins at 23:00Z in Copenhagen.
                "2026-11-25T22:59:59Z": YES,
                "2026-11-25T23:00:00Z": NO,
                "2026-11-25": YES,
                "2026-11-26T08:00:00": OPEN,
                "26.11.2026": OPEN,
                "0001-01-01T00:00:00+14:00": OPEN,
            },
        ),
        ("after", "2026-11-26T10:00:00Z", {"2026-11-27": YES, "2026-11-26": NO}),
        (
            "age_at_most",
            {"hours": 24},
            {
                "2026-11-25T11:00:00Z": YES,
                "2026-11-25T10:59:59Z": NO,
                "2026-11-26T11:00:01Z": OPEN,
            },
        ),
        (
            "due_within",
            {"days": 2},
            {"2026-11-28": YES, "2026-11-28T11:00:01Z": NO, "2020-01-01": YES},
        ),
        (
            "in_hours",
            OFFICE,
            {
                "2026-11-26T07:00:00Z": YES,
                "2026-11-26T06:59:59Z": NO,
                "2026-11-26T15:59:59Z": YES,
                "2026-11-26T16:00:00Z": NO,
                "2026-11-27T10:00:00Z": NO,
                # In summer the clock there is two hours ahead.
                "2026-07-23T06:00:00Z": YES,
            },
        ),
        (
            "in_hours",
            NIGHT,
            {
                "2026-11-25T21:00:00Z": YES,
                "2026-11-26T04:59:59Z": YES,
                "2026-11-26T05:00:00Z": NO,
                "2026-11-25T04:00:00Z": NO,
                "2026-11-26T22:00:00Z": NO,
            },
        ),
    ],
)  # fmt: skip
def test_an_operator_says_yes_no_or_nothing(
    op: str, value: Any, cases: dict[str, bool | None]
) -> None:
    opposite = {True: False, False: True, None: None}
    other = _opposite_of(op)

    assert {actual: of(op, value, actual) for actual in cases} == cases
    assert {actual: of(other, value, actual) for actual in cases} == {
        actual: opposite[told] for actual, told in cases.items()
    }


def _opposite_of(op: str) -> str:
    named = {"age_at_most": "age_more_than", "due_within": "due_beyond"}
    return named.get(op) or (op[4:] if op.startswith("not_") else f"not_{op}")


@pytest.mark.parametrize("missing", [None, "", " ", [], "\u200b"])
@pytest.mark.parametrize("op", sorted(set(OPERATORS) - {"is_present", "is_missing"}))
def test_where_nothing_is_said_no_operator_says_yes_or_no(
    op: str, missing: object
) -> None:
    tree = leaf("parameters.x", op, RIGHT[OPERATORS[op].takes])

    assert truth(tree, parameters={"x": missing}, facts={"other": "x"}) is None
    assert truth(tree, facts={"other": 1}) is None


@pytest.mark.parametrize(
    "op", sorted(name for name, one in OPERATORS.items() if one.takes == "field")
)
def test_a_second_field_that_is_missing_says_nothing_either(op: str) -> None:
    tree = leaf("parameters.x", op, "facts.other")

    for actual in (1, "2026-11-26", "x", ["x"]):
        assert truth(tree, parameters={"x": actual}) is None


LINES = [{"quantity": 1}, {"quantity": 5}]
LARGE = {"field": "item.quantity", "op": "more_than", "value": 3}
KNOWN = {"field": "item", "op": "domain_one_of", "value": ["acme.example"]}


@pytest.mark.parametrize(
    ("tree", "raw", "told"),
    [
        ({"some": "parameters.x", "that": LARGE}, LINES, YES),
        ({"every": "parameters.x", "that": LARGE}, LINES, NO),
        ({"every": "parameters.x", "that": LARGE}, LINES[1:], YES),
        ({"some": "parameters.x", "that": LARGE}, LINES[:1], NO),
        # A no, or a yes, settles it; otherwise one unknown leaves it open.
        ({"every": "parameters.x", "that": LARGE}, [*LINES, {}], NO),
        ({"every": "parameters.x", "that": LARGE}, [LINES[1], {}], OPEN),
        ({"some": "parameters.x", "that": LARGE}, [*LINES, "?"], YES),
        ({"some": "parameters.x", "that": LARGE}, [LINES[0], None], OPEN),
        ({"every": "parameters.x", "that": KNOWN}, ["a@acme.example"], YES),
        ({"every": "parameters.x", "that": KNOWN}, [], OPEN),
        ({"every": "parameters.x", "that": KNOWN}, "a@acme.example", OPEN),
        ({"every": "parameters.x", "that": KNOWN}, ["a@acme.example"] * 1001, OPEN),
        ({"count": {"of": "parameters.x", "that": None}, "op": "equals", "value": 2},
         LINES, YES),
        ({"count": {"of": "parameters.x", "that": None}, "op": "equals", "value": 0},
         [], YES),
        ({"count": {"of": "parameters.x", "that": LARGE}, "op": "at_most", "value": 0},
         LINES, NO),
        ({"count": {"of": "parameters.x", "that": LARGE}, "op": "at_most", "value": 5},
         [{}], OPEN),
        ({"count": {"of": "parameters.x", "that": None}, "op": "equals", "value": 0},
         None, OPEN),
        (leaf("parameters.x", "among_field", "facts.tags"), ["a", "B"], YES),
        (leaf("parameters.x", "among_field", "facts.tags"), ["a", "c"], NO),
        (leaf("parameters.x", "among_field", "facts.tags"), "b", YES),
        (leaf("parameters.x", "among_field", "facts.tags"), ["a", {}], OPEN),
        (leaf("parameters.x", "among_field", "facts.tags"), ["\u0430"], OPEN),
        (leaf("parameters.x", "apart_from_field", "facts.tags"), ["c"], YES),
        (leaf("parameters.x", "apart_from_field", "facts.tags"), ["\u0430"], OPEN),
        (leaf("parameters.x", "apart_from_field", "facts.tags"), [1], OPEN),
        (leaf("parameters.x", "among_field", "facts.yes"), [1], OPEN),
        (leaf("parameters.x", "among_field", "facts.yes"), [1, True], OPEN),
        (leaf("parameters.x", "at_most_field", "facts.cap"), eur("9.00"), YES),
        (leaf("parameters.x", "at_most_field", "facts.cap"), eur("9.01"), NO),
        (leaf("parameters.x", "at_most_field", "facts.cap"), 9, OPEN),
        (leaf("parameters.x", "before_field", "facts.due"), "2026-11-30", YES),
        (leaf("parameters.x", "before_field", "facts.due"), "2026-12-01", NO),
    ],
)  # fmt: skip
def test_lists_and_second_fields(
    tree: dict[str, Any], raw: object, told: bool | None
) -> None:
    facts = {"tags": ["A", "b"], "yes": True, "cap": eur("9.00"), "due": "2026-12-01"}

    assert truth(tree, parameters={"x": raw}, facts=facts) is told


def test_an_explanation_names_the_element_that_decided() -> None:
    tree = {"every": "parameters.to", "that": KNOWN}
    asked = {"to": ["a@acme.example", "b@globex.example"]}
    verdict = decide(rule("a", 1, "allow", conditions=tree), parameters=asked)

    assert verdict.explanation == (
        "Refused: no rule allows payment.send. Rule 1 would have, but in to, number 2: "
        "item b@globex.example is not at acme.example."
    )


def test_what_only_looks_right_is_said_to() -> None:
    known = leaf("parameters.supplier", "one_of", ["paypal"])
    asked = {"supplier": "p\u0430ypal"}
    verdict = decide(rule("a", 1, "allow", conditions=known), parameters=asked)

    assert "is not paypal, but looks like it" in verdict.explanation
