"""What is filled into the form of an example is the value that agents would send."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.portal.types.beginnings import BEGINNINGS
from agents.schemas import (
    Part,
    check_schema,
    example_form,
    first_fault,
    given_example,
    read_example,
)

TEXT = {"type": "string", "minLength": 1}
MONEY = {
    "type": "object",
    "properties": {"amount": TEXT, "currency": TEXT},
    "required": ["amount", "currency"],
}
WORDS = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=20
)
NAMES = st.text("abcXYZ019_/~.- ", min_size=1, max_size=8)

Case = tuple[dict[str, Any], Any]


def of(
    schema: dict[str, Any], values: st.SearchStrategy[Any]
) -> st.SearchStrategy[Case]:
    return values.map(lambda value: (schema, value))


SCALARS: st.SearchStrategy[Case] = st.one_of(
    of(TEXT, WORDS),
    of({**TEXT, "maxLength": 2000}, WORDS),
    of({"type": "integer"}, st.integers(-(10**9), 10**9)),
    of({"type": "number"}, st.integers(-999, 999).map(lambda n: n / 4)),
    of({"type": "boolean"}, st.booleans()),
    of({"type": "string", "format": "date"}, st.dates().map(str)),
    of({"enum": ["EUR", "7", 7, True, False]}, st.sampled_from(["EUR", "7", 7, True])),
    of({"const": "fixed"}, st.just("fixed")),
    of(MONEY, st.just({"amount": "740.00", "currency": "EUR"})),
    of({}, st.recursive(WORDS, lambda one: st.lists(one, max_size=2), max_leaves=3)),
)
LISTS: st.SearchStrategy[Case] = st.one_of(
    of({"type": "array", "items": TEXT}, st.lists(WORDS, min_size=1, max_size=4)),
    of(
        {"type": "array", "items": {"type": "integer"}},
        st.lists(st.integers(0, 99), min_size=1, max_size=4),
    ),
)


def _object(members: st.SearchStrategy[Case]) -> st.SearchStrategy[Case]:
    return st.dictionaries(NAMES, members, min_size=1, max_size=3).map(_made)


def _made(cases: dict[str, Case]) -> Case:
    schema = {
        "type": "object",
        "properties": {name: case[0] for name, case in cases.items()},
        "required": list(cases),
        "additionalProperties": False,
    }
    return schema, {name: case[1] for name, case in cases.items()}


def listed(objects: st.SearchStrategy[Case]) -> st.SearchStrategy[Case]:
    """Return such objects, alone and in lists."""
    several = objects.map(
        lambda case: ({"type": "array", "items": case[0]}, [case[1], case[1]])
    )
    return st.one_of(objects, several)


# Objects, with objects and lists of objects inside.
CASES = _object(st.one_of(SCALARS, LISTS, listed(_object(st.one_of(SCALARS, LISTS)))))


def fields(part: Part) -> Iterator[Part]:
    """Yield the fields of a form, those inside others too."""
    if part.parts:
        for each in part.parts:
            yield from fields(each)
    elif part.kind not in {"group", "money", "list"}:
        yield part


def posted(part: Part) -> dict[str, str]:
    """Return what a browser would send of a form as it is."""
    return {field.name: field.value for field in fields(part)}


@given(CASES)
def test_what_a_form_shows_of_a_value_is_read_as_that_value(case: Case) -> None:
    schema, value = case
    check_schema(schema)
    assert first_fault(schema, value, at="parameters") is None

    read = read_example(schema, posted(example_form(schema, value)))

    assert read == value
    assert first_fault(schema, read, at="parameters") is None


@given(CASES)
def test_an_empty_form_reads_as_nothing(case: Case) -> None:
    schema, _ = case
    names = posted(example_form(schema, {}))

    assert read_example(schema, dict.fromkeys(names, "")) in ({}, "")


@pytest.mark.parametrize("word", BEGINNINGS)
def test_what_one_may_begin_with_is_accepted_with_its_own_example(word: str) -> None:
    schema = BEGINNINGS[word][1]["schema"]

    check_schema(schema)
    example = given_example(schema) or {}

    assert first_fault(schema, example, at="parameters") is None
    assert read_example(schema, posted(example_form(schema, example))) == example


def test_what_does_not_fit_its_field_is_kept_for_the_validator_to_name() -> None:
    schema = {
        "type": "object",
        "properties": {"count": {"type": "integer"}, "lines": {"type": "array"}},
    }

    typed = {"example/count": "many", "example/lines": "[1,"}
    read = read_example(schema, typed)

    assert read == {"count": "many", "lines": "[1,"}
    fault = first_fault(schema, read, at="parameters")
    assert fault is not None
    assert fault.path == "parameters.count"
    shown = {one.name: one.value for one in fields(example_form(schema, read))}
    assert shown == typed


def test_a_list_offers_one_more_item_to_fill_in() -> None:
    line = {"type": "object", "properties": {"sku": TEXT}, "required": ["sku"]}
    schema = {
        "type": "object",
        "properties": {"lines": {"type": "array", "items": line}},
    }
    form = example_form(schema, {"lines": [{"sku": "A"}]})

    assert posted(form) == {"example/lines/0/sku": "A", "example/lines/1/sku": ""}


def test_a_form_that_would_be_endless_is_one_field_of_json() -> None:
    many = {f"p{number}": TEXT for number in range(100)}
    schema = {"type": "object", "properties": many}

    form = example_form(schema, {"p1": "x"})

    assert (form.kind, form.name) == ("json", "example")
    assert read_example(schema, posted(form)) == {"p1": "x"}
