"""What must hold for every boundary and every question."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.engine.boundary import Verdict, compile_boundary, with_exhausted
from governance.engine.effects import strictest
from tests.governance.engine import reference
from tests.governance.engine.building import Json, document, question, rule

Strategy = st.SearchStrategy[Json]
FIELDS = ["parameters.a", "parameters.b", "parameters.money", "facts.a", "facts.b.c"]
texts = st.sampled_from(["approved", " Approved", "blocked", "x", "\uff21pproved"])
numbers = st.integers(-3, 3)
money = st.builds(
    lambda amount, currency: {"amount": f"{amount}.00", "currency": currency},
    st.integers(-2, 4),
    st.sampled_from(["EUR", "GBP"]),
)
scalars = st.one_of(texts, numbers, money, st.booleans())
raws: st.SearchStrategy[object] = st.one_of(
    scalars, st.none(), st.just(""), st.just([]), st.just({"c": "x"})
)
fields = st.sampled_from(FIELDS)


def leaves() -> Strategy:
    def of(ops: list[str], values: st.SearchStrategy[Any]) -> Strategy:
        return st.builds(
            lambda field, op, value: {"field": field, "op": op, "value": value},
            fields,
            st.sampled_from(ops),
            values,
        )

    sizes = st.one_of(numbers, money)
    ranges = st.one_of(
        st.tuples(numbers, numbers).map(sorted),
        st.just([{"amount": "0.00", "currency": "EUR"},
                 {"amount": "2.00", "currency": "EUR"}]),
    )  # fmt: skip
    options = st.one_of(
        st.lists(texts, min_size=1, max_size=3),
        st.lists(numbers, min_size=1, max_size=3),
    )
    return st.one_of(
        of(["equals", "not_equals"], scalars),
        of(["at_most", "less_than", "at_least", "more_than"], sizes),
        of(["between"], ranges),
        of(["one_of", "not_one_of"], options),
        of(["equals_field", "not_equals_field"], fields),
        of(["starts_with", "contains"], texts),
        of(["is_present", "is_missing"], st.none()),
    )


def trees() -> Strategy:
    return st.recursive(
        leaves(),
        lambda inner: st.one_of(
            st.builds(lambda part: {"not": part}, inner),
            st.builds(
                lambda parts: {"all": parts}, st.lists(inner, min_size=1, max_size=3)
            ),
            st.builds(
                lambda parts: {"any": parts}, st.lists(inner, min_size=1, max_size=3)
            ),
        ),
        max_leaves=6,
    ).filter(lambda tree: depth(tree) <= 4)


def depth(tree: Json) -> int:
    if "field" in tree:
        return 0
    ((_, parts),) = tree.items()
    return 1 + max(
        depth(part) for part in (parts if isinstance(parts, list) else [parts])
    )


rarely = st.integers(0, 3).map(lambda number: number == 0)
conditions = st.one_of(st.none(), trees())
limits = st.one_of(
    st.builds(
        lambda per: {"count": 1, "per": per, "window": "ever"},
        st.lists(fields, unique=True, max_size=2),
    ),
    st.builds(
        lambda field, per: {
            "sum": field,
            "at_most": {"amount": "9.00", "currency": "EUR"},
            "per": per,
            "window": "day",
        },
        fields,
        st.lists(fields, unique=True, max_size=1),
    ),
)


@st.composite
def rule_sets(
    draw: st.DrawFn,
    effects: Sequence[str] = ("allow", "checkpoint", "deny"),
    most: int = 4,
    first: int = 1,
) -> list[Json]:
    count = draw(st.integers(1 if most == 1 else 0, most))
    rules = []
    for number in range(first, first + count):
        effect = draw(st.sampled_from(effects))
        bounded = effect != "allow" and draw(rarely)
        rules.append(
            rule(
                f"r{number}",
                number,
                effect,
                conditions=draw(conditions),
                limit=draw(limits) if bounded else None,
            )
        )
    return rules


values_of_questions = st.fixed_dictionaries(
    {
        "parameters": st.fixed_dictionaries(
            {}, optional={"a": raws, "b": raws, "money": money}
        ),
        "facts": st.fixed_dictionaries(
            {}, optional={"a": raws, "b": st.one_of(raws, st.just({"c": "approved"}))}
        ),
    }
)


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
