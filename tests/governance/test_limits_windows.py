"""A window is a day, week or month as the client's own calendar has it."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from governance.models import Reservation
from governance.selectors.limits import window_key
from governance.services import limits
from tenants.models import Client
from tests.cast import Cast
from tests.governance.answering import clock_at
from tests.governance.counting import demand, recounted
from tests.governance.happenings import ask, open_run

BERLIN = "Europe/Berlin"


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("window", "moment", "zone", "name"),
    [
        ("day", "2026-12-31T10:30", "UTC", "2026-12-31"),
        ("day", "2026-12-31T10:30", "Pacific/Kiritimati", "2027-01-01"),
        ("day", "2026-12-31T10:30", "Pacific/Pago_Pago", "2026-12-30"),
        ("day", "2026-11-25T18:29:59", "Asia/Kolkata", "2026-11-25"),
        ("day", "2026-11-25T18:30", "Asia/Kolkata", "2026-11-26"),
        # 23 hours: from 23:00 to 22:00 in UTC.
        ("day", "2027-03-27T22:59:59", BERLIN, "2027-03-27"),
        ("day", "2027-03-27T23:00", BERLIN, "2027-03-28"),
        ("day", "2027-03-28T21:59:59", BERLIN, "2027-03-28"),
        ("day", "2027-03-28T22:00", BERLIN, "2027-03-29"),
        # 25 hours: from 22:00 to 23:00 in UTC.
        ("day", "2026-10-24T21:59:59", BERLIN, "2026-10-24"),
        ("day", "2026-10-24T22:00", BERLIN, "2026-10-25"),
        ("day", "2026-10-25T22:59:59", BERLIN, "2026-10-25"),
        ("day", "2026-10-25T23:00", BERLIN, "2026-10-26"),
        # A zone that turns its clocks back at midnight has 23:30 twice, in one day.
        ("day", "2026-04-05T02:30", "America/Santiago", "2026-04-04"),
        ("day", "2026-04-05T03:30", "America/Santiago", "2026-04-04"),
        ("day", "2026-04-05T04:00", "America/Santiago", "2026-04-05"),
        # A week begins on Monday and belongs to the year of its Thursday.
        ("week", "2026-11-29T22:59:59", BERLIN, "2026-W48"),
        ("week", "2026-11-29T23:00", BERLIN, "2026-W49"),
        ("week", "2027-01-03T22:59:59", BERLIN, "2026-W53"),
        ("week", "2027-01-03T23:00", BERLIN, "2027-W01"),
        ("week", "2024-12-29T23:00", BERLIN, "2025-W01"),
        ("month", "2026-11-30T22:59:59", BERLIN, "2026-11"),
        ("month", "2026-11-30T23:00", BERLIN, "2026-12"),
        ("month", "2026-12-31T23:00", BERLIN, "2027-01"),
        ("month", "2028-03-01T04:59:59", "America/New_York", "2028-02"),
        ("month", "2028-03-01T05:00", "America/New_York", "2028-03"),
        ("ever", "2026-12-31T23:00", BERLIN, "ever"),
    ],
)
def test_a_moment_lies_in_the_window_that_the_zone_puts_it_in(
    window: str, moment: str, zone: str, name: str
) -> None:
    assert window_key(window, utc(moment).astimezone(ZoneInfo(zone))) == name


def in_zone(cast: Cast, zone: str) -> None:
    with cast.scope():
        client = Client.objects.get()
        client.time_zone = zone
        client.save(update_fields=["time_zone"])


@pytest.mark.parametrize(
    ("zone", "day", "week", "month"),
    [
        ("Pacific/Kiritimati", "2027-01-01", "2026-W53", "2027-01"),
        ("Pacific/Pago_Pago", "2026-12-30", "2026-W53", "2026-12"),
        ("Europe/Berlin", "2026-12-31", "2026-W53", "2026-12"),
    ],
)
def test_what_is_reserved_counts_in_the_windows_of_the_clients_zone(
    acme: Cast, zone: str, day: str, week: str, month: str
) -> None:
    action = ask(acme, open_run(acme))
    in_zone(acme, zone)
    several = [demand(f"per-{one}", window=one) for one in ("day", "week", "month")]

    with clock_at(utc("2026-12-31T10:30")), acme.scope():
        assert limits.reserve(action, several) == []
        rows = Reservation.objects.filter(action=action, state="reserved")
        found = dict(rows.values_list("limit_use__rule_key", "limit_use__window"))

    assert found == {"per-day": day, "per-week": week, "per-month": month}


@pytest.mark.parametrize(
    ("begins", "ends", "next_day"),
    [
        ("2026-10-24T22:00:05", "2026-10-25T22:59:30", "2026-10-25T23:00:05"),
        ("2027-03-27T23:00:05", "2027-03-28T21:59:30", "2027-03-28T22:00:05"),
    ],
)
def test_a_day_of_25_or_23_hours_has_the_room_of_one_day(
    acme: Cast, begins: str, ends: str, next_day: str
) -> None:
    run = open_run(acme)
    daily = demand(window="day", cap=Decimal(1))
    first, second = ask(acme, run), ask(acme, run)

    with clock_at(utc(begins)), acme.scope():
        assert limits.reserve(first, [daily]) == []
    with clock_at(utc(ends)), acme.scope():
        assert limits.reserve(second, [daily]) == [daily]
    with clock_at(utc(next_day)), acme.scope():
        assert limits.reserve(second, [daily]) == []

    held = [count for (key, *_), count in recounted(acme).items() if key == "one"]
    assert held == [(0, 1), (0, 1)]
