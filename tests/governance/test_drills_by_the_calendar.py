"""Halt drills that the platform starts by itself, while people are there to answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from governance.models import Clearance, Drill, DrillState
from governance.services.drills import rehearse, start_if_due
from governance.services.reviewing import settle_policy
from tenants.clock import database_now
from tenants.errors import Invalid, NotAllowed
from tenants.scoping import PLATFORM, client_scope
from tests.cast import Cast
from tests.database import changed_by_force
from tests.governance.answering import clock_at

_ZONE = ZoneInfo("Europe/Berlin")


def settle(cast: Cast, days: int | None) -> None:
    with cast.scope(cast.ada):
        settle_policy(grace_days=14, kept_days=3650, drill_days=days, by=cast.ada)


def look(cast: Cast) -> Drill | None:
    """Have the platform look whether a drill is due."""
    with client_scope(cast.client.id, actor=PLATFORM):
        rows = Clearance.objects.select_related("agent", "workflow_version__workflow")
        return start_if_due(rows.get())


@contextmanager
def on_a_monday(weeks: int, at: time = time(10)) -> Iterator[None]:
    """Be at a time of day, on the client's Monday in so many weeks."""
    today = database_now().astimezone(_ZONE).date()
    monday = today + timedelta(days=7 - today.weekday() + 7 * weeks)
    with clock_at(datetime.combine(monday, at, tzinfo=_ZONE)):
        yield


def test_nothing_is_started_where_nobody_has_settled_it(acme: Cast) -> None:
    with on_a_monday(1):
        assert look(acme) is None


def test_what_is_due_is_started_in_the_name_of_who_answers(acme: Cast) -> None:
    settle(acme, 30)

    with on_a_monday(1):
        drill = look(acme)
        assert drill is not None
        rehearse(acme.client.id, drill.id)

    with acme.scope():
        done = Drill.objects.select_related("ticket", "started_by").get(id=drill.id)
    assert (done.started_by, done.state) == (acme.ada, DrillState.HANDED_OVER)
    assert done.ticket is not None
    assert done.ticket.severity == 4
    measured = [done.halted_at, done.noticed_at, done.refused_at, done.stopped_at]
    assert measured == sorted(one for one in measured if one is not None)


def test_the_next_one_is_started_after_so_many_days_and_not_before(acme: Cast) -> None:
    settle(acme, 20)
    with on_a_monday(1):
        assert look(acme) is not None
    for weeks in (1, 2, 3):
        with on_a_monday(weeks, time(11)):
            assert look(acme) is None
    with acme.scope():
        Drill.objects.update(state=DrillState.FAILED, ended_at=database_now())

    with on_a_monday(4):
        assert look(acme) is not None


@pytest.mark.parametrize("at", [time(3), time(8, 59), time(16, 30), time(20)])
def test_nobody_is_tried_where_nobody_works(acme: Cast, at: time) -> None:
    settle(acme, 30)

    with on_a_monday(1, at):
        assert look(acme) is None
    with on_a_monday(1, time(16, 20)):
        assert look(acme) is not None


def test_nothing_is_tried_where_the_agent_may_not_act(acme: Cast) -> None:
    settle(acme, 30)
    assert changed_by_force(
        "UPDATE governance_clearance SET expires_at = remit_now() WHERE client_id = %s",
        acme.client.id,
    )

    with on_a_monday(1):
        assert look(acme) is None


@pytest.mark.parametrize("days", [0, 367])
def test_so_many_days_are_refused(acme: Cast, days: int) -> None:
    with pytest.raises(Invalid) as refused:
        settle(acme, days)

    assert refused.value.field == "drill_days"


def test_only_an_admin_settles_it_on_the_page(acme: Cast) -> None:
    path = f"/c/{acme.client.slug}/reviews/"
    sent = {"grace_days": "14", "kept_days": "3650", "drill_days": "90"}

    assert acme.browser(acme.cy).post(f"{path}policy/", sent).status_code == 403
    assert acme.browser(acme.ada).post(f"{path}policy/", sent).status_code == 302

    shown = acme.browser(acme.vi).get(path).text
    assert "A halt drill is started every 90 days." in shown
    with acme.scope(acme.cy), pytest.raises(NotAllowed):
        settle_policy(grace_days=14, kept_days=3650, by=acme.cy)
