"""For what an agent may send there is an example, which is accepted itself."""

import time
from typing import Any

import pytest
from hypothesis import given, settings

from agents.schemas import NoExampleError, check_schema, example_of, first_fault
from agents.schemas.matching import matching
from agents.schemas.patterns import count_ways
from config.demo.process import MATCH, NOTIFY, PAY
from tests.agents.schemas import satisfiable, writable

MONEY = PAY.schema["properties"]["amount"]


@pytest.mark.parametrize("declared", [MATCH, PAY, NOTIFY], ids=lambda one: one.name)
def test_each_action_of_the_demo_has_an_example(declared: Any) -> None:
    example = example_of(declared.schema)

    assert first_fault(declared.schema, example, at="parameters") is None
    assert sorted(example) == declared.schema["required"]


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        ({}, "example"),
        ({"const": {"a": 1}}, {"a": 1}),
        ({"enum": ["EUR", "USD"]}, "EUR"),
        ({"type": "string", "maxLength": 0}, ""),
        ({"type": "string", "format": "date"}, "2026-03-04"),
        ({"type": "string", "examples": ["NL-7731"]}, "NL-7731"),
        ({"type": "integer", "minimum": 7}, 7),
        ({"type": "integer", "multipleOf": 5, "exclusiveMinimum": 10}, 15),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}, 0.5),
        ({"type": ["null", "string"]}, None),
        (MONEY, {"amount": "0", "currency": "AAA"}),
        ({"type": "object", "properties": {"a": {}, "b": {}}}, {}),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2}, [1, 1]),
        ({"type": "array", "contains": {"const": 3}}, [3]),
        ({"anyOf": [False, {"type": "boolean"}]}, True),
        ({"oneOf": [{"minimum": 1}, {"type": "integer", "minimum": 0}]}, 0),
        ({"type": "string", "not": {"const": "example"}}, "x2"),
    ],
)
def test_it_is_small_and_readable(schema: Any, example: Any) -> None:
    assert example_of(schema) == example


@pytest.mark.parametrize(
    "schema",
    [
        {"not": {}},
        {"type": "integer", "minimum": 2, "maximum": 1},
        {"type": "object", "required": ["a"], "properties": {"a": False}},
        {"enum": [1], "type": "string"},
    ],
)
def test_where_nothing_is_accepted_there_is_none(schema: Any) -> None:
    with pytest.raises(NoExampleError):
        example_of(schema)


def test_a_search_that_could_go_on_ends_soon() -> None:
    either = {"anyOf": [{"type": "object", "required": [f"n{n}"]} for n in range(40)]}
    schema = {"allOf": [either] * 12, "not": {"type": "object"}}
    check_schema(schema)

    began = time.monotonic()
    with pytest.raises(NoExampleError):
        example_of(schema)

    assert time.monotonic() - began < 5


@settings(max_examples=100, deadline=None)
@given(satisfiable())
def test_what_can_be_satisfied_has_an_example_that_is_accepted(schema: Any) -> None:
    check_schema(schema)

    example = example_of(schema)

    assert first_fault(schema, example, at="parameters") is None


@settings(max_examples=60, deadline=None)
@given(writable())
def test_of_any_schema_an_example_is_accepted_or_there_is_none(schema: Any) -> None:
    try:
        example = example_of(schema)
    except NoExampleError:
        return

    assert first_fault(schema, example, at="parameters") is None


@pytest.mark.parametrize("at_least", [0, 1, 3])
@pytest.mark.parametrize(
    "pattern",
    [
        r"^[0-9]{1,12}(\.[0-9]{1,4})?$",
        "^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$",
        "^(EUR|USD)$",
        r"^(?:a|b{0,3}){2}$",
        r"^costs \$",
        "^[^a-z ]{3}-[^A-Z]$",
        "^",
    ],
)
def test_a_text_is_made_for_each_pattern(pattern: str, at_least: int) -> None:
    count_ways(pattern)
    text = matching(pattern, at_least=at_least)

    schema = {"type": "string", "pattern": pattern, "minLength": at_least}
    assert first_fault(schema, text, at="text") is None
