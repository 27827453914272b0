"""Times and deadlines read in the active zone, and in words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import timezone

from tenants.templatetags.remit import ago, clock, moment

NOW = datetime(2026, 11, 19, 13, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _berlin() -> Iterator[None]:
    with timezone.override(ZoneInfo("Europe/Berlin")):
        yield


def countdown(deadline: datetime, verb: str = "by") -> str:
    page = Template("{% load remit %}{% countdown at verb=verb now=now %}")
    return page.render(Context({"at": deadline, "verb": verb, "now": NOW}))


def words(markup: str) -> str:
    parts = [part.partition(">")[2] for part in markup.split("<")]
    return " ".join("".join(parts).split())


def test_a_clock_shows_seconds_and_titles_day_and_zone() -> None:
    assert clock(datetime(2026, 11, 19, 12, 52, 3, tzinfo=UTC)) == (
        '<time datetime="2026-11-19T12:52:03+00:00" '
        'title="Thu 19 Nov 2026, 13:52:03 CET">13:52:03</time>'
    )


def test_a_moment_shows_the_day() -> None:
    summer = datetime(2026, 7, 4, 7, 15, tzinfo=UTC)
    assert ">4 July 2026, 09:15<" in moment(summer)
    assert 'title="Sat 4 Jul 2026, 09:15:00 CEST"' in moment(summer)


def test_a_time_that_is_missing_shows_nothing() -> None:
    assert clock(None) == moment(None) == ago(None) == ""


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-3, "just now"),
        (0, "just now"),
        (1, "1 second ago"),
        (59, "59 seconds ago"),
        (60, "1 min ago"),
        (3599, "59 min ago"),
        (3600, "1 h ago"),
        (48 * 3600 - 1, "47 h ago"),
        (48 * 3600, "2 days ago"),
    ],
)
def test_how_long_ago_is_said_in_the_largest_whole_unit(
    seconds: int, shown: str
) -> None:
    markup = ago(NOW - timedelta(seconds=seconds), now=NOW)
    assert f">{shown}</time>" in markup
    assert f'data-age="{seconds}"' in markup


@pytest.mark.parametrize(
    ("left", "shown"),
    [
        (timedelta(minutes=48), "48 min left, by 15:00 CET"),
        (timedelta(seconds=59), "under 1 min left, by 14:12 CET"),
        (timedelta(hours=1), "1 h left, by 15:12 CET"),
        (timedelta(hours=1, minutes=50), "1 h 50 min left, by 16:02 CET"),
        (timedelta(hours=21, minutes=48), "21 h 48 min left, by Fri 12:00 CET"),
        (timedelta(days=2), "2 days left, by Sat 14:12 CET"),
        (timedelta(days=7), "7 days left, by 26 Nov, 14:12 CET"),
        (timedelta(days=60), "60 days left, by 18 Jan 2027, 14:12 CET"),
        (timedelta(0), "time is up, since 14:12 CET"),
        (timedelta(days=-1), "time is up, since 18 Nov, 14:12 CET"),
    ],
)
def test_a_countdown_says_how_long_and_until_when(left: timedelta, shown: str) -> None:
    assert words(countdown(NOW + left)) == shown


def test_a_countdown_is_hot_under_one_hour() -> None:
    assert "hot" in countdown(NOW + timedelta(minutes=59, seconds=59))
    assert "hot" not in countdown(NOW + timedelta(hours=1))


def test_a_countdown_can_say_that_something_lapses() -> None:
    shown = countdown(NOW + timedelta(minutes=48), verb="lapses")
    assert words(shown) == "48 min left, lapses 15:00 CET"


def test_a_countdown_tells_scripts_the_seconds_and_people_the_whole_time() -> None:
    shown = countdown(NOW + timedelta(minutes=48))
    assert 'data-left="2880"' in shown
    assert 'datetime="2026-11-19T14:00:00+00:00"' in shown
    assert 'title="Thu 19 Nov 2026, 15:00:00 CET"' in shown


def test_a_countdown_without_a_given_present_counts_from_now() -> None:
    page = Template("{% load remit %}{% countdown at %}")
    tomorrow = timezone.now() + timedelta(hours=30)
    assert "29 h 59 min left" in page.render(Context({"at": tomorrow}))
