"""Limits that are never reached, because of others or of what is let through."""

import pytest

from tests.governance.engine.analysing import analysis_of, kinds, shows
from tests.governance.engine.building import Json, eur, leaf, rule

AMOUNT = "parameters.amount"
ALLOW = rule("allow", 9, "allow")
CHEAP = leaf(AMOUNT, "at_most", eur("500.00"))
DEAR = leaf(AMOUNT, "more_than", eur("900.00"))


def limited(key: str, number: int, cap: int, window: object, *per: str) -> Json:
    limit = {"count": cap, "per": list(per), "window": window}
    return rule(key, number, "deny", limit=limit)


def test_a_limit_above_a_tighter_one_is_never_reached() -> None:
    once = limited("once", 1, 1, "ever", "parameters.supplier_id")
    five = limited("five", 2, 5, "day", "parameters.supplier_id", "parameters.kind")
    rules = [once, five, ALLOW]

    (found,) = analysis_of(*rules).insights

    assert (found.kind, found.rule, found.other) == ("limit_unreached", "five", "once")
    assert shows(found, rules)


@pytest.mark.parametrize(
    "other",
    [
        limited("other", 1, 1, "day", "parameters.supplier_id"),
        limited("other", 1, 1, "ever", "parameters.supplier_id", "parameters.days"),
        limited("other", 1, 5, "ever", "parameters.supplier_id"),
        limited("other", 1, 1, {"hours": 24}, "parameters.supplier_id"),
    ],
)
def test_a_limit_that_another_does_not_contain_may_be_reached(other: Json) -> None:
    five = limited("five", 2, 5, "ever", "parameters.supplier_id")

    assert kinds(other, five, ALLOW) == []


def test_a_sum_that_so_few_small_amounts_never_come_to_is_never_reached() -> None:
    once = limited("ten", 1, 10, "day")
    sum_ = {"sum": AMOUNT, "at_most": eur("5000.00"), "per": [], "window": "day"}
    total = rule("total", 2, "deny", limit=sum_)
    low = rule("total", 2, "deny", limit={**sum_, "at_most": eur("4999.99")})
    small = rule("small", 3, "allow", conditions=CHEAP)

    assert kinds(once, total, small) == [("limit_unreached", "total", "ten")]
    assert kinds(once, low, small) == []
    assert kinds(once, total, ALLOW) == []


def test_a_limit_under_which_nothing_is_let_through_is_never_reached() -> None:
    daily = {"count": 5, "per": [], "window": "day"}
    dear = rule("dear", 1, "deny", conditions=DEAR, limit=daily)
    cheap = rule("cheap", 2, "allow", conditions=CHEAP)
    other = rule("other", 3, "allow", conditions={"not": CHEAP})
    refunds = leaf("parameters.kind", "equals", "refund")

    assert kinds(dear, cheap) == [("limit_unreached", "dear", "")]
    # What cannot be compared is counted too.
    assert kinds(dear, rule("pounds", 2, "allow", conditions=refunds)) == []
    assert kinds(dear, cheap, other) == []
