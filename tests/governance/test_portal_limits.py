"""How much of each limit is used by now: on the page of limits, and on an agent's."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.services import register_agent
from governance.models import BoundaryRule
from governance.selectors.limits import limits_now, window_end
from governance.services import limits
from governance.services.boundaries import publish_boundary
from tests.cast import Cast
from tests.governance.answering import clock_ahead
from tests.governance.counting import demand
from tests.governance.happenings import ask, open_run
from tests.governance.ruling import change_rule
from tests.governance.seen import headline, seen, visit

LIMITS = "boundaries/limits/"
DAILY = {
    "sum": "parameters.amount",
    "at_most": {"amount": "20000.00", "currency": "EUR"},
    "per": ["agent.id"],
    "window": {"hours": 24},
}


def used_of(cast: Cast, **where: Any) -> dict[str, list[tuple[str, Any, Any]]]:
    """Return subject, used and reserved of each limit, by its rule."""
    with cast.scope():
        return {
            one.rule.key: [(use.subject, use.used, use.reserved) for use in one.uses]
            for one in limits_now(**where)
        }


def test_the_page_says_what_is_used_and_reserved_and_until_when(acme: Cast) -> None:
    run = open_run(acme)
    ask(acme, run, amount="7400.00")
    with acme.scope():
        limits.settle(ask(acme, run, amount="100.50"))

    page = visit(acme, acme.vi, LIMITS)

    assert headline(page) == "3 limits. 1 is used up for somebody."
    told = seen(acme, acme.vi, LIMITS)
    assert "At most 1 of them per supplier id and invoice, ever; beyond that it is" in (
        told
    )
    assert (
        "At most 20,000.00 EUR of amount a day; beyond that a person decides." in told
    )
    assert "everybody 100.50 EUR 7,400.00 EUR 20,000.00 EUR 37 %" in told
    assert "This window lasts until" in told
    assert "It never begins anew." in told
    html = page.content.decode()
    assert '<td class="num" data-th="Used">100.50 EUR</td>' in html
    assert 'value="37"' in html


def test_a_window_that_rolls_counts_what_is_in_it(acme: Cast) -> None:
    change_rule(acme, "pay-daily", limit=DAILY)
    ask(acme, open_run(acme), amount="7400.00")
    subject = f'{{"agent.id":"{acme.agent.id}"}}'

    assert used_of(acme)["pay-daily"] == [(subject, 0, 7400)]
    told = seen(acme, acme.ada, f"agents/{acme.agent.id}/")
    assert "At most 20,000.00 EUR of amount per agent in any 24 hours; beyond" in told
    assert "It rolls: what is older than 24 hours makes room again." in told
    assert f"agent {acme.agent.id} 0.00 EUR 7,400.00 EUR 20,000.00 EUR 37 %" in told
    with clock_ahead(timedelta(hours=25)):
        assert used_of(acme)["pay-daily"] == []


def test_an_agent_sees_its_own_room_and_what_it_shares(acme: Cast) -> None:
    change_rule(acme, "pay-daily", limit=DAILY)
    action = ask(acme, open_run(acme), amount="1.00")
    with acme.scope():
        another = register_agent(name="Another agent", purpose="Other work.")
    subject = f'{{"agent.id":"{another.id}"}}'
    other = demand(
        "pay-daily",
        window="24 hours",
        amount=Decimal(900),
        cap=Decimal(20000),
        currency="EUR",
        field="parameters.amount",
        subject=subject,
    )
    with acme.scope():
        limits.reserve(action, [other])

    assert [one[0] for one in used_of(acme)["pay-daily"]] == [subject]
    assert used_of(acme, agent=acme.agent)["pay-daily"] == []
    change_rule(acme, "pay-daily", subject=str(another.id))
    assert set(used_of(acme, agent=acme.agent)) == {"pay-once", "notify-often"}


def test_those_with_most_come_first_and_no_more_than_a_few(acme: Cast) -> None:
    run = open_run(acme)
    for amount in range(7):
        ask(acme, run, amount=f"{amount + 1}.00")

    found = used_of(acme)

    assert len(found["pay-once"]) == 5
    assert "Those with the most, 5 of them" in seen(acme, acme.vi, LIMITS)


def test_more_subjects_cost_no_more_queries(acme: Cast) -> None:
    run, counted = open_run(acme), []
    for _ in range(2):
        ask(acme, run)
        ask(acme, run)
        visit(acme, acme.vi, LIMITS)
        with CaptureQueriesContext(connection) as queries:
            visit(acme, acme.vi, LIMITS)
        counted.append(len(queries))

    assert counted[0] == counted[1]


def test_nobody_sees_what_another_client_has_used(acme: Cast, globex: Cast) -> None:
    ask(acme, open_run(acme), amount="7400.00")

    told = seen(globex, globex.gil, LIMITS)

    assert "7,400.00" not in told
    assert "Nothing of it is used now." in told
    assert visit(globex, acme.vi, LIMITS).status_code == 404


def test_without_limits_the_page_says_what_they_are_for(acme: Cast) -> None:
    with acme.scope():
        BoundaryRule.objects.filter(limit__isnull=False).delete()
        publish_boundary(published_by=acme.ada)

    told = seen(acme, acme.vi, LIMITS)

    assert "No rule has a limit." in told
    assert "Nothing is limited yet." in told
    assert "What is left of its limits" not in seen(
        acme, acme.vi, f"agents/{acme.agent.id}/"
    )


@pytest.mark.parametrize(
    ("window", "moment", "zone", "ends"),
    [
        # 25 hours, 23 hours, and a year that ends within a week.
        ("day", "2026-10-25T12:00", "Europe/Berlin", "2026-10-25T23:00"),
        ("day", "2027-03-28T12:00", "Europe/Berlin", "2027-03-28T22:00"),
        ("week", "2026-12-31T12:00", "Europe/Berlin", "2027-01-03T23:00"),
        ("week", "2026-11-30T00:00", "UTC", "2026-12-07T00:00"),
        ("month", "2026-12-31T12:00", "UTC", "2027-01-01T00:00"),
        ("month", "2028-02-29T12:00", "America/New_York", "2028-03-01T05:00"),
    ],
)
def test_a_window_ends_at_a_local_midnight(
    window: str, moment: str, zone: str, ends: str
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    found = window_end(window, at)

    assert found is not None
    assert found.astimezone(UTC) == datetime.fromisoformat(ends).replace(tzinfo=UTC)


def test_other_windows_do_not_end() -> None:
    assert window_end("ever", datetime.now(UTC)) is None
    assert window_end("24 hours", datetime.now(UTC)) is None
