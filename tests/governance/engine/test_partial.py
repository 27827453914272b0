"""What is left of the rules once the agent and the workflow are known."""

from typing import Any

import pytest

from governance.engine.clauses import clause_of
from governance.engine.document import read_document
from governance.engine.partial import remaining
from tests.governance.engine.building import Json, document, eur, leaf, rule

SMALL = leaf("parameters.amount", "at_most", eur("500.00"))
MINE = leaf("agent.id", "equals", "a-1")
OTHERS = leaf("agent.name", "equals", "Other agent")
KNOWN = {
    "agent": {"id": "a-1", "name": "Invoice agent"},
    "workflow": {"key": "invoices"},
}


def left(*rules: Json, **asked: Any) -> list[tuple[str, str]]:
    found = remaining(
        read_document(document(*rules)),
        agent="a-1",
        workflow=asked.get("workflow", "invoices"),
        action="payment.send",
        known=KNOWN,
    )
    return [(one.effect.value, clause_of(one)) for one in found]


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        (None, "always"),
        (MINE, "always"),
        ({"all": [MINE, SMALL]}, "when the amount is at most 500.00 EUR"),
        ({"any": [MINE, SMALL]}, "always"),
        ({"any": [OTHERS, SMALL]}, "when the amount is at most 500.00 EUR"),
        ({"all": [OTHERS, SMALL]}, None),
        ({"not": OTHERS}, "always"),
        ({"not": {"all": [MINE, SMALL]}}, "unless the amount is at most 500.00 EUR"),
        # Nobody knows yet at which step, or what was looked up.
        (leaf("workflow.step", "is_missing"), "when the workflow step is missing"),
        (
            leaf("agent.name", "equals_field", "facts.name"),
            "when the agent name is the same as the name",
        ),
        # It cannot be settled, so it stays.
        (leaf("agent.name", "at_most", 3), "when the agent name is at most 3"),
    ],
)
def test_what_is_known_is_settled_and_the_rest_remains(
    conditions: Json | None, told: str | None
) -> None:
    found = left(rule("one", 1, "allow", conditions=conditions))

    assert found == ([] if told is None else [("allow", told)])


def test_what_an_unconditional_rule_makes_pointless_is_left_out() -> None:
    allow = rule("a", 1, "allow")
    ask = rule("b", 2, "checkpoint", conditions=MINE)
    deny = rule("c", 3, "deny", conditions=SMALL)
    always = rule("d", 4, "deny", conditions={"not": OTHERS})

    assert [effect for effect, _ in left(allow, ask, deny)] == ["checkpoint", "deny"]
    assert left(allow, ask, deny, always) == [("deny", "always")]


def test_a_limit_or_an_observer_makes_nothing_pointless() -> None:
    limit = {"count": 1, "per": [], "window": "day"}
    rules = [
        rule("a", 1, "allow"),
        rule("b", 2, "deny", limit=limit),
        rule("c", 3, "deny", observe=True),
    ]

    assert [effect for effect, _ in left(*rules)] == ["allow", "deny"]


def test_rules_of_other_agents_workflows_and_actions_are_left_out() -> None:
    rules = [
        rule("a", 1, "allow", subject="a-2"),
        rule("b", 2, "allow", workflow="refunds"),
        rule("c", 3, "allow", action="invoice.*"),
        rule("d", 4, "allow", subject="a-1", workflow="inv*", action="payment.*"),
    ]

    assert left(*rules) == [("allow", "always")]
    assert len(left(*rules, workflow=None)) == 2
