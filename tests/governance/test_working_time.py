"""A group's time to answer counts around the clock, or only while the client works."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from governance.models import Checkpoint
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Client, Group
from tenants.services.hours import count_working_hours, set_working_hours
from tenants.working_hours import USUAL, Day, WorkingHours
from tests.cast import Cast
from tests.governance.answering import asked, clock_at, now_of, tell

# The demo's rule gives Finance 24 hours: three working days.
ON_SATURDAY = (5, 16)
ON_WEDNESDAY = (2, 16)


def test_what_is_asked_on_friday_evening_lapses_in_the_middle_of_the_week(
    acme: Cast,
) -> None:
    count_only(acme)

    found, zone = asked_then(acme)

    assert when(found.deadline, zone) == ON_WEDNESDAY


def test_reminders_come_while_somebody_works(acme: Cast) -> None:
    count_only(acme)

    found, zone = asked_then(acme)

    assert found.notice_at is not None
    assert when(found.notice_at, zone) == (1, 12)


def test_around_the_clock_it_lapses_on_the_weekend(acme: Cast) -> None:
    found, zone = asked_then(acme)

    assert when(found.deadline, zone) == ON_SATURDAY


def test_nobody_works_on_a_holiday(acme: Cast) -> None:
    count_only(acme)
    with acme.scope(acme.ada):
        monday = next_friday(acme).date() + timedelta(days=3)
        holidays = {monday: "All Souls"}
        set_working_hours(WorkingHours(USUAL.days, holidays), by=acme.ada)

    found, zone = asked_then(acme)

    assert when(found.deadline, zone) == (3, 16)


def test_only_admins_say_so_and_only_once(acme: Cast) -> None:
    with acme.scope(acme.bo):
        with pytest.raises(NotAllowed):
            set_working_hours(USUAL, by=acme.bo)
        with pytest.raises(NotAllowed):
            count_working_hours(finance(), only=True, by=acme.bo)
    with acme.scope(acme.ada):
        with pytest.raises(Conflict):
            count_working_hours(finance(), only=False, by=acme.ada)
        set_working_hours(USUAL, by=acme.ada)
        with pytest.raises(Conflict):
            set_working_hours(USUAL, by=acme.ada)
        with pytest.raises(Invalid):
            set_working_hours(WorkingHours({}), by=acme.ada)


def test_the_page_says_when_people_work_and_changes_it(acme: Cast) -> None:
    page = f"/c/{acme.client.slug}/working-hours/"
    ada = acme.browser(acme.ada)
    assert "Monday to Friday 09:00 to 17:00." in ada.get(page).text

    body = {
        "opens_0": "08:00",
        "closes_0": "12:30",
        "holidays": "2030-12-25 Christmas Day\n\n2031-01-01",
    }
    answer = ada.post(f"{page}set/", body, follow=True)

    assert "Monday 08:00 to 12:30." in answer.text
    assert "2030-12-25 Christmas Day" in answer.text
    with acme.scope():
        kept = Client.objects.get().working_hours
        versions = Client.history.count()
    assert kept["holidays"] == {"2030-12-25": "Christmas Day", "2031-01-01": ""}
    assert versions == 2
    shown = acme.browser(acme.vi).get(page).text
    assert "25 December 2030 Christmas Day" in shown
    assert "Save the working hours" not in shown


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({}, "Say at least of one day when somebody works."),
        ({"opens_0": "09:00"}, "Say both times, or leave both empty."),
        ({"opens_0": "17:00", "closes_0": "09:00"}, "Let it end after it begins."),
        ({"opens_0": "noon", "closes_0": "17:00"}, "Write a time like 09:00."),
        ({"holidays": "Christmas"}, "Line 1: begin with a day like 2026-12-25."),
        (
            {"holidays": "2030-12-25\n2030-12-25 again"},
            "Line 2: 2030-12-25 is there twice.",
        ),
    ],
)
def test_what_is_wrong_with_the_hours_is_said_where_it_is(
    acme: Cast, body: dict[str, str], told: str
) -> None:
    path = f"/c/{acme.client.slug}/working-hours/set/"

    answer = acme.browser(acme.ada).post(path, body)

    assert answer.status_code == 422
    assert told in answer.text
    with acme.scope():
        assert Client.objects.get().working_hours == {}


def test_the_groups_page_says_how_its_time_counts_and_changes_it(acme: Cast) -> None:
    with acme.scope():
        page = f"/c/{acme.client.slug}/groups/{finance().id}/"
    ada = acme.browser(acme.ada)
    assert "Counts around the clock" in ada.get(page).text

    answer = ada.post(f"{page}hours/", {"demanded": "yes"}, follow=True)

    assert "Counts only in working hours: Monday to Friday 09:00 to 17:00" in (
        answer.text
    )
    assert ada.post(f"{page}hours/", {"demanded": "yes"}).status_code == 409


def test_a_day_of_half_an_hour_is_enough_to_find_the_deadline(acme: Cast) -> None:
    short = WorkingHours({2: Day(time(9), time(9, 30))})
    with acme.scope(acme.ada):
        set_working_hours(short, by=acme.ada)
    count_only(acme)

    found, zone = asked_then(acme)

    assert when(found.deadline, zone)[0] == 2


def finance() -> Group:
    """Return the group that the demo's rules ask."""
    return Group.objects.get(name="Finance")


def count_only(cast: Cast) -> None:
    """Have the time of Finance count only while Acme works."""
    with cast.scope(cast.ada):
        count_working_hours(finance(), only=True, by=cast.ada)


def next_friday(cast: Cast) -> datetime:
    """Return four o'clock in the afternoon of the next Friday at Acme."""
    now = database_now().astimezone(ZoneInfo(cast.client.time_zone))
    ahead = now + timedelta(days=(3 - now.weekday()) % 7 + 1)
    return ahead.replace(hour=16, minute=0, second=0, microsecond=0)


def when(moment: datetime, zone: ZoneInfo) -> tuple[int, int]:
    """Return weekday and hour of a moment at Acme."""
    local = moment.astimezone(zone)
    return local.weekday(), local.hour


def asked_then(cast: Cast) -> tuple[Checkpoint, ZoneInfo]:
    """Have something asked on Friday evening and told; return it, and Acme's zone."""
    with clock_at(next_friday(cast)):
        waiting = asked(cast)
        tell(cast, waiting)
        return now_of(cast, waiting), ZoneInfo(cast.client.time_zone)
