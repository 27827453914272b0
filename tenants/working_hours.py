"""When a client works, and how long something takes that counts only then. Pure.

Days and times are those of the client's own time zone; an hour that a change of the
clocks skips is not worked, and one that it repeats is worked twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

# Holidays that can be written down, so that a working day is always found again.
MOST_HOLIDAYS = 200
SHORTEST_DAY = timedelta(minutes=30)
WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


@dataclass(frozen=True, slots=True)
class Day:
    """From when until when somebody works on a day."""

    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """When a client works: by weekday from 0 for Monday, and on which days nobody."""

    days: Mapping[int, Day]
    holidays: Mapping[date, str] = field(default_factory=dict)

    @property
    def fault(self) -> str:
        """What is wrong with it, and what to do about it; "" if nothing."""
        if not self.days:
            return "Say at least of one day when somebody works."
        for number, day in sorted(self.days.items()):
            if _length(day) < SHORTEST_DAY:
                return f"{WEEKDAYS[number]} has to end half an hour after it begins."
        if len(self.holidays) > MOST_HOLIDAYS:
            return f"At most {MOST_HOLIDAYS} holidays are kept: take out the past ones."
        return ""

    def after(self, start: datetime, span: timedelta, *, zone: ZoneInfo) -> datetime:
        """Return when so much working time will have gone since a moment, in UTC."""
        day, left = start.astimezone(zone).date(), span
        while True:
            opens, closes = self._worked(day, zone)
            begins = max(opens, start.astimezone(UTC))
            there = max(closes - begins, timedelta(0))
            if closes > opens and left <= there:
                return begins + left
            left -= there
            day += timedelta(days=1)

    def covers(self, start: datetime, span: timedelta, *, zone: ZoneInfo) -> bool:
        """Return whether somebody works from a moment on for so long, in one go."""
        opens, closes = self._worked(start.astimezone(zone).date(), zone)
        return opens <= start and start + span <= closes

    def _worked(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        found = self.days.get(day.weekday())
        if found is None or day in self.holidays:
            nothing = datetime.combine(day, time.min, tzinfo=UTC)
            return nothing, nothing
        opens, closes = (
            datetime.combine(day, at, tzinfo=zone).astimezone(UTC)
            for at in (found.opens, found.closes)
        )
        return opens, closes


_NINE_TO_FIVE = Day(time(9), time(17))
USUAL = WorkingHours(dict.fromkeys(range(5), _NINE_TO_FIVE))


def written_hours(hours: WorkingHours) -> dict[str, Any]:
    """Return working hours as they are stored."""
    return {
        "days": {
            str(number): [f"{day.opens:%H:%M}", f"{day.closes:%H:%M}"]
            for number, day in sorted(hours.days.items())
        },
        "holidays": {
            day.isoformat(): name for day, name in sorted(hours.holidays.items())
        },
    }


def read_hours(stored: Mapping[str, Any]) -> WorkingHours:
    """Return working hours that ``written_hours`` wrote; the usual ones for nothing."""
    if not stored:
        return USUAL
    days = {
        int(number): Day(*(time.fromisoformat(at) for at in span))
        for number, span in stored["days"].items()
    }
    holidays = {
        date.fromisoformat(day): name for day, name in stored["holidays"].items()
    }
    return WorkingHours(days, holidays)


def said_hours(hours: WorkingHours) -> str:
    """Say when somebody works: "Monday to Friday 09:00 to 17:00"."""
    runs: list[tuple[int, int, Day]] = []
    for number, day in sorted(hours.days.items()):
        if runs and runs[-1][1] == number - 1 and runs[-1][2] == day:
            runs[-1] = (runs[-1][0], number, day)
        else:
            runs.append((number, number, day))
    return ", ".join(
        f"{_said_days(first, last)} {day.opens:%H:%M} to {day.closes:%H:%M}"
        for first, last, day in runs
    )


def _said_days(first: int, last: int) -> str:
    if first == last:
        return WEEKDAYS[first]
    return f"{WEEKDAYS[first]} to {WEEKDAYS[last]}"


def _length(day: Day) -> timedelta:
    first = date.min
    return datetime.combine(first, day.closes) - datetime.combine(first, day.opens)
