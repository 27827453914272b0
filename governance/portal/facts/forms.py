"""The forms of registers, files and keys. What must be in them, the services say."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.timezone import get_current_timezone

from governance.services.facts import Kind
from governance.services.facts.files import LARGEST

_CODE = {"spellcheck": "false", "autocapitalize": "off", "autocomplete": "off"}
_COLUMN = re.compile(r"([A-Za-z0-9_-]+) *: *(.+)")
_LAST_SECOND = time(23, 59, 59)
_LONGEST_REASON = 2000
_USUAL = timedelta(days=90)


class RegisterForm(forms.Form):
    """What a register is called, and of what type some columns are."""

    title = forms.CharField(label="Title", max_length=120, help_text="Suppliers.")
    columns = forms.CharField(
        label="Types of columns",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={**_CODE, "rows": 4}),
        help_text=f"A line each, like credit: money. There is {', '.join(Kind)}; a "
        "column that is not here is text.",
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_columns(self) -> list[tuple[str, str]]:
        """Read each line as a name and a type."""
        found = []
        for number, line in enumerate(self.cleaned_data["columns"].splitlines(), 1):
            match = _COLUMN.fullmatch(line.strip())
            if match is not None:
                found.append((match[1], match[2].strip()))
            elif line.strip():
                told = f"Line {number} is not like credit: money."
                raise forms.ValidationError(told)
        return found


class NewRegisterForm(RegisterForm):
    """A register that is not there yet."""

    name = forms.CharField(
        label="Name",
        max_length=60,
        widget=forms.TextInput(attrs=_CODE),
        help_text="What action types call it, like suppliers. It stays the same.",
    )

    field_order = ("title", "name", "columns", "revision")


class UploadForm(forms.Form):
    """A file of records, or the text of one."""

    file = forms.FileField(
        label="File",
        required=False,
        help_text="CSV or JSON, UTF-8, at most 5 MiB and 20,000 records. The first row "
        "of a table names its columns; one is id, the key.",
    )
    text = forms.CharField(
        label="Or its text",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={**_CODE, "rows": 4}),
    )
    removes = forms.BooleanField(
        label="Remove what is not in the file",
        required=False,
        help_text="Without this, records that are not in the file stay as they are.",
    )

    def clean(self) -> dict[str, Any]:
        """Want one of the two, and no more of a file than is read."""
        given = super().clean() or {}
        file, text = given.get("file"), given.get("text", "")
        if "file" in self.errors:
            return given
        if bool(file) == bool(text.strip()):
            self.add_error("file", "Choose a file, or paste its text: one of the two.")
        elif file is not None and file.size > LARGEST:
            self.add_error("file", "A file has at most 5 MiB.")
        return given

    def content(self) -> bytes:
        """Return what was sent."""
        file = self.cleaned_data["file"]
        if file is None:
            return str(self.cleaned_data["text"]).encode()
        return bytes(file.read(LARGEST + 1))


class ConfirmForm(forms.Form):
    """An act without any input: pressed on purpose, and not by an empty request."""

    sure = forms.CharField(widget=forms.HiddenInput, initial="yes")


class FeedKeyForm(forms.Form):
    """What a key is called and when it ends."""

    name = forms.CharField(
        max_length=60,
        help_text="The program that keeps the register: ERP, nightly export.",
        error_messages={"required": "Give it a name, to know it by later."},
    )
    expires = forms.DateField(
        label="Last day",
        help_text="It works until that day is over; a year at most.",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Say until when it works."},
    )
    issued = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    @property
    def ends(self) -> datetime:
        """Return when the key ends: with its last day, where the client is."""
        day, zone = self.cleaned_data["expires"], get_current_timezone()
        return datetime.combine(day, _LAST_SECOND, tzinfo=zone)


class RevokeForm(forms.Form):
    """Why a key shall not work any more."""

    reason = forms.CharField(
        label="Why, for the ledger",
        max_length=_LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reason: it is kept in the ledger."},
    )


def new_key_form(now: datetime, *, issued: int) -> FeedKeyForm:
    """Return the form of a new key, with a usual end."""
    return FeedKeyForm(initial={"issued": issued, "expires": (now + _USUAL).date()})


def as_lines(columns: Sequence[Mapping[str, str]]) -> str:
    """Return declared columns as people write them."""
    return "\n".join(f"{one['name']}: {one['type']}" for one in columns)
