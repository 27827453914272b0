"""Spans and weekly hours as people type them: 24 hours, mon-fri 08:00-17:00."""

import re
from typing import Any

from governance.engine.times import DAYS

_SPAN = re.compile(r"([0-9]{1,6}) (hour|day)s?")
_HOURS = re.compile(r"([a-z, -]+) ([0-9]{2}:[0-9]{2}) ?[-\u2013] ?([0-9]{2}:[0-9]{2})")


def read_times(text: str) -> dict[str, Any] | None:
    """Return the span or the weekly hours that were typed, or None."""
    typed = text.lower()
    if match := _SPAN.fullmatch(typed):
        return {f"{match[2]}s": int(match[1])}
    match = _HOURS.fullmatch(typed)
    days = _read_days(match[1]) if match else None
    if match is None or days is None:
        return None
    return {"days": days, "from": match[2], "until": match[3]}


def typed_times(value: Any) -> str | None:
    """Return what to type for a span or weekly hours; None for anything else."""
    if not isinstance(value, dict):
        return None
    if len(value) == 1 and (unit := next(iter(value))) in ("hours", "days"):
        count = value[unit]
        return f"1 {unit[:-1]}" if count == 1 else f"{count} {unit}"
    if set(value) == {"days", "from", "until"} and isinstance(value["days"], list):
        return f"{' '.join(value['days'])} {value['from']}-{value['until']}"
    return None


def _read_days(text: str) -> list[str] | None:
    days: list[str] = []
    for part in re.split(r"[ ,]+", text.strip()):
        first, _, last = part.partition("-")
        if first not in DAYS or (last or first) not in DAYS:
            return None
        start, end = DAYS.index(first), DAYS.index(last or first)
        if end < start:
            return None
        days += DAYS[start : end + 1]
    return days
