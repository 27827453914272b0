"""A tree of conditions as rows of a form, where it is one flat list of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from governance.engine.operators import OPERATORS, Operator
from governance.engine.reading import Place
from governance.portal.boundaries.values import read_leaf, text_of

ALL, ANY, WRITTEN = "all", "any", "written"
MOST_ROWS = 32
_LEAF = {"field", "op", "value"}


def _said(operator: Operator) -> str:
    """Return an operator as the sentence goes on: "is at most ..."."""
    told = operator.says.demands.format(expected="…", other="field …")
    # "is EUR, NOK or SEK" reads well in a sentence, and says nothing in a menu.
    return told.replace("…", "one of …") if operator.takes == "options" else told


class RowForm(forms.Form):
    """One condition: a field, how it is judged, and by what."""

    field = forms.CharField(
        label="Field",
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={"list": "fields", "autocomplete": "off", "autocapitalize": "off"}
        ),
    )
    op = forms.ChoiceField(label="Is", required=False)
    value = forms.CharField(label="Value", required=False, max_length=5000)
    negated = forms.BooleanField(label="Not", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["op"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(name, _said(one)) for name, one in OPERATORS.items()]

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was typed here."""
        given = self.cleaned_data
        return not (given.get("field") or given.get("value"))

    def condition(self, *, place: Place) -> dict[str, Any]:
        """Return the condition.

        Raises:
            DocumentError: it does not read as one.
        """
        given = self.cleaned_data
        leaf = read_leaf(given["field"], given["op"], given["value"], place=place)
        return {"not": leaf} if given["negated"] else leaf


@dataclass(frozen=True, slots=True)
class Shape:
    """Conditions as the form shows them: rows that are joined, or written out."""

    join: str
    rows: list[dict[str, Any]]
    written: str = ""


def shape_of(conditions: Any, *, place: Place) -> Shape:
    """Return how conditions are shown: as rows where they are flat."""
    if conditions is None:
        return Shape(ALL, [])
    join, parts = ALL, [conditions]
    if isinstance(conditions, Mapping) and len(conditions) == 1:
        for name in (ALL, ANY):
            if isinstance(conditions.get(name), list):
                join, parts = name, conditions[name]
    leaves = [_flat(part) for part in parts]
    rows = [
        {**leaf, "value": text_of(leaf, place=place), "negated": negated}
        for leaf, negated in leaves
        if leaf is not None
    ]
    if len(rows) < len(parts):
        written = json.dumps(conditions, indent=2, ensure_ascii=False)
        return Shape(WRITTEN, [], written)
    return Shape(join, rows)


def joined(
    join: str, parts: list[dict[str, Any]], *, before: Any
) -> dict[str, Any] | None:
    """Return the tree of these conditions; None for none.

    A single one stands alone, unless it was in a group ``before``.
    """
    grouped = isinstance(before, Mapping) and (ALL in before or ANY in before)
    if len(parts) == 1 and not grouped:
        return parts[0]
    return {join: parts} if parts else None


def _flat(part: Any) -> tuple[dict[str, Any] | None, bool]:
    negated = isinstance(part, Mapping) and set(part) == {"not"}
    leaf = part["not"] if negated else part
    is_leaf = (
        isinstance(leaf, Mapping)
        and set(leaf) <= _LEAF
        and leaf.get("op") in OPERATORS
        and isinstance(leaf.get("field"), str)
    )
    return (dict(leaf) if is_leaf else None), negated
