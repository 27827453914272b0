"""How times read: a clock, a day, how long is left, how long ago.

Wording only: everything is told the present. ``static/live.js`` keeps the same
words up to date in an open page.
"""

from datetime import datetime

from django.utils.dateformat import format as written
from django.utils.timezone import localtime

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
# Under this, a deadline is shown as pressing. In seconds.
HOT = HOUR


def left(seconds: int) -> str:
    """Return how long remains in words: "48 min left"."""
    if seconds <= 0:
        return "time is up"
    if seconds < MINUTE:
        return "under 1 min left"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min left"
    if seconds < 2 * DAY:
        return f"{_hours(seconds)} left"
    return f"{seconds // DAY} days left"


def ago(seconds: int) -> str:
    """Return how long ago it was in words: "9 seconds ago"."""
    if seconds < 1:
        return "just now"
    if seconds < MINUTE:
        return f"{seconds} second{'' if seconds == 1 else 's'} ago"
    if seconds < HOUR:
        return f"{seconds // MINUTE} min ago"
    if seconds < 2 * DAY:
        return f"{seconds // HOUR} h ago"
    return f"{seconds // DAY} days ago"


def clock(at: datetime) -> str:
    """Return the time of day in the active zone: "13:52:03"."""
    return written(localtime(at), "H:i:s")


def moment(at: datetime) -> str:
    """Return day and minute in the active zone: "4 March 2026, 09:15"."""
    return written(localtime(at), "j F Y, H:i")


def full(at: datetime) -> str:
    """Return everything, with the zone: "Thu 19 Nov 2026, 13:52:03 CET"."""
    return written(localtime(at), "D j M Y, H:i:s T")


def due(at: datetime, *, now: datetime) -> str:
    """Return a deadline, as much of it as is needed: "15:00 CET", "Fri 12:00 CET"."""
    local, today = localtime(at), localtime(now).date()
    away = (local.date() - today).days
    if away == 0:
        return written(local, "H:i T")
    if 0 < away < 7:
        return written(local, "D H:i T")
    if local.year == today.year:
        return written(local, "j M, H:i T")
    return written(local, "j M Y, H:i T")


def _hours(seconds: int) -> str:
    minutes = seconds % HOUR // MINUTE
    return f"{seconds // HOUR} h {minutes} min" if minutes else f"{seconds // HOUR} h"
