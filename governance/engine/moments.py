"""Judging when something was or is due, by the moment at which the question came."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

from governance.engine.operands import Bind, Operand
from governance.engine.paths import read_path
from governance.engine.reading import (
    Place,
    read_choice,
    read_list,
    read_object,
    read_text,
    read_whole_number,
)
from governance.engine.times import DAYS, falls_within, moment_of, zone_of
from governance.engine.values import Seen, Truth, Value
from governance.engine.wording import listed

_MOMENT = "a date or a date and time"
_MOST = {"hours": 100_000, "days": 10_000}
_NOW = "time.now"


def bind_moment(holds: Callable[[datetime, datetime], bool]) -> Bind:
    """Make the reader of a date, or a date and time."""

    def bind(raw: object, *, place: Place) -> Operand:
        text = read_text(raw, place=place, longest=40)
        if moment_of(text, "UTC") is None:
            raise place.refusal(
                'a date like "2026-12-31", or a date and time with offset, is needed'
            )

        def judge(value: Value | None, seen: Seen) -> Truth:
            # A bare date begins when it begins for the client.
            moment, bound = _moment(value, seen), moment_of(text, seen.zone)
            return None if moment is None or bound is None else holds(moment, bound)

        return Operand(judge, text, _MOMENT)

    return bind


def bind_moment_field(holds: Callable[[datetime, datetime], bool]) -> Bind:
    """Make the reader of a second field that has a date."""

    def bind(raw: object, *, place: Place) -> Operand:
        other = read_path(raw, place=place)

        def judge(value: Value | None, seen: Seen) -> Truth:
            one, two = _moment(value, seen), _moment(seen[other.dotted], seen)
            return None if one is None or two is None else holds(one, two)

        return Operand(judge, other=other)

    return bind


def bind_age(raw: object, *, place: Place) -> Operand:
    """Bind how long ago something was at most; what is still to come is unknown."""
    span, shown = _read_span(raw, place)

    def judge(value: Value | None, seen: Seen) -> Truth:
        moment, now = _moment(value, seen), _moment(seen[_NOW], seen)
        if moment is None or now is None or moment > now:
            return None
        return now - moment <= span

    return Operand(judge, shown, _MOMENT)


def bind_due(raw: object, *, place: Place) -> Operand:
    """Bind how soon something is at the latest; what is past is within any time."""
    span, shown = _read_span(raw, place)

    def judge(value: Value | None, seen: Seen) -> Truth:
        moment, now = _moment(value, seen), _moment(seen[_NOW], seen)
        return None if moment is None or now is None else moment - now <= span

    return Operand(judge, shown, _MOMENT)


def bind_hours(raw: object, *, place: Place) -> Operand:
    """Bind weekly hours by the client's clock: {"days": [...], "from", "until"}."""
    members = read_object(raw, place=place, members={"days", "from", "until"})
    days = _read_days(members["days"], place.at("days"))
    start = _read_clock(members["from"], place.at("from"))
    end = _read_clock(members["until"], place.at("until"))

    def judge(value: Value | None, seen: Seen) -> Truth:
        moment = _moment(value, seen)
        if moment is None:
            return None
        local = moment.astimezone(zone_of(seen.zone))
        return falls_within(local, days=frozenset(days), start=start, end=end)

    named = listed([day.capitalize() for day in days], joint="and")
    shown = f"{named} from {start:%H:%M} until {end:%H:%M}"
    return Operand(judge, shown, _MOMENT)


def _moment(value: Value | None, seen: Seen) -> datetime | None:
    return moment_of(value, seen.zone) if isinstance(value, str) else None


def _read_span(raw: object, place: Place) -> tuple[timedelta, str]:
    unit = "days" if isinstance(raw, dict) and "days" in raw else "hours"
    member = read_object(raw, place=place, members={unit})[unit]
    count = read_whole_number(
        member, place=place.at(unit), lowest=1, highest=_MOST[unit]
    )
    shown = f"{count} {unit}" if count > 1 else f"1 {unit[:-1]}"
    return timedelta(**{unit: count}), shown


def _read_days(raw: object, place: Place) -> list[str]:
    entries = read_list(raw, place=place, longest=len(DAYS))
    days = [
        read_choice(entry, place=place.at(index), choices=frozenset(DAYS))
        for index, entry in enumerate(entries)
    ]
    if not days or len(set(days)) < len(days):
        raise place.refusal("at least one day is needed, each once")
    return sorted(days, key=DAYS.index)


def _read_clock(raw: object, place: Place) -> time:
    text = read_text(raw, place=place, longest=5)
    try:
        if len(text) == len("08:00"):
            return time.fromisoformat(text)
    except ValueError:
        pass
    raise place.refusal('a time of day like "08:00" is needed here')
