import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from governance.engine.effects import Effect
from governance.engine.subjects import spoken_subject
from governance.engine.windows import rolling_length
from tests.governance.engine.building import (
    FINANCE,
    Json,
    decide,
    eur,
    keys,
    leaf,
    rule,
)

ALLOW = rule("alone", 1, "allow")
ONCE = {
    "count": 1,
    "per": ["parameters.supplier_id", "parameters.invoice"],
    "window": "ever",
}
DAILY = {
    "sum": "parameters.amount",
    "at_most": eur("25000.00"),
    "per": ["agent.id"],
    "window": "day",
}
PAY: Json = {
    "parameters": {
        "supplier_id": "DE-4711",
        "invoice": "INV-7",
        "amount": eur("740.00"),
    },
    "agent": {"id": "a-1"},
}


def limit(
    key: str = "once", number: int = 7, effect: str = "deny", **changes: object
) -> Json:
    return rule(key, number, effect, **{"limit": ONCE, **changes})


def subject(per: list[str], **parameters: object) -> str:
    bounded = limit(limit={"count": 1, "per": per, "window": "ever"})
    (demand,) = decide(ALLOW, bounded, parameters=parameters).limits
    return demand.subject


def test_a_limit_is_a_demand_and_not_a_hit() -> None:
    verdict = decide(ALLOW, limit(reason="Nothing is paid twice."), **PAY)

    assert verdict.effect is Effect.ALLOW
    assert keys(verdict) == ["alone"]
    (demand,) = verdict.limits
    assert (demand.rule_key, demand.rule_number, demand.effect) == ("once", 7, "deny")
    assert (int(demand.amount), int(demand.cap), demand.currency) == (1, 1, "")
    assert (demand.window, demand.obligation) == ("ever", None)
    assert demand.reason == "Nothing is paid twice."
    assert demand.per == ("parameters.supplier_id", "parameters.invoice")


def test_a_limit_that_cannot_be_checked_stands_among_the_hits_by_number() -> None:
    verdict = decide(limit(number=2), rule("no", 9, "deny"), parameters={})

    assert keys(verdict) == ["once", "no"]


def test_a_sum_demands_the_amount_in_its_currency() -> None:
    (demand,) = decide(ALLOW, limit(limit=DAILY), **PAY).limits

    assert (demand.amount, demand.cap) == (Decimal("740.00"), Decimal("25000.00"))
    assert (demand.currency, demand.window) == ("EUR", "day")
    assert demand.field == "parameters.amount"


@pytest.mark.parametrize(("hours", "text"), [(1, "1 hour"), (744, "744 hours")])
def test_a_window_that_rolls_is_kept_as_text(hours: int, text: str) -> None:
    bounded = limit(limit={**DAILY, "window": {"hours": hours}})

    (demand,) = decide(ALLOW, bounded, **PAY).limits

    assert (demand.window, demand.to_json()["window"]) == (text, text)
    assert rolling_length(demand.window) == timedelta(hours=hours)


def test_calendar_windows_do_not_roll() -> None:
    assert [rolling_length(one) for one in ("ever", "day", "week", "month")] == (
        [None] * 4
    )


WEIGHT: Json = {
    "sum": "parameters.weight",
    "at_most": "12.5",
    "per": [],
    "window": "day",
}


@pytest.mark.parametrize("cap", ["12.5", 12])
def test_a_sum_may_be_of_plain_numbers(cap: object) -> None:
    bounded = limit(limit={**WEIGHT, "at_most": cap})

    (demand,) = decide(ALLOW, bounded, parameters={"weight": 7.25}).limits

    assert (demand.amount, demand.cap) == (Decimal("7.25"), Decimal(str(cap)))
    assert (demand.currency, demand.field) == ("", "parameters.weight")


@pytest.mark.parametrize(
    ("weight", "text"),
    [
        (None, "weight is missing"),
        ("7.25", "weight is not a number"),
        (eur("7.25"), "weight is not a number"),
        (-1, "weight -1 is below zero"),
        (0.00001, "weight is larger or finer than what can be counted"),
        (10**15, "weight is larger or finer than what can be counted"),
        (10**39, "weight is larger or finer than what can be counted"),
    ],
)
def test_a_sum_of_no_usable_number_applies_at_once(weight: Any, text: str) -> None:
    verdict = decide(ALLOW, limit(limit=WEIGHT), parameters={"weight": weight})

    assert verdict.effect is Effect.DENY
    assert verdict.hits[0].findings[-1].text == text


def test_a_limit_that_asks_carries_who_is_asked() -> None:
    (demand,) = decide(ALLOW, limit(effect="checkpoint"), **PAY).limits

    assert demand.effect is Effect.CHECKPOINT
    assert demand.obligation is not None
    assert demand.obligation.to_json() == FINANCE


def test_a_denied_action_demands_nothing() -> None:
    assert decide(limit(), **PAY).limits == ()
    assert decide(ALLOW, rule("no", 2, "deny"), limit(), **PAY).limits == ()


def test_a_waiting_action_demands_room_too() -> None:
    assert len(decide(rule("ask", 2, "checkpoint"), limit(), **PAY).limits) == 1


def test_a_limit_whose_conditions_fail_demands_nothing() -> None:
    foreign = leaf("parameters.amount.currency", "equals", "GBP")

    assert decide(ALLOW, limit(conditions=foreign), **PAY).limits == ()


