from itertools import permutations

import pytest

from governance.engine.effects import Effect, strictest
from tests.governance.engine.building import (
    FINANCE,
    FOUR_EYES,
    Json,
    decide,
    keys,
    leaf,
    rule,
)

ALLOW = rule("alone", 1, "allow")
ASK = rule("ask", 2, "checkpoint")
REFUSE = rule("refuse", 3, "deny")


def test_deny_beats_checkpoint_beats_allow_in_any_order_of_rules() -> None:
    for rules in permutations([ALLOW, ASK, REFUSE]):
        assert decide(*rules).effect is Effect.DENY
    for rules in permutations([ALLOW, ASK]):
        assert decide(*rules).effect is Effect.CHECKPOINT


def test_what_no_rule_allows_is_denied() -> None:
    verdict = decide(ALLOW, action="payment.refund")

    assert (verdict.effect, verdict.code, verdict.hits) == (Effect.DENY, "no_rule", ())


def test_an_empty_boundary_denies() -> None:
    assert decide().effect is Effect.DENY


def test_a_rule_alone_decides() -> None:
    assert decide(ALLOW).effect is Effect.ALLOW
    assert decide(ASK).effect is Effect.CHECKPOINT
    assert decide(REFUSE).effect is Effect.DENY


def test_all_matched_rules_of_the_winning_effect_are_hits_by_number() -> None:
    also = rule("also", 9, "deny")
    unrelated = rule("unrelated", 4, "deny", action="invoice.match")

    verdict = decide(also, ALLOW, REFUSE, ASK, unrelated)

    assert keys(verdict) == ["refuse", "also"]
    assert verdict.code == "rules"


def test_obligations_of_all_checkpoint_rules_are_collected_once_each() -> None:
    again = rule("again", 5, "checkpoint", obligation=FINANCE)
    eyes = rule("eyes", 4, "checkpoint", obligation=FOUR_EYES)

    verdict = decide(again, eyes, ASK, ALLOW)

    assert [entry.kind for entry in verdict.obligations] == ["confirm", "four_eyes"]


@pytest.mark.parametrize("other", [ALLOW, REFUSE])
def test_there_are_no_obligations_unless_the_effect_is_checkpoint(other: Json) -> None:
    rules = [other] if other is ALLOW else [other, ASK]

    assert decide(*rules).obligations == ()


def test_a_rule_for_another_agent_says_nothing() -> None:
    assert decide({**ALLOW, "subject": "somebody-else"}).effect is Effect.DENY


def test_a_rule_for_another_workflow_says_nothing() -> None:
    assert decide({**ALLOW, "workflow": "payroll"}).effect is Effect.DENY


def test_a_rule_for_this_agent_and_workflow_applies() -> None:
    mine = {
        **ALLOW,
        "subject": "0192f0c1-1111-7000-8000-000000000001",
        "workflow": "supplier-*",
    }

    assert decide(mine).effect is Effect.ALLOW


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ({"all": ["yes", "yes"]}, True),
        ({"all": ["yes", "no"]}, False),
        ({"all": ["yes", "open"]}, None),
        ({"all": ["open", "no"]}, False),
        ({"any": ["no", "yes"]}, True),
        ({"any": ["no", "no"]}, False),
        ({"any": ["no", "open"]}, None),
        ({"any": ["open", "yes"]}, True),
        ({"not": "yes"}, False),
        ({"not": "no"}, True),
        ({"not": "open"}, None),
    ],
)
def test_groups_weigh_yes_no_and_unknown(inner: Json, expected: object) -> None:
    leaves = {
        "yes": leaf("parameters.n", "at_most", 5),
        "no": leaf("parameters.n", "more_than", 5),
        "open": leaf("parameters.absent", "at_most", 5),
    }
    ((kind, parts),) = inner.items()
    named = leaves[parts] if kind == "not" else [leaves[part] for part in parts]
    tree = {kind: named}

    allowed = decide(rule("a", 1, "allow", conditions=tree), parameters={"n": 3})
    denied = decide(ALLOW, rule("d", 2, "deny", conditions=tree), parameters={"n": 3})

    assert (allowed.effect is Effect.ALLOW) is (expected is True)
    assert (denied.effect is Effect.DENY) is (expected is not False)


def test_the_strictest_of_no_effects_is_deny() -> None:
    assert strictest([]) is Effect.DENY
