"""A limit has a currency; what it cannot compare or keep exactly, it does not pass."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from agents.models import ActionType
from agents.services import publish_action_type
from config.demo.process import PAY
from governance.engine.money import Money
from governance.services import limits
from tests.cast import Cast, payment
from tests.governance.counting import Count, counted, demand, recounted
from tests.governance.happenings import ask, open_run
from tests.governance.ruling import change_rule

NOTHING: Count = (0, 0)
MOST = Decimal("999999999999999.9999")


def test_another_currency_waits_for_a_person_and_takes_no_room(acme: Cast) -> None:
    action = acme.ask_payment(acme.open_run(), currency="GBP")

    assert action["status"] == "waiting"
    assert (
        "“No more than 20,000 EUR a day without Finance” could not be checked, so it "
        "applies: 480.00 GBP cannot be compared with 20,000.00 EUR."
    ) in action["explanation"]
    assert counted(acme, "pay-daily") == NOTHING
    assert counted(acme, "pay-once") == (0, 1)


def test_another_currency_is_refused_where_the_limit_refuses(acme: Cast) -> None:
    change_rule(acme, "pay-daily", effect="deny", obligation=None)

    action = acme.ask_payment(acme.open_run(), currency="NOK", amount="1.00")

    assert (action["status"], action["refused_by"]) == ("refused", "rule")
    assert "1.00 NOK cannot be compared with 20,000.00 EUR" in action["explanation"]
    assert recounted(acme) == {}


def test_what_is_paid_in_another_currency_leaves_the_room_as_it_was(
    acme: Cast,
) -> None:
    run = acme.open_run()
    acme.ask_payment(run, amount="19999.99")
    acme.ask_payment(run, amount="19999.99", currency="SEK")

    within, beyond = (acme.ask_payment(run, amount="0.01") for _ in range(2))

    assert within["status"] == "authorized"
    assert beyond["status"] == "waiting"
    assert "has no room for 0.01 EUR" in beyond["explanation"]
    assert counted(acme, "pay-daily") == (0, 20000)


@pytest.mark.parametrize(
    "amount", ["480.00001", "1000000000000", "-480.00", "4.8e2", "NaN", "", " 480.00"]
)
def test_an_amount_that_cannot_be_kept_exactly_is_named_and_changes_nothing(
    acme: Cast, amount: str
) -> None:
    run = acme.open_run()
    body = payment_of(run, {"amount": amount, "currency": "EUR"})

    response = acme.api("POST", "actions", body)

    assert response.status_code == 422
    error = response.json()["errors"][0]
    assert error["field"] == "parameters.amount.amount"
    assert recounted(acme) == {}


@pytest.mark.parametrize(
    "amount",
    [
        {"amount": "480.00001", "currency": "EUR"},
        {"amount": "1000000000000000", "currency": "EUR"},
        {"amount": "-480.00", "currency": "EUR"},
        {"amount": "480.00", "currency": "eur"},
        {"amount": 480.1, "currency": "EUR"},
        {"amount": "480.00"},
        "480.00",
        480,
        [],
        None,
    ],
)
def test_where_the_schema_lets_it_pass_the_rules_do_not(
    acme: Cast, amount: Any
) -> None:
    run = acme.open_run()
    let_anything_pass(acme)

    response = acme.api("POST", "actions", payment_of(run, amount))

    assert response.status_code == 201, response.content
    assert response.json()["status"] != "authorized"
    assert "could not be checked, so it applies" in response.json()["explanation"]
    assert counted(acme, "pay-daily") == NOTHING


def let_anything_pass(cast: Cast) -> None:
    """Publish the payment with a schema that says nothing of the amount."""
    schema = {**PAY.schema, "properties": {**PAY.schema["properties"], "amount": {}}}
    with cast.scope():
        runner = ActionType.objects.get(name=PAY.name).runner
        publish_action_type(replace(PAY, schema=schema), runner=runner)


def payment_of(run: dict[str, Any], amount: Any) -> dict[str, Any]:
    body = payment(run)
    body["parameters"]["amount"] = amount
    return body


def test_the_largest_amount_is_kept_to_its_last_digit(acme: Cast) -> None:
    run = open_run(acme)
    members: dict[str, Any] = {"cap": MOST, "currency": "EUR"}
    least = demand(**members, amount=Decimal("0.0001"))
    most = demand(**members, amount=MOST)
    assert Money.parse(Money(MOST, "EUR").to_json()).amount == MOST

    with acme.scope():
        one, other = ask(acme, run), ask(acme, run)
        assert limits.reserve(one, [most]) == []
        assert limits.reserve(other, [least]) == [least]
        assert counted(acme, "one") == (0, MOST)
        limits.settle(one)
        assert limits.reserve(other, [least]) == [least]

    assert counted(acme, "one") == (MOST, 0)
