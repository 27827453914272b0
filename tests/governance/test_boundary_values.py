"""Conditions as people type them: what is typed is read, and shown the same again."""

from typing import Any

import pytest

from governance.engine.document import DocumentError
from governance.engine.reading import Place
from governance.forms.rows import WRITTEN, shape_of
from governance.forms.values import read_leaf, text_of

_PLACE = Place()
_EUR = {"amount": "500.00", "currency": "EUR"}


@pytest.mark.parametrize(
    ("op", "text", "value"),
    [
        ("at_most", "500.00 EUR", _EUR),
        ("at_most", "12", 12),
        ("at_most", "12.5", "12.5"),
        ("equals", "approved", "approved"),
        ("equals", "true", True),
        ("equals", '"true"', "true"),
        ("equals", '"12"', "12"),
        ("equals", "EUR, GBP", "EUR, GBP"),
        ("one_of", "EUR, GBP", ["EUR", "GBP"]),
        ("one_of", "EUR", ["EUR"]),
        ("one_of", "1, 2", [1, 2]),
        ("one_of", '["a, b", "c"]', ["a, b", "c"]),
        ("between", "1.00 EUR, 500.00 EUR", [{**_EUR, "amount": "1.00"}, _EUR]),
        ("equals_field", "facts.supplier.account", "facts.supplier.account"),
        ("equals", "24 hours", "24 hours"),
        ("age_at_most", "24 hours", {"hours": 24}),
        ("due_within", "1 day", {"days": 1}),
        ("domain_one_of", "acme.example, b.example", ["acme.example", "b.example"]),
        ("before", "2026-12-31", "2026-12-31"),
        (
            "in_hours",
            "mon tue wed sat 08:00-17:30",
            {"days": ["mon", "tue", "wed", "sat"], "from": "08:00", "until": "17:30"},
        ),
    ],
)
def test_what_is_typed_is_what_the_operator_takes(
    op: str, text: str, value: Any
) -> None:
    leaf = read_leaf({"field": "parameters.x", "op": op}, f" {text} ", place=_PLACE)

    assert leaf == {"field": "parameters.x", "op": op, "value": value}
    assert text_of(leaf, place=_PLACE) == text


def test_an_operator_without_a_value_is_typed_as_nothing() -> None:
    leaf = read_leaf({"field": "parameters.x", "op": "is_missing"}, "", place=_PLACE)

    assert leaf == {"field": "parameters.x", "op": "is_missing"}
    assert text_of(leaf, place=_PLACE) == ""


@pytest.mark.parametrize("text", ["list gone", "", '{"a": 1}', "[" * 5000])
def test_what_reads_in_no_way_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        read_leaf({"field": "parameters.x", "op": "at_most"}, text, place=_PLACE)


@pytest.mark.parametrize(
    "conditions",
    [
        {"all": [{"any": [{"field": "a.b", "op": "is_present"}]}]},
        {"not": {"all": [{"field": "a.b", "op": "is_present"}]}},
        {"every": "parameters.lines"},
        {"field": "a.b", "op": "an_operator_of_tomorrow"},
        {"count": {"of": "parameters.lines", "that": None}},
        {"history": {"count": 1, "outcome": 1, "per": 1, "hours": 1}, "op": []},
        "nonsense",
    ],
)
def test_what_is_not_flat_is_shown_as_it_is_written(conditions: Any) -> None:
    assert shape_of(conditions, place=_PLACE).join == WRITTEN


def test_days_may_be_typed_from_the_first_to_the_last() -> None:
    typed = "Mon-Wed, sat 08:00 \u2013 17:30"
    leaf = read_leaf({"field": "time.now", "op": "in_hours"}, typed, place=_PLACE)

    assert leaf["value"]["days"] == ["mon", "tue", "wed", "sat"]
    for wrong in ("fri-mon 08:00-17:00", "someday 08:00-17:00", "mon 8-17"):
        with pytest.raises(DocumentError):
            read_leaf({"field": "time.now", "op": "in_hours"}, wrong, place=_PLACE)
