"""The windows of limits: a day, week or month of the calendar, or hours that roll.

A window is kept as text, "day" or "24 hours", so that decisions can be read without
this module.
"""

import re
from datetime import timedelta

from governance.engine.reading import (
    Place,
    read_choice,
    read_object,
    read_whole_number,
)

_CALENDAR = frozenset({"ever", "day", "week", "month"})
_MONTH_OF_HOURS = 31 * 24
_ROLLING = re.compile(r"([0-9]+) hours?")
# A rolling window is counted in so many parts, none shorter than a minute.
_PARTS = 60


def read_window(raw: object, *, place: Place) -> str:
    """Read a window as its text; raises DocumentError.

    One of ever, day, week and month, or {"hours": 24} for any 24 hours on end.
    """
    if not isinstance(raw, dict):
        return read_choice(raw, place=place, choices=_CALENDAR)
    members = read_object(raw, place=place, members={"hours"})
    hours = read_whole_number(
        members["hours"], place=place.at("hours"), lowest=1, highest=_MONTH_OF_HOURS
    )
    return f"{hours} {'hour' if hours == 1 else 'hours'}"


def rolling_length(window: str) -> timedelta | None:
    """Give how long a rolling window is, or None for one of the calendar."""
    found = _ROLLING.fullmatch(window)
    return timedelta(hours=int(found[1])) if found else None


def bucket_width(length: timedelta) -> timedelta:
    """Give the length of the buckets in which a rolling window is counted."""
    return max(length / _PARTS, timedelta(minutes=1))


def spoken_window(window: str) -> str:
    """Say a rolling window after "in any": "24 hours", "hour"."""
    return "hour" if window == "1 hour" else window
