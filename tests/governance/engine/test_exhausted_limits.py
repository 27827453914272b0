from typing import Any

import pytest

from governance.engine.boundary import with_exhausted
from governance.engine.effects import Effect
from tests.governance.engine.building import FOUR_EYES, decide, eur, keys, leaf, rule

ALLOW = rule("alone", 1, "allow")
ASK = rule("ask", 3, "checkpoint")
COUNT = {"count": 1, "per": ["parameters.invoice"], "window": "ever"}
SUM = {
    "sum": "parameters.amount",
    "at_most": eur("25000.00"),
    "per": ["agent.id"],
    "window": "day",
}
PAY = {
    "parameters": {"invoice": "INV-7", "amount": eur("740.00"), "weight": 12.25},
    "agent": {"id": "a-1"},
}
REFUSES = rule("once", 7, "deny", limit=COUNT, reason="Nothing is paid twice.")
ASKS = rule("daily", 2, "checkpoint", limit=SUM, obligation=FOUR_EYES)


def test_an_allowed_action_without_room_is_refused_by_the_limit() -> None:
    allowed = decide(ALLOW, REFUSES, ASKS, **PAY)
    refusing = [entry for entry in allowed.limits if entry.rule_key == "once"]

    verdict = with_exhausted(allowed, refusing)

    assert (verdict.effect, verdict.code) == (Effect.DENY, "rules")
    assert keys(verdict) == ["once"]
    assert verdict.hits[0].reason == "Nothing is paid twice."
    assert verdict.limits == ()
    assert verdict.obligations == ()
    assert verdict.explanation == (
        "Refused: rule 7 “Once”: the limit of 1 per invoice, ever, is used up."
    )


def test_an_allowed_action_without_room_waits_when_the_limit_asks() -> None:
    allowed = decide(ALLOW, REFUSES, ASKS, **PAY)
    asking = [entry for entry in allowed.limits if entry.rule_key == "daily"]

    verdict = with_exhausted(allowed, asking)

    assert verdict.effect is Effect.CHECKPOINT
    assert [entry.kind for entry in verdict.obligations] == ["four_eyes"]
    assert [entry.rule_key for entry in verdict.limits] == ["once"]
    assert verdict.explanation == (
        "Needs an independent person of Finance: rule 2 “Daily”: the limit of"
        " 25,000.00 EUR per agent and day has no room for 740.00 EUR."
    )


def test_of_two_limits_without_room_the_stricter_wins() -> None:
    allowed = decide(ALLOW, REFUSES, ASKS, **PAY)

    verdict = with_exhausted(allowed, allowed.limits)

    assert verdict.effect is Effect.DENY
    assert keys(verdict) == ["once"]


def test_a_waiting_action_keeps_its_rules_beside_the_limit() -> None:
    waiting = decide(ASK, ASKS, **PAY)

    verdict = with_exhausted(waiting, waiting.limits)

    assert keys(verdict) == ["daily", "ask"]
    assert [entry.kind for entry in verdict.obligations] == ["confirm", "four_eyes"]
    assert verdict.limits == ()


def test_a_waiting_action_without_room_under_a_refusing_limit_is_refused() -> None:
    waiting = decide(ASK, REFUSES, **PAY)

    verdict = with_exhausted(waiting, waiting.limits)

    assert verdict.effect is Effect.DENY
    assert keys(verdict) == ["once"]


def test_with_room_everywhere_nothing_changes() -> None:
    allowed = decide(ALLOW, REFUSES, **PAY)

    assert with_exhausted(allowed, []) is allowed


@pytest.mark.parametrize("rules", [(), (rule("no", 9, "deny"),)])
def test_a_limit_never_softens_a_refusal(rules: Any) -> None:
    (demand,) = decide(ALLOW, ASKS, **PAY).limits
    refused = decide(*rules, **PAY)

    assert with_exhausted(refused, [demand]) is refused


def test_the_finding_keeps_what_was_needed_and_the_cap() -> None:
    allowed = decide(ALLOW, REFUSES, ASKS, **PAY)
    findings = {
        demand.rule_key: with_exhausted(allowed, [demand]).hits[0].findings[0]
        for demand in allowed.limits
    }

    assert findings["daily"].expected == eur("25000.00")
    assert findings["daily"].actual == eur("740.00")
    assert (findings["once"].expected, findings["once"].actual) == ("1", "1")
    assert findings["once"].truth is False


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        ({**COUNT, "per": []}, "the limit of 1 ever is used up"),
        ({**COUNT, "per": [], "window": "week"}, "the limit of 1 per week is used up"),
        (
            {**COUNT, "count": 1000, "window": "month"},
            "the limit of 1,000 per invoice and month is used up",
        ),
        (
            {**SUM, "per": ["parameters.invoice", "agent.id"], "window": "ever"},
            (
                "the limit of 25,000.00 EUR per invoice and agent, ever, has no room"
                " for 740.00 EUR"
            ),
        ),
        (
            {**SUM, "window": {"hours": 24}},
            (
                "the limit of 25,000.00 EUR per agent in any 24 hours has no room"
                " for 740.00 EUR"
            ),
        ),
        (
            {**COUNT, "per": [], "window": {"hours": 1}},
            "the limit of 1 in any hour is used up",
        ),
        (
            {
                "sum": "parameters.weight",
                "at_most": "1012.5",
                "per": ["parameters.invoice"],
                "window": "day",
            },
            (
                "the limit of 1,012.5 in all of weight per invoice and day has no room"
                " for 12.25"
            ),
        ),
    ],
)
def test_a_limit_is_said_in_words(limit: Any, text: str) -> None:
    allowed = decide(ALLOW, rule("lim", 2, "deny", limit=limit), **PAY)

    verdict = with_exhausted(allowed, allowed.limits)

    assert verdict.hits[0].findings[0].text == text


def test_an_unrelated_condition_on_a_limit_does_not_stop_it() -> None:
    conditions = leaf("parameters.amount", "more_than", eur("100.00"))
    allowed = decide(ALLOW, {**REFUSES, "conditions": conditions}, **PAY)

    assert with_exhausted(allowed, allowed.limits).effect is Effect.DENY
