"""Of all that would sweep, one has the turn; a pause or a jump of the clock is seen."""

from datetime import timedelta

from django.conf import settings

from governance.models import Pulse
from governance.services.sweep import sweep
from tenants.clock import database_now
from tests.governance.answering import clock_ahead

_SILENCE = timedelta(seconds=settings.RUN_LEASE_SECONDS)


def pulse() -> Pulse:
    return Pulse.objects.get(name="sweep")


def set_back(by: timedelta) -> None:
    """Have the last turn, and the row of turns, been so long ago."""
    then = database_now() - by
    Pulse.objects.filter(name="sweep").update(turn_at=then, since=then)


def test_whoever_comes_too_soon_after_another_leaves_it() -> None:
    set_back(timedelta(seconds=30))
    assert sweep()

    # However long that look took: somebody has had the turn this moment.
    set_back(timedelta(0))
    assert not sweep()


def test_turns_that_follow_each_other_count_from_the_first() -> None:
    set_back(timedelta(seconds=30))
    before = pulse().since

    assert sweep()
    assert pulse().since == before


def test_after_a_pause_silence_counts_anew() -> None:
    set_back(_SILENCE + timedelta(seconds=1))
    began = database_now()

    assert sweep()
    assert pulse().since >= began


def test_a_clock_that_is_set_back_stops_nobody_and_counts_silence_anew() -> None:
    with clock_ahead(timedelta(hours=1)):
        set_back(timedelta(seconds=30))
        assert sweep()
    began = database_now()

    assert sweep()
    assert began <= pulse().since <= database_now()
