"""Whatever the rules, no question ever contradicts what their analysis says."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from governance.engine.catalogue import ActionShape, Catalogue
from tests.governance.engine.analysing import (
    WORKFLOW,
    analysis_of,
    asked,
    bears_out,
    shows,
)
from tests.governance.engine.building import AGENT, Json, rule
from tests.governance.engine.drawing import (
    leaves,
    limits,
    rarely,
    trees,
    values_of_questions,
)

ANY: Json = {"type": "object", "properties": {"a": {}, "b": {}, "money": {}}}
TYPED: Json = {
    "type": "object",
    "properties": {
        "a": {"enum": ["approved", "blocked", 1]},
        "b": {"type": ["integer", "null"], "minimum": -1, "maximum": 2},
        "money": {
            "type": "object",
            "properties": {"amount": {"type": "string"}, "currency": {"const": "EUR"}},
            "required": ["amount", "currency"],
        },
    },
    "required": ["a", "money"],
}


def client(schema: Json) -> Catalogue:
    facts = {"a": None, "b": None}
    money = {"amount": "1.00", "currency": "EUR"}
    shape = ActionShape(
        "payment.send", schema, facts, {"a": "approved", "money": money}
    )
    return Catalogue({shape.name: shape}, {AGENT: "Ann"}, frozenset({WORKFLOW}))


typed_values: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {
        "parameters": st.fixed_dictionaries(
            {
                "a": st.sampled_from(["approved", "blocked", 1]),
                "money": st.builds(
                    lambda amount: {"amount": amount, "currency": "EUR"},
                    st.sampled_from(["0.00", "1.00", "2.00", "3.00", "none"]),
                ),
            },
            optional={"b": st.one_of(st.none(), st.integers(-1, 2))},
        ),
        "facts": st.fixed_dictionaries(
            {}, optional={"a": st.sampled_from(["approved", "x", 2, ["x"], " "])}
        ),
    }
)


def short_trees() -> st.SearchStrategy[Json]:
    # Two or three conditions at most: such have something to do with each other.
    return st.one_of(
        leaves(),
        st.builds(
            lambda parts: {"all": parts}, st.lists(leaves(), min_size=2, max_size=2)
        ),
        st.builds(lambda part: {"not": part}, leaves()),
        trees(),
    )


@st.composite
def close_rules(draw: st.DrawFn) -> list[Json]:
    conditions = draw(
        st.lists(st.one_of(st.none(), short_trees()), min_size=2, max_size=3)
    )
    rules = []
    for number, tree in enumerate(conditions, start=1):
        effect = draw(st.sampled_from(["allow", "checkpoint", "deny"]))
        bounded = effect != "allow" and draw(rarely)
        rules.append(
            rule(f"r{number}", number, effect, conditions=tree,
                 limit=draw(limits) if bounded else None)
        )  # fmt: skip
    return rules


def check(rules: list[Json], schema: Json, values: list[Any]) -> None:
    for insight in analysis_of(*rules, at=client(schema)).insights:
        if insight.example is not None:
            assert shows(insight, rules), insight
        for one in values:
            assert bears_out(insight, rules, asked(one)), insight


@settings(deadline=None, max_examples=60)
@given(
    rules=close_rules(),
    values=st.lists(values_of_questions, min_size=1, max_size=6),
)
def test_no_question_contradicts_what_is_said_of_untyped_fields(
    rules: list[Json], values: list[Any]
) -> None:
    check(rules, ANY, values)


@settings(deadline=None, max_examples=60)
@given(rules=close_rules(), values=st.lists(typed_values, min_size=1, max_size=6))
def test_no_question_contradicts_what_is_said_of_typed_fields(
    rules: list[Json], values: list[Any]
) -> None:
    check(rules, TYPED, values)
