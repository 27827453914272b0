"""A condition about the past: "invoice.match succeeded earlier in this run"."""

import re
from collections.abc import Mapping
from typing import Any

from governance.engine.history import OUTCOMES
from governance.engine.reading import Place
from governance.forms.row import (
    Condition,
    RowForm,
    field_name,
    menu,
    size_operators,
    typed,
)
from governance.forms.times import read_times
from governance.forms.values import read_leaf, text_of

_MEMBERS = {"count", "outcome", "per", "hours"}
_CURRENCY = re.compile(r"\b[A-Z]{3}\b")
_DAY = 24
_UNITS = {"hours": 1, "days": _DAY}


class PastRow(RowForm):
    """Earlier actions: which, how they ended, since when, and how many or how much."""

    kind = "past"
    title = "about the past"
    page = "governance/boundaries_row_past.html"
    at = {
        "history.count": "action",
        "history.outcome": "outcome",
        "history.hours": "span",
        "history.per": "per",
        "history.sum": "summed",
        "op": "op",
        "value": "value",
    }

    action = typed("Earlier", help_text="An action, like invoice.match or payment.*.")
    outcome = menu("that", choices=list(OUTCOMES.items()), initial="succeeded")
    span = typed("in the last", help_text="24 hours, 30 days. Empty: in this run.")
    per = typed(
        "with the same", help_text="Fields, with commas between. Empty: with any."
    )
    summed = field_name("The sum of", help_text="Empty: how many there were.")
    op = menu("Is", choices=size_operators, initial="at_least")
    value = typed("Value", initial="1")

    @classmethod
    def shown(cls, condition: Condition, *, place: Place) -> dict[str, Any] | None:
        """Return what to type for a condition; None where it is of another kind."""
        past = condition.get("history")
        if not isinstance(past, dict) or not set(past) >= _MEMBERS:
            return None
        return {
            "action": past["count"],
            "outcome": past["outcome"],
            "span": _span_text(past["hours"]),
            "per": ", ".join(past["per"]),
            "summed": past.get("sum", ""),
            "op": condition["op"],
            "value": text_of(condition, place=place),
        }

    @property
    def is_empty(self) -> bool:
        """Return whether it is as it was offered: what was touched was meant."""
        return not self.has_changed()

    def read(self, place: Place) -> Condition:
        """Return the condition that was typed; raises DocumentError."""
        given = self.cleaned_data
        if not given["action"]:
            told = "name an action, like invoice.match"
            raise place.at("history").at("count").refusal(told)
        past: dict[str, Any] = {
            "count": given["action"],
            "outcome": given["outcome"],
            "per": [one.strip() for one in given["per"].split(",") if one.strip()],
            "hours": _hours(given["span"], place.at("history").at("hours")),
        }
        if given["summed"]:
            past |= {"sum": given["summed"], "currency": _currency(given, place)}
        named = {"history": past, "op": given["op"]}
        return read_leaf(named, given["value"], place=place)


def _currency(given: Mapping[str, Any], place: Place) -> str:
    found = _CURRENCY.search(given["value"])
    if found is None:
        told = "a sum is compared with money, like 500.00 EUR"
        raise place.at("value").refusal(told)
    return found[0]


def _hours(text: str, place: Place) -> int | None:
    if not text:
        return None
    times = read_times(text) or {}
    for unit, hours in _UNITS.items():
        # Weekly hours have days too, by their names.
        if isinstance(count := times.get(unit), int):
            return count * hours
    raise place.refusal("type 24 hours, 30 days, or nothing for this run")


def _span_text(hours: int | None) -> str:
    if hours is None:
        return ""
    days, rest = divmod(hours, _DAY)
    count, unit = (days, "day") if days > 1 and not rest else (hours, "hour")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
