"""The bound above which a person is asked, found and raised in what allows as well."""

from typing import Any

import pytest

from governance.engine.money import Money
from governance.engine.raising import bound_of, with_bound

AMOUNT = "parameters.amount"
HUNDRED = {"amount": "100.00", "currency": "EUR"}


def leaf(op: str, value: Any = None, field: str = AMOUNT) -> dict[str, Any]:
    return {"field": field, "op": op, "value": value or HUNDRED}


def rule(key: str, effect: str, conditions: Any, **more: str) -> dict[str, Any]:
    usual = {"action": "payment.send", "subject": "*", "workflow": "*"}
    return {"key": key, "effect": effect, "conditions": conditions, **usual, **more}


ASKS = rule("asks", "checkpoint", {"all": [leaf("equals"), leaf("more_than")]})
ALLOWS = rule("allows", "allow", {"all": [{"all": [leaf("at_most")]}]})


def test_the_bound_stands_in_what_asks_and_in_what_allows() -> None:
    bound = bound_of([ASKS, ALLOWS], asked_by=["asks"])

    assert bound is not None
    assert (bound.field, str(bound.value)) == (AMOUNT, "100.00 EUR")
    assert bound.rules == ("asks", "allows")


@pytest.mark.parametrize(
    "rules",
    [
        # Nothing allows what is below: to ask nobody would be to refuse.
        [ASKS],
        [ASKS, rule("allows", "deny", leaf("at_most"))],
        [ASKS, rule("allows", "allow", leaf("at_most"), action="mail.send")],
        [ASKS, rule("allows", "allow", leaf("at_most"), subject="one")],
        [ASKS, rule("allows", "allow", leaf("at_most"), workflow="other")],
        [ASKS, rule("allows", "allow", leaf("at_most", field="parameters.tax"))],
        [ASKS, rule("allows", "allow", {"any": [leaf("at_most")]})],
        [ASKS, rule("allows", "allow", None)],
        # It asks for something else, or not above an amount of the action's own.
        [rule("asks", "checkpoint", leaf("equals")), ALLOWS],
        [rule("asks", "checkpoint", None), ALLOWS],
        [rule("asks", "checkpoint", {"not": leaf("more_than")}), ALLOWS],
        [rule("asks", "checkpoint", leaf("more_than", 5)), ALLOWS],
        [rule("asks", "checkpoint", leaf("more_than", field="facts.x")), ALLOWS],
        # It is not there any more.
        [ALLOWS],
    ],
)
def test_there_is_none_where_raising_it_would_not_end_the_asking(rules: Any) -> None:
    assert bound_of(rules, asked_by=["asks"]) is None


def test_two_that_ask_agree_on_one_bound() -> None:
    same = rule("too", "checkpoint", leaf("more_than"))
    other = {**same, "conditions": leaf("more_than", {**HUNDRED, "amount": "5.00"})}
    both = ["asks", "too"]

    agreed = bound_of([ASKS, ALLOWS, same], asked_by=both)

    assert agreed is not None
    assert agreed.rules == ("asks", "too", "allows")
    assert bound_of([ASKS, ALLOWS, other], asked_by=both) is None
    assert bound_of([ASKS, ALLOWS], asked_by=both) is None


def test_only_the_bound_is_moved() -> None:
    bound = bound_of([ASKS, ALLOWS], asked_by=["asks"])
    assert bound is not None
    value = Money.parse({"amount": "250.50", "currency": "EUR"})
    moved = {"amount": "250.50", "currency": "EUR"}

    asks = with_bound(ASKS["conditions"], bound=bound, value=value)
    allows = with_bound(ALLOWS["conditions"], bound=bound, value=value)

    assert asks == {"all": [leaf("equals"), leaf("more_than", moved)]}
    assert allows == {"all": [{"all": [leaf("at_most", moved)]}]}
    inside = {"not": leaf("more_than")}
    assert with_bound(inside, bound=bound, value=value) == inside
