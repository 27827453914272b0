"""Dates and moments: when something was, and what the clock says where the client is.

A date by itself is the moment at which it begins in the client's time zone.
"""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

# Beyond these, an offset could carry a moment out of the calendar.
_FIRST_YEAR, _LAST_YEAR = 1000, 9000
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(maxsize=1024)
def moment_of(text: str, zone: str) -> datetime | None:
    """Read an RFC 3339 date or date-time; None for anything else.

    A date-time needs its offset: without one nobody knows when it was.
    """
    written = text.strip().upper()
    try:
        if len(written) == len("2026-12-31"):
            found = datetime.combine(date.fromisoformat(written), time(), zone_of(zone))
        else:
            found = datetime.fromisoformat(written)
    except ValueError:
        return None
    if found.tzinfo is None or not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        return None
    return found


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """Give a time zone by its IANA name; UTC where there is none of that name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def falls_within(
    local: datetime, *, days: frozenset[str], start: time, end: time
) -> bool:
    """Tell whether a local moment lies in weekly hours, the end excluded.

    Hours that end before they start go on past midnight: they belong to the day on
    which they start. Hours that end when they start last the whole day.
    """
    today, clock = DAYS[local.weekday()], local.time()
    if start < end:
        return today in days and start <= clock < end
    yesterday = DAYS[(local - timedelta(days=1)).weekday()]
    return (today in days and clock >= start) or (yesterday in days and clock < end)