def test_a_limit_whose_conditions_are_unknown_demands_room() -> None:
    unknown = leaf("facts.supplier.status", "equals", "new")

    verdict = decide(ALLOW, limit(conditions=unknown), **PAY)

    assert verdict.effect is Effect.ALLOW
    assert len(verdict.limits) == 1


def test_demands_come_in_the_order_in_which_rows_are_locked() -> None:
    later, sooner = limit(key="b", number=2), limit(key="a", number=3)

    verdict = decide(ALLOW, later, sooner, **PAY)

    assert [demand.rule_key for demand in verdict.limits] == ["a", "b"]


@pytest.mark.parametrize("effect", ["deny", "checkpoint"])
@pytest.mark.parametrize("invoice", [None, "", ["INV-7"], {"no": "INV-7"}, eur("1.00")])
def test_a_limit_whose_subject_is_not_known_applies_at_once(
    effect: str, invoice: object
) -> None:
    parameters = {**PAY["parameters"], "invoice": invoice}

    verdict = decide(ALLOW, limit(effect=effect), parameters=parameters)

    assert verdict.effect == effect
    assert verdict.limits == ()
    assert verdict.hits[0].unchecked
    assert len(verdict.obligations) == (effect == "checkpoint")


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (None, "amount is missing"),
        ("740.00", "amount is not an amount of money"),
        (
            {"amount": "740.00", "currency": "GBP"},
            "740.00 GBP cannot be compared with 25,000.00 EUR",
        ),
        (eur("-740.00"), "-740.00 EUR is below zero"),
    ],
)
def test_a_sum_of_something_unusable_applies_at_once(amount: Any, text: str) -> None:
    values = {**PAY, "parameters": {"amount": amount}}

    verdict = decide(ALLOW, limit(limit=DAILY), **values)

    assert verdict.effect is Effect.DENY
    assert verdict.hits[0].findings[-1].text == text


def test_nothing_is_a_possible_amount() -> None:
    values = {**PAY, "parameters": {"amount": eur("0.00")}}

    assert decide(ALLOW, limit(limit=DAILY), **values).limits[0].amount == 0


def test_a_limit_permits_nothing_even_when_it_cannot_be_checked() -> None:
    verdict = decide(limit(effect="checkpoint"), parameters={})

    assert (verdict.effect, verdict.code) == (Effect.DENY, "no_rule")


def test_a_limit_that_refuses_what_cannot_be_checked_is_named() -> None:
    verdict = decide(limit(), parameters={})

    assert (verdict.effect, verdict.code) == (Effect.DENY, "rules")
    assert keys(verdict) == ["once"]


def test_a_subject_names_its_fields() -> None:
    assert json.loads(subject(["parameters.supplier_id"], supplier_id="DE-4711")) == {
        "parameters.supplier_id": "de-4711"
    }


def test_the_order_of_fields_does_not_make_another_subject() -> None:
    both = ["parameters.a", "parameters.b"]

    assert subject(both, a="x", b="y") == subject(both[::-1], a="x", b="y")


@pytest.mark.parametrize(
    ("one", "two"),
    [("INV-7", " inv-7 "), ("INV-7", "\uff29NV-7"), (3, 3.0), ("Straße", "STRASSE")],
)
def test_another_spelling_is_the_same_subject(one: Any, two: Any) -> None:
    assert subject(["parameters.a"], a=one) == subject(["parameters.a"], a=two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({"a": "x", "b": "yz"}, {"a": "xy", "b": "z"}),
        ({"a": 'x","parameters.b":"y', "b": "y"}, {"a": "x", "b": "y"}),
        ({"a": "1", "b": "x"}, {"a": 1, "b": "x"}),
        ({"a": True, "b": "x"}, {"a": "true", "b": "x"}),
        ({"a": "\\ud800", "b": "x"}, {"a": "\ud800", "b": "x"}),
        ({"a": 10**35 + 1, "b": "x"}, {"a": 10**35, "b": "x"}),
        ({"a": "x" * 5000, "b": "y"}, {"a": "x" * 5000, "b": "z"}),
    ],
)
def test_different_values_are_different_subjects(one: Any, two: Any) -> None:
    per = ["parameters.a", "parameters.b"]

    assert subject(per, **one) != subject(per, **two)


def test_a_subject_fits_an_index_row() -> None:
    long = subject(["parameters.a"], a="\U0001f9fe" * 10_000)

    assert len(long.encode()) < 1100


def test_one_limit_may_be_shared_by_everyone() -> None:
    assert subject([]) == "{}"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("{}", "everybody"),
        ('{"agent.id":"a-1"}', "agent a-1"),
        (
            '{"parameters.invoice":"nl-7","parameters.n":{"number":"3"}}',
            "invoice nl-7 and n 3",
        ),
        ('{"facts.supplier.new":true}', "supplier new yes"),
        ('{"parameters.a":"x\\u202ey"}', "a x\\u202ey"),
    ],
)
def test_a_subject_is_said_in_words(raw: str, told: str) -> None:
    assert spoken_subject(raw) == told


def test_a_subject_too_long_to_be_kept_is_said_by_its_mark() -> None:
    long = subject(["parameters.a"], a="x" * 5000)

    assert spoken_subject(long).startswith("a subject too long to be said (")
