"""Counters are counted again at night, and what differs is told, never corrected."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any, LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from audit.selectors import Filters, trace
from governance.models import LimitUse, Recount, Ticket
from governance.services import limits
from governance.services.recount import recount
from governance.services.sweep import recount_limits
from tenants.clock import database_now
from tenants.scoping import PLATFORM, client_scope
from tests.cast import Cast
from tests.database import changed_by_force
from tests.governance.answering import clock_ahead, today_of
from tests.governance.counting import demand, recounted
from tests.governance.happenings import ask, open_run
from tests.governance.seen import seen
from tests.racing import Racers, rounds

# Upwards alone: what is held there can still be settled or given back.
FORCE_COUNTER: LiteralString = (
    "UPDATE governance_limituse SET used = used + 80 "
    "WHERE client_id = %s AND rule_key = %s"
)
FORCE_BUCKET: LiteralString = (
    "UPDATE governance_limitbucket SET used = used + 1 "
    "WHERE client_id = %s AND limit_use_id IN "
    "(SELECT id FROM governance_limituse WHERE rule_key = %s)"
)


def again(cast: Cast, **options: Any) -> int:
    """Count again as the platform does; return how many differ."""
    with client_scope(cast.client.id, actor=PLATFORM):
        return recount(**options)


def tickets(cast: Cast) -> list[Ticket]:
    with cast.scope():
        return list(Ticket.objects.select_related("owner__user").order_by("number"))


def held(cast: Cast) -> None:
    """Have an action hold 7,400 EUR of a day, and two of any 24 hours."""
    action = ask(cast, open_run(cast), amount="7400.00")
    subject = '{"agent.id":"a-1","parameters.supplier_id":{"number":"7"}}'
    rolling = demand("roll", window="24 hours", cap=Decimal(9), subject=subject)
    with cast.scope():
        assert limits.reserve(action, [rolling, day()]) == []
        other = ask(cast, open_run(cast), amount="1.00")
        assert limits.reserve(other, [rolling]) == []
        limits.settle(other)


def day() -> Any:
    """Return the demand of an action that pays 7,400 EUR."""
    amounts = {"amount": Decimal(7400), "cap": Decimal(20000), "currency": "EUR"}
    return demand("daily", window="day", **amounts)


def test_what_adds_up_raises_no_alarm(acme: Cast) -> None:
    held(acme)

    assert again(acme) == 0

    assert tickets(acme) == []


def test_a_counter_that_is_wrong_is_an_incident_and_stays_as_it_is(acme: Cast) -> None:
    held(acme)
    assert changed_by_force(FORCE_COUNTER, acme.client.id, "daily") == 1

    assert again(acme) == 1

    (ticket,) = tickets(acme)
    today = today_of(acme).isoformat()
    assert ticket.title == (
        f"Limit daily, {today}, is miscounted for everybody: "
        "stored are 80 used and 7400 reserved, counted 0 used and 7400 reserved"
    )
    assert (ticket.owner, ticket.severity, ticket.run) == (acme.ada, 2, None)
    with acme.scope():
        use = LimitUse.objects.get(rule_key="daily")
        assert [use.used, use.reserved] == [80, 7400]
        lines = trace(Filters(target_id=str(ticket.id))).lines
        told = [str(line.sentence) for line in lines]
    assert told[0] == (
        f"Remit counted daily again, {today}, for everybody: stored are 80 used and "
        "7400 reserved, counted 0 used and 7400 reserved. Nothing was corrected."
    )
    page = seen(acme, acme.ada, f"incidents/{ticket.number}/")
    assert "Nothing was corrected." in page
    assert "the limit goes on counting from the number that is stored" in page


def test_a_bucket_that_is_wrong_is_one_by_itself(acme: Cast) -> None:
    held(acme)
    changed_by_force(FORCE_BUCKET, acme.client.id, "roll")

    assert again(acme) == 1

    (ticket,) = tickets(acme)
    assert ticket.title.startswith("Limit roll, 24 hours, from ")
    assert "for agent a-1 and supplier id 7: stored are 2 used and 1" in ticket.title
    # It has left the window: nothing is counted by it any more.
    with clock_ahead(timedelta(hours=25)):
        assert again(acme) == 0


def test_what_is_on_an_open_ticket_is_not_told_again(acme: Cast) -> None:
    held(acme)
    for _ in range(2):
        changed_by_force(FORCE_COUNTER, acme.client.id, "daily")
        assert again(acme) == 1

    (ticket,) = tickets(acme)
    with acme.scope():
        entries = trace(Filters(target_id=str(ticket.id))).lines
    assert [one.event for one in entries] == ["limit.miscounted", "ticket.opened"]


def test_a_turn_counts_so_many_and_the_next_goes_on(acme: Cast) -> None:
    held(acme)
    with acme.scope():
        total = LimitUse.objects.count()
    for key in ("daily", "roll"):
        changed_by_force(FORCE_COUNTER, acme.client.id, key)

    found = [again(acme, counters=1) for _ in range(total)]

    assert sum(found) == 2
    assert max(found) == 1
    assert len(tickets(acme)) == 2
    assert again(acme, counters=1) == 0
    with acme.scope():
        turn = Recount.objects.get()
        local = turn.due_at.astimezone(ZoneInfo(acme.client.time_zone))
    assert (turn.after, local.hour) == (None, 3)
    assert timedelta(0) < turn.due_at - database_now() <= timedelta(days=1)


def due() -> set[UUID]:
    """Return the clients whose counters are to be counted again, whichever they are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT client_id FROM remit_recounts_due(100000)")
        return {client_id for (client_id,) in cursor.fetchall()}


def test_the_sweeper_counts_again_what_is_a_day_old_and_then_every_night(
    acme: Cast,
) -> None:
    assert acme.client.id not in due()

    with clock_ahead(timedelta(days=1, minutes=1)):
        before = due()
        assert acme.client.id in before
        # A few clients in one look, and others in the next.
        assert recount_limits() == len(before - due()) <= 5
        again(acme)
        assert acme.client.id not in due()
    with clock_ahead(timedelta(days=2, minutes=2)):
        assert acme.client.id in due()


@pytest.mark.timeout(600)
def test_what_is_under_way_looks_like_no_difference(acme: Cast) -> None:
    run = open_run(acme)
    actions = [ask(acme, run) for _ in range(2)]
    with acme.scope():
        limits.release(*actions)
    with Racers(4) as racers:
        for number in rounds(among=16):
            ends = racers.race(
                *(_moving(acme, one, str(number)) for one in actions),
                lambda: [again(acme) for _ in range(3)],
                lambda: [again(acme) for _ in range(3)],
            )
            assert ends[2:] == [[0, 0, 0]] * 2
    recounted(acme)
    assert tickets(acme) == []


def _moving(cast: Cast, action: Any, subject: str) -> Callable[[], list[int]]:
    """Return the act of reserving, settling and giving back, of two kinds of window."""
    several = [
        demand("a", cap=Decimal(9), subject=subject),
        demand("b", cap=Decimal(9), subject=subject, window="1 hour"),
    ]

    def act() -> list[int]:
        for end in (limits.release, limits.settle):
            with cast.scope():
                limits.reserve(action, several)
            with cast.scope():
                end(action)
        return []

    return act
