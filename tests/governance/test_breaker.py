"""Much that goes silent at once is one incident of the platform, not hundreds."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from governance.models import PlatformIncident, Pulse
from governance.selectors.neglected import complaints
from governance.selectors.platform import Silence, open_platform_incident, silence
from governance.services import breaker
from governance.services.breaker import hold_off_if_many
from tenants.clock import database_now
from tests.cast import Cast
from tests.governance.answering import clock_ahead
from tests.governance.losing import LONG_AGO
from tests.leads import a_lead, browser_of
from tests.tenants.mails import letters_to

ALL_GONE, SOME, NONE = Silence(12, 12), Silence(100, 6), Silence(12, 0)


@pytest.fixture(autouse=True)
def over() -> Any:
    """Nothing of the platform is wrong before, nor after."""
    PlatformIncident.objects.filter(ended_at__isnull=True).update(
        ended_at=database_now()
    )
    yield
    PlatformIncident.objects.filter(ended_at__isnull=True).update(
        ended_at=database_now()
    )


def found(monkeypatch: pytest.MonkeyPatch, seen: Silence) -> datetime:
    """Have so much be silent; return from when on silence counts."""
    monkeypatch.setattr(breaker, "silence", lambda **_: seen)
    return hold_off_if_many(LONG_AGO)


@pytest.mark.parametrize(
    ("held", "silent", "one_cause"),
    [(12, 12, True), (5, 5, True), (4, 4, False), (100, 29, False), (100, 30, True)],
)
def test_what_is_one_cause_is_many_and_much_of_all(
    held: int, silent: int, one_cause: bool
) -> None:
    assert Silence(held, silent).is_of_one_cause is one_cause


def test_silence_is_counted_across_clients_as_recovery_counts_it(
    acme: Cast, globex: Cast
) -> None:
    before = silence(since=LONG_AGO)
    for cast in (acme, globex):
        cast.open_run()
    one_day = timedelta(days=1)

    after = silence(since=LONG_AGO)
    with clock_ahead(one_day):
        later = silence(since=LONG_AGO)
        anew = silence(since=database_now())

    assert (after.held - before.held, after.silent - before.silent) == (2, 0)
    assert later.held == after.held
    assert later.silent >= 2
    assert anew.silent == 0, "who has one more lease is not silent yet"


def test_everybody_gets_one_more_lease_and_the_leads_are_told_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lead = a_lead()
    before = database_now()

    since = found(monkeypatch, ALL_GONE)
    again = found(monkeypatch, ALL_GONE)

    assert since >= before
    assert again == LONG_AGO, "it is held off once"
    assert Pulse.objects.get(name="sweep").since >= before
    incident = open_platform_incident()
    assert incident is not None
    assert (incident.held, incident.silent) == (12, 12)
    letters = letters_to(lead.email)
    assert [one.subject for one in letters] == [
        "Much went silent at once: recovery waits for one lease"
    ]
    assert any("12 of 12 leases ended at once" in one for one in complaints())
    assert "12 of 12 leases ended at once" in browser_of(lead).get("/admin/").text


@pytest.mark.parametrize("seen", [SOME, NONE])
def test_one_by_one_silence_is_recovered_as_always(
    monkeypatch: pytest.MonkeyPatch, seen: Silence
) -> None:
    assert found(monkeypatch, seen) == LONG_AGO
    assert open_platform_incident() is None


def test_it_is_over_once_so_much_is_not_silent_any_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found(monkeypatch, ALL_GONE)

    found(monkeypatch, NONE)

    assert open_platform_incident() is None
    assert found(monkeypatch, ALL_GONE) != LONG_AGO, "the next one is another one"
