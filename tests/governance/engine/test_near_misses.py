from governance.engine.effects import Effect
from tests.governance.engine.building import Json, decide, eur, leaf, rule

SMALL = leaf("parameters.amount", "at_most", eur("500.00"))
APPROVED = leaf("facts.supplier.status", "equals", "approved")
BLOCKED = leaf("facts.supplier.status", "equals", "blocked")
VALUES = {
    "parameters": {"amount": eur("740.00")},
    "facts": {"supplier": {"status": "approved"}},
}


def nearly(tree: Json, **values: object) -> list[str]:
    verdict = decide(rule("a", 1, "allow", conditions=tree), **(values or VALUES))
    return [near.finding.text for near in verdict.near_misses]


def test_an_allow_rule_that_fails_on_one_condition_is_a_near_miss() -> None:
    assert nearly({"all": [SMALL, APPROVED]}) == ["740.00 EUR is over 500.00 EUR"]


def test_an_allow_rule_that_fails_on_two_conditions_is_not() -> None:
    assert nearly({"all": [SMALL, BLOCKED]}) == []


def test_a_condition_that_is_unknown_counts_as_one() -> None:
    assert nearly(APPROVED, facts={}) == ["supplier status is missing"]


def test_a_condition_that_must_not_hold_is_said_as_it_is() -> None:
    assert nearly({"not": APPROVED}) == ["supplier status is approved"]


def test_of_an_alternative_that_fails_every_branch_counts() -> None:
    assert nearly({"any": [SMALL, BLOCKED]}) == []
    assert nearly({"any": [{"all": [SMALL, APPROVED]}]}) == [
        "740.00 EUR is over 500.00 EUR"
    ]


def test_an_alternative_that_holds_is_not_to_blame() -> None:
    tree = {"all": [{"any": [BLOCKED, APPROVED]}, SMALL]}

    assert nearly(tree) == ["740.00 EUR is over 500.00 EUR"]


def test_under_a_negated_group_the_condition_that_holds_is_to_blame() -> None:
    assert nearly({"not": {"any": [BLOCKED, APPROVED]}}) == [
        "supplier status is approved"
    ]


def test_near_misses_are_given_also_when_a_person_is_asked_or_a_rule_refuses() -> None:
    allow = rule("a", 1, "allow", conditions=SMALL)
    for effect in ("checkpoint", "deny"):
        verdict = decide(allow, rule("s", 2, effect), **VALUES)
        assert [near.key for near in verdict.near_misses] == ["a"]


def test_an_allowed_action_missed_nothing() -> None:
    allow = rule("a", 1, "allow", conditions=SMALL)

    verdict = decide(allow, rule("b", 2, "allow"), **VALUES)

    assert verdict.effect is Effect.ALLOW
    assert verdict.near_misses == ()


def test_deny_rules_and_other_actions_are_never_near_misses() -> None:
    other = rule("a", 1, "allow", conditions=SMALL, action="invoice.match")
    deny = rule("d", 2, "deny", conditions=SMALL)

    assert decide(other, deny, **VALUES).near_misses == ()
