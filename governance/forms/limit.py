"""The limit of a rule as fields of its form."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from governance.forms.values import read_size, size_text

_HOURS = re.compile(r"([0-9]{1,4}) hours?")


class LimitFields(forms.Form):
    """At most so much, of what, for whom, in which time; then the rule applies."""

    limit_of = forms.ChoiceField(
        label="Only beyond a limit",
        required=False,
        choices=[
            ("", "no: always when the conditions hold"),
            ("count", "of how often it is done"),
            ("sum", "of the sum of a field"),
        ],
    )
    limit_field = forms.CharField(
        label="of this field",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"list": "fields", "autocapitalize": "off"}),
    )
    limit_most = forms.CharField(
        label="at most",
        required=False,
        max_length=60,
        help_text="A number, or money like 20000.00 EUR.",
    )
    limit_per = forms.CharField(
        label="for each",
        required=False,
        max_length=1000,
        help_text="Fields with commas between, like parameters.supplier_id; empty for "
        "all together.",
    )
    limit_window = forms.CharField(
        label="in",
        required=False,
        max_length=40,
        help_text="day, week, month or ever, or a number of hours like 24 hours.",
        widget=forms.TextInput(attrs={"list": "windows"}),
    )


def limit_from(given: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the limit that was typed, for the engine to judge; None for none."""
    of, most = given["limit_of"], read_size(given["limit_most"])
    if not of:
        return None
    per = [one.strip() for one in given["limit_per"].split(",") if one.strip()]
    measure = (
        {"count": most}
        if of == "count"
        else {"sum": given["limit_field"], "at_most": most}
    )
    return {**measure, "per": per, "window": _window(given["limit_window"].strip())}


def limit_initial(limit: Mapping[str, Any] | None) -> dict[str, str]:
    """Return what the fields show for a limit."""
    if limit is None:
        return {}
    counts = "count" in limit
    window = limit["window"]
    return {
        "limit_of": "count" if counts else "sum",
        "limit_field": "" if counts else limit["sum"],
        "limit_most": size_text(limit["count"] if counts else limit["at_most"]),
        "limit_per": ", ".join(limit["per"]),
        "limit_window": f"{window['hours']} hours"
        if isinstance(window, Mapping)
        else window,
    }


def _window(text: str) -> Any:
    match = _HOURS.fullmatch(text)
    return {"hours": int(match[1])} if match else text
