"""What must hold for every boundary and every question."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.engine.boundary import Verdict, compile_boundary, with_exhausted
from governance.engine.effects import strictest
from tests.governance.engine import reference
from tests.governance.engine.building import Json, document, question, rule
from tests.governance.engine.drawing import limits, rule_sets, values_of_questions


def verdict_of(rules: list[Json], values: Any) -> Verdict:
    return compile_boundary(document(*rules)).decide(question(**values))


@settings(deadline=None, max_examples=500)
@given(rules=rule_sets(), values=values_of_questions)
def test_the_engine_agrees_with_a_naive_evaluator(
    rules: list[Json], values: Any
) -> None:
    verdict = verdict_of(rules, values)

    effect, keys = reference.effect_and_keys(document(*rules), values)
    assert verdict.code == ("rules" if keys else "no_rule")
    assert verdict.effect == effect
    assert {hit.key for hit in verdict.hits} == keys


@settings(deadline=None)
@given(rules=rule_sets(), values=values_of_questions, data=st.data())
def test_the_verdict_never_depends_on_the_order_of_rules(
    rules: list[Json], values: Any, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(rules))

    assert verdict_of(shuffled, values) == verdict_of(rules, values)


@settings(deadline=None)
@given(
    rules=rule_sets(),
    more=rule_sets(effects=("deny",), most=1, first=50),
    values=values_of_questions,
)
def test_one_more_deny_rule_never_loosens(
    rules: list[Json], more: list[Json], values: Any
) -> None:
    before, after = verdict_of(rules, values), verdict_of(rules + more, values)

    assert after.effect.strictness >= before.effect.strictness


@settings(deadline=None)
@given(
    rules=rule_sets(),
    more=rule_sets(effects=("checkpoint",), most=1, first=50),
    values=values_of_questions,
)
def test_one_more_checkpoint_rule_never_loosens_what_a_rule_decided(
    rules: list[Json], more: list[Json], values: Any
) -> None:
    before, after = verdict_of(rules, values), verdict_of(rules + more, values)

    if before.code == "rules":
        assert after.effect.strictness >= before.effect.strictness
    # Where nothing was allowed, a checkpoint lets a person be asked, and no more.
    assert after.effect != "allow" or before.effect == "allow"


@settings(deadline=None)
@given(rules=rule_sets(), limit=limits, values=values_of_questions)
def test_one_more_limit_never_loosens(
    rules: list[Json], limit: Json, values: Any
) -> None:
    for effect in ("checkpoint", "deny"):
        bounded = rule("limit", 50, effect, limit=limit)
        before, after = verdict_of(rules, values), verdict_of([*rules, bounded], values)
        assert after.effect.strictness >= before.effect.strictness


@settings(deadline=None)
@given(rules=rule_sets(), values=values_of_questions, data=st.data())
def test_limits_without_room_never_loosen_and_the_stricter_wins(
    rules: list[Json], values: Any, data: st.DataObject
) -> None:
    verdict = verdict_of(rules, values)
    exhausted = [entry for entry in verdict.limits if data.draw(st.booleans())]

    after = with_exhausted(verdict, exhausted)

    effects = [entry.effect for entry in exhausted]
    assert after.effect is strictest([verdict.effect, *effects])
    assert after.effect != "deny" or after.limits == ()


@settings(deadline=None)
@given(rules=rule_sets(), values=values_of_questions)
def test_every_verdict_is_explained_and_hangs_together(
    rules: list[Json], values: Any
) -> None:
    verdict = verdict_of(rules, values)

    assert verdict.explanation.endswith(".")
    assert all(hit.effect is verdict.effect for hit in verdict.hits)
    assert bool(verdict.obligations) == (verdict.effect == "checkpoint")
    assert verdict.effect != "allow" or not any(hit.unchecked for hit in verdict.hits)
    assert all(near.finding.field for near in verdict.near_misses)
