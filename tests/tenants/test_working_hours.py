"""Working time: what counts of nights, weekends, holidays, a change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.working_hours import (
    USUAL,
    Day,
    WorkingHours,
    read_hours,
    said_hours,
    written_hours,
)

OSLO = ZoneInfo("Europe/Oslo")
NIGHTS = WorkingHours({6: Day(time(1), time(4))})
CHRISTMAS = WorkingHours(USUAL.days, {date(2026, 12, 25): "Christmas Day"})


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=OSLO)


@pytest.mark.parametrize(
    ("hours", "start", "span", "end"),
    [
        # Within a day; up to its very end; over the night; over the weekend.
        (USUAL, "2026-11-02T09:00", 2, "2026-11-02T11:00"),
        (USUAL, "2026-11-02T15:00", 2, "2026-11-02T17:00"),
        (USUAL, "2026-11-02T16:00", 2, "2026-11-03T10:00"),
        (USUAL, "2026-11-06T16:00", 2, "2026-11-09T10:00"),
        # Before work begins, after it has ended, on a day off.
        (USUAL, "2026-11-02T03:00", 1, "2026-11-02T10:00"),
        (USUAL, "2026-11-02T22:00", 1, "2026-11-03T10:00"),
        (USUAL, "2026-11-07T12:00", 8, "2026-11-09T17:00"),
        (USUAL, "2026-11-02T09:00", 40, "2026-11-06T17:00"),
        # Christmas Day 2026 is a Friday.
        (CHRISTMAS, "2026-12-24T16:00", 2, "2026-12-28T10:00"),
        # The clocks go from 2 to 3 on 28 March 2027, and back on 31 October 2027.
        (NIGHTS, "2027-03-28T00:00", 2, "2027-03-28T04:00"),
        (NIGHTS, "2027-10-31T00:00", 4, "2027-10-31T04:00"),
    ],
)
def test_only_working_time_counts(
    hours: WorkingHours, start: str, span: int, end: str
) -> None:
    found = hours.after(at(start), timedelta(hours=span), zone=OSLO)

    assert found.astimezone(OSLO) == at(end)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001
    first=st.integers(1, 5000),
    second=st.integers(1, 5000),
)
def test_two_spans_one_after_the_other_are_their_sum(
    start: datetime, first: int, second: int
) -> None:
    begins = start.replace(tzinfo=UTC)
    one, two = timedelta(minutes=first), timedelta(minutes=second)

    between = CHRISTMAS.after(begins, one, zone=OSLO)

    assert begins + one <= between
    end = CHRISTMAS.after(begins, one + two, zone=OSLO)
    assert CHRISTMAS.after(between, two, zone=OSLO) == end
    local = between.astimezone(OSLO)
    assert local.weekday() < 5
    assert time(9) < local.time() <= time(17)


def test_what_is_stored_reads_as_what_was_written() -> None:
    assert read_hours(written_hours(CHRISTMAS)) == CHRISTMAS
    assert read_hours({}) == USUAL


@pytest.mark.parametrize(
    ("hours", "fault"),
    [
        (USUAL, ""),
        (WorkingHours({}), "Say at least of one day"),
        (WorkingHours({2: Day(time(9), time(9, 29))}), "Wednesday has to end"),
        (
            WorkingHours(
                USUAL.days,
                {date(2026, 1, 1) + timedelta(days=n): "" for n in range(201)},
            ),
            "At most 200 holidays",
        ),
    ],
)
def test_hours_in_which_nobody_would_ever_answer_are_a_fault(
    hours: WorkingHours, fault: str
) -> None:
    assert hours.fault.startswith(fault)
    assert bool(hours.fault) is bool(fault)


def test_days_alike_are_said_together() -> None:
    half = WorkingHours({**USUAL.days, 5: Day(time(10), time(13, 30))})

    assert said_hours(half) == (
        "Monday to Friday 09:00 to 17:00, Saturday 10:00 to 13:30"
    )
