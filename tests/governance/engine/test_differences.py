"""What one boundary document changes about another reads as sentences."""

from typing import Any

import pytest

from governance.engine.differences import differences
from tests.governance.engine.building import (
    AGENT,
    FINANCE,
    FOUR_EYES,
    document,
    eur,
    leaf,
    rule,
)

_AMOUNT = leaf("parameters.amount", "at_most", eur("500.00"))
_STATUS = leaf("facts.supplier.status", "equals", "approved")
_LISTED = leaf("parameters.supplier", "one_of", {"list": "suppliers"})


def sentences(**changes: Any) -> list[str]:
    """Return what is said of one rule that changed."""
    effect = changes.pop("effect", "checkpoint")
    before = changes.pop("before", {})
    old = rule("pay", 1, "checkpoint", **before)
    new = rule("pay", 1, effect, **{**before, **changes})
    found = differences(document(old), document(new), agents={AGENT: "Invoice agent"})
    assert not found.added + found.removed
    return [told for one in found.changed for told in one.sentences]


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": "Paying"}, "The title was “Pay” and is “Paying”."),
        ({"number": 7}, "Its number was “1” and is “7”."),
        ({"observe": True}, "It only observes."),
        (
            {"subject": AGENT},
            "It was about every agent and is about Invoice agent.",
        ),
        ({"workflow": "pay-*"}, "The workflow was “*” and is “pay-*”."),
        ({"reason": "Why."}, "The reason was “” and is “Why.”."),
        (
            {"obligation": {**FOUR_EYES, "quorum": 2}},
            (
                "Asked was one person of Finance within 4 hours; now it is 2 people of "
                "Finance, not the owner of the agent, within an hour."
            ),
        ),
        (
            {"limit": {"count": 3, "per": ["agent.id"], "window": {"hours": 12}}},
            "The limit was none and is at most 3 times per agent in any 12 hours.",
        ),
        (
            {"limit": {"sum": "parameters.amount", "at_most": eur("9"), "per": []}},
            "The limit was none and is at most 9.00 EUR of amount in null.",
        ),
        (
            {"conditions": {"all": [_AMOUNT, _LISTED]}, "before": {"conditions": None}},
            "It applies only where the amount is at most 500.00 EUR: this is new.",
        ),
        (
            {"conditions": _AMOUNT, "before": {"conditions": {"all": [_STATUS]}}},
            "That the supplier status is approved no longer matters.",
        ),
        (
            {"conditions": {"any": [_AMOUNT, {"not": _STATUS}]}},
            (
                "It applied: always. It applies now: the amount is at most 500.00 EUR "
                "or the supplier status is not approved."
            ),
        ),
        (
            {
                "conditions": {"all": [_STATUS, _STATUS]},
                "before": {"conditions": _STATUS},
            },
            (
                "It applied: the supplier status is approved. It applies now: the "
                "supplier status is approved and the supplier status is approved."
            ),
        ),
        (
            {"conditions": {"every": "parameters.lines", "that": {"x": "y"}}},
            (
                'It applies only where {"every": "parameters.lines", '
                '"that": {"x": "y"}}: this is new.'
            ),
        ),
    ],
)
def test_each_member_that_changed_is_a_sentence(
    changes: dict[str, Any], told: str
) -> None:
    assert told in sentences(**changes)


def test_an_effect_says_what_it_was_and_what_it_is() -> None:
    assert sentences(effect="deny", obligation=None) == [
        "What it is about needs a person until now, and is forbidden from then on.",
        "Asked was one person of Finance within 4 hours; now it is nobody.",
    ]


def test_rules_come_and_go_and_lists_change_by_their_entries() -> None:
    old = {
        **document(rule("a", 1, "deny"), rule("b", 2, "deny")),
        "lists": {"x": ["1"]},
    }
    new = {
        **document(rule("b", 2, "deny"), rule("c", 3, "deny")),
        "lists": {"x": ["1", "2"], "y": []},
    }

    found = differences(old, new)

    assert [one.key for one in found.added] == ["c"]
    assert [one.key for one in found.removed] == ["a"]
    assert found.changed == ()
    assert [(one.name, one.is_new, one.added) for one in found.lists] == [
        ("x", False, ("2",)),
        ("y", True, ()),
    ]
    assert found.count == 4


def test_nothing_is_different_from_the_same_rules_of_the_first_format() -> None:
    asking = rule("a", 1, "checkpoint", obligation=FINANCE)
    old_rule = {name: value for name, value in asking.items() if name != "observe"}
    del (obligation := dict(FINANCE))["quorum"]
    old = {"format": 1, "rules": [{**old_rule, "obligation": obligation}]}

    assert not differences(old, {**document(asking), "lists": {}})
    assert len(differences(None, document(asking)).added) == 1
