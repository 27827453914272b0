"""The form of one record: a field for each column, and lines for new ones."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.forms import BoundField

from governance.services.facts import Kind, as_cell, from_cell
from governance.services.facts.columns import (
    ID,
    LONGEST_TEXT,
    Kinds,
    WrongValueError,
    kind_of,
)

_OF_COLUMN = "value-"
_LINE = re.compile(r"([A-Za-z0-9_-]+) *: *(.*)")
_HINTS = {
    Kind.TEXT: "",
    Kind.NUMBER: "A number: 12 or 12.5.",
    Kind.MONEY: "Money: 740.00 EUR.",
    Kind.YES_NO: "yes or no.",
    Kind.DATE: "A date: 2027-01-31.",
}


class RecordForm(forms.Form):
    """A record's values. What is left empty is left out, and missing to rules."""

    more = forms.CharField(
        label="Other columns",
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text="A line each: city: Hamburg.",
    )

    def __init__(
        self,
        *args: Any,
        kinds: Kinds,
        columns: Iterable[str] = (),
        kept: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kinds, self.kept = kinds, dict(kept or {})
        names = dict.fromkeys([*kinds, *self.kept, *columns])
        self.columns = [name for name in names if name != ID]
        for name in self.columns:
            self.fields[f"{_OF_COLUMN}{name}"] = self._field(name)
        self.order_fields(["key", *map(_OF_COLUMN.__add__, self.columns), "more"])

    def shown(self) -> list[BoundField]:
        """Return the fields that a person fills in."""
        return list(self.visible_fields())

    def clean(self) -> dict[str, Any]:
        """Read each value as its column's type."""
        given = super().clean() or {}
        values = {}
        for name in self.columns:
            cell = given.get(f"{_OF_COLUMN}{name}", "")
            values[name] = self._read(name, cell, f"{_OF_COLUMN}{name}")
        for number, line in enumerate(given.get("more", "").splitlines(), start=1):
            match = _LINE.fullmatch(line.strip())
            if match is None and line.strip():
                self.add_error("more", f"Line {number} is not like city: Hamburg.")
            elif match is not None and match[1] in {ID, *values}:
                self.add_error("more", f"Line {number}: {match[1]} has a field above.")
            elif match is not None:
                values[match[1]] = self._read(match[1], match[2], "more")
        said = {name: value for name, value in values.items() if value is not None}
        given["values"] = said
        return given

    def _field(self, name: str) -> forms.CharField:
        value = self.kept.get(name)
        cell = as_cell(value)
        return forms.CharField(
            label=name,
            required=False,
            initial=cell,
            # A single line would lose the others of a text that has several.
            widget=forms.Textarea({"rows": 3}) if "\n" in cell else forms.TextInput,
            max_length=LONGEST_TEXT,
            # Lists and objects come by file or program, and stay what they are.
            disabled=value is not None and kind_of(value) is None,
            help_text=_HINTS[self._kind(name)],
        )

    def _kind(self, name: str) -> Kind:
        return self.kinds.get(name) or kind_of(self.kept.get(name, "")) or Kind.TEXT

    def _read(self, name: str, cell: str, field: str) -> Any:
        if name in self.kept and cell == as_cell(self.kept[name]):
            return self.kept[name]
        try:
            return from_cell(cell, self._kind(name))
        except WrongValueError as error:
            told = str(error)
            self.add_error(field, f"{told[0].upper()}{told[1:]}.")
            return None


class ChangeRecordForm(RecordForm):
    """A record that is there. ``seen`` is the version of it that was shown."""

    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)
    # An empty request would leave every value out.
    sure = forms.CharField(widget=forms.HiddenInput, initial="yes")


class NewRecordForm(RecordForm):
    """A record that is not there yet."""

    key = forms.CharField(
        label="Key",
        max_length=120,
        help_text="By which it is looked up. Upper case, lower case and blanks around "
        "it make no difference.",
        error_messages={"required": "Give it a key."},
    )
