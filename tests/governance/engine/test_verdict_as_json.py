import json

import pytest

from governance.engine.boundary import with_exhausted
from tests.governance.engine.building import decide, eur, leaf, rule

LIMIT = {
    "sum": "parameters.amount",
    "at_most": eur("900.00"),
    "per": ["agent.id"],
    "window": "day",
}
RULES = [
    rule(
        "alone",
        1,
        "allow",
        conditions=leaf("parameters.amount", "at_most", eur("500.00")),
    ),
    rule(
        "ask", 2, "checkpoint", conditions=leaf("facts.n", "at_most", 3), reason="Ask."
    ),
    rule("day", 3, "deny", limit=LIMIT),
]
VALUES = {
    "parameters": {"amount": eur("740.00")},
    "facts": {"n": 2},
    "agent": {"id": "a-1"},
}


def test_a_verdict_is_written_down_whole() -> None:
    written = decide(*RULES, **VALUES).to_json()

    assert json.loads(json.dumps(written)) == {
        "effect": "checkpoint",
        "code": "rules",
        "hits": [
            {
                "key": "ask",
                "number": 2,
                "title": "Ask",
                "effect": "checkpoint",
                "reason": "Ask.",
                "findings": [
                    {
                        "field": "facts.n",
                        "op": "at_most",
                        "expected": 3,
                        "actual": "2",
                        "truth": True,
                        "text": "n 2 is at most 3",
                    }
                ],
                "guardrail": False,
            }
        ],
        "near_misses": [
            {
                "key": "alone",
                "number": 1,
                "title": "Alone",
                "finding": {
                    "field": "parameters.amount",
                    "op": "at_most",
                    "expected": {"amount": "500.00", "currency": "EUR"},
                    "actual": {"amount": "740.00", "currency": "EUR"},
                    "truth": False,
                    "text": "740.00 EUR is over 500.00 EUR",
                },
            }
        ],
        "obligations": [
            {"group": "Finance", "kind": "confirm", "quorum": 1, "minutes": 240}
        ],
        "limits": [
            {
                "rule_key": "day",
                "rule_number": 3,
                "title": "Day",
                "effect": "deny",
                "obligation": None,
                "amount": "740.00",
                "cap": "900.00",
                "currency": "EUR",
                "subject": '{"agent.id":"a-1"}',
                "window": "day",
                "reason": "",
                "field": "parameters.amount",
                "per": ["agent.id"],
                "guardrail": False,
            }
        ],
        "explanation": "Needs a person of Finance: rule 2 “Ask”: n 2 is at most 3.",
        "observed": [],
    }


@pytest.mark.parametrize("length", [20, 21])
def test_a_long_list_is_not_repeated_in_every_decision(length: int) -> None:
    options = [f"S{number}" for number in range(length)]
    known = leaf("parameters.supplier_id", "one_of", options)
    verdict = decide(rule("a", 1, "allow", conditions=known))

    expected = options if length == 20 else "S0, S1, S2, S3, S4 or 16 more"
    assert verdict.near_misses[0].finding.expected == expected


def test_effects_are_written_as_plain_words() -> None:
    assert type(decide(*RULES, **VALUES).to_json()["effect"]) is str


def test_a_verdict_without_room_can_be_written_down_too() -> None:
    verdict = decide(*RULES, **VALUES)

    refused = with_exhausted(verdict, verdict.limits)

    assert json.loads(json.dumps(refused.to_json()))["effect"] == "deny"
