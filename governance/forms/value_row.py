"""A condition about a value: "parameters.amount is at most 500.00 EUR"."""

from typing import Any

from governance.engine.reading import Place
from governance.forms.row import (
    Condition,
    RowForm,
    field_name,
    menu,
    operators,
    typed,
)
from governance.forms.values import read_leaf, text_of

_MEMBERS = {"field", "op", "value"}


class ValueRow(RowForm):
    """A field, how it is judged, and by what."""

    kind = "value"
    title = "about a value"
    page = "governance/boundaries_row_value.html"
    at = {"field": "field", "op": "op", "value": "value"}

    field = field_name("Field")
    op = menu("Is", choices=operators)
    value = typed("Value")

    @classmethod
    def shown(cls, condition: Condition, *, place: Place) -> dict[str, Any] | None:
        """Return what to type for a condition; None where it is of another kind."""
        if "field" not in condition or not set(condition) <= _MEMBERS:
            return None
        return {**condition, "value": text_of(condition, place=place)}

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was typed; the menu always says something."""
        given = self.cleaned_data
        return not (given.get("field") or given.get("value"))

    def read(self, place: Place) -> Condition:
        """Return the condition that was typed; raises DocumentError."""
        given = self.cleaned_data
        named = {"field": given["field"], "op": given["op"]}
        return read_leaf(named, given["value"], place=place)
