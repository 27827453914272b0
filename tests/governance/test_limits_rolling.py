"""A window that rolls: any 24 hours on end, and never a second more of room."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from governance.engine.verdict import LimitDemand
from governance.engine.windows import bucket_width, rolling_length
from governance.models import Action, Hold, LimitBucket, Reservation
from governance.services import limits
from tests.cast import Cast
from tests.governance.answering import clock_at
from tests.governance.counting import counted, demand, recounted
from tests.governance.happenings import answer, ask, open_run
from tests.governance.ruling import change_rule, pass_second_gate

MOMENT = datetime(2027, 3, 27, 12, 10, tzinfo=UTC)
# Of 24 hours: two fifths of an hour.
WIDTH = timedelta(minutes=24)
A_DAY = timedelta(hours=24)
SECOND = timedelta(seconds=1)


def rolling(window: str = "24 hours", **changes: Any) -> LimitDemand:
    return demand(window=window, **changes)


def take(cast: Cast, action: Action, wanted: LimitDemand, at: datetime) -> bool:
    """Reserve at a moment; return whether there was room."""
    with clock_at(at), cast.scope():
        return not limits.reserve(action, [wanted])


def started(cast: Cast) -> list[datetime]:
    with cast.scope():
        rows = LimitBucket.objects.order_by("starts_at")
        return list(rows.values_list("starts_at", flat=True))


def date_of_bucket(moment: datetime) -> datetime:
    """Return when the bucket of a moment starts."""
    return moment - (moment - datetime.fromtimestamp(0, UTC)) % WIDTH


@pytest.fixture
def actions(acme: Cast) -> list[Action]:
    run = open_run(acme)
    return [ask(acme, run) for _ in range(4)]


@pytest.mark.parametrize("hours", [1, 2, 24, 744])
def test_a_window_is_counted_in_sixty_parts_of_a_minute_at_least(hours: int) -> None:
    length = rolling_length(f"{hours} hours")

    assert length == timedelta(hours=hours)
    assert bucket_width(length) == timedelta(minutes=hours)


def test_what_was_taken_is_room_again_after_the_window_and_one_bucket(
    acme: Cast, actions: list[Action]
) -> None:
    first, second, third, _ = actions

    assert take(acme, first, rolling(), MOMENT)
    (bucket,) = started(acme)
    assert bucket <= MOMENT < bucket + WIDTH
    # Not a moment before it is surely out, and at most one bucket later.
    for early in (A_DAY - SECOND, A_DAY):
        assert not take(acme, second, rolling(), MOMENT + early)
    out = bucket + WIDTH + A_DAY
    assert not take(acme, second, rolling(), out - 2 * SECOND)
    assert take(acme, second, rolling(), out + SECOND)
    assert not take(acme, third, rolling(), out + A_DAY - SECOND)

    assert counted(acme, "one") == (0, 2)


def test_midnight_gives_no_room(acme: Cast, actions: list[Action]) -> None:
    evening = datetime(2027, 3, 27, 23, 59, tzinfo=UTC)
    hourly = rolling("1 hour", cap=Decimal(2))

    assert take(acme, actions[0], hourly, evening)
    assert take(acme, actions[1], hourly, evening + 2 * timedelta(minutes=1))
    assert not take(acme, actions[2], hourly, evening + timedelta(minutes=30))


def test_money_is_summed_to_the_last_digit(acme: Cast, actions: list[Action]) -> None:
    third = Decimal("333.3333")
    wanted = rolling(amount=third, cap=3 * third, currency="EUR", field="parameters.x")

    found = [
        take(acme, one, wanted, MOMENT + number * timedelta(hours=5))
        for number, one in enumerate(actions)
    ]

    assert found == [True, True, True, False]
    over = rolling(amount=3 * third + 1, cap=3 * third, currency="EUR", subject="2")
    assert not take(acme, actions[0], over, MOMENT)
    recounted(acme)


def test_what_is_used_unknown_or_given_back(acme: Cast, actions: list[Action]) -> None:
    used, unknown, given_back, asking = actions
    wanted = rolling(cap=Decimal(3))
    for one in (used, unknown, given_back):
        assert take(acme, one, wanted, MOMENT)
    with acme.scope():
        limits.settle(used)
    assert not take(acme, asking, wanted, MOMENT + timedelta(hours=1))
    with acme.scope():
        limits.release(given_back)
    assert take(acme, asking, wanted, MOMENT + timedelta(hours=2))

    # Nobody has said what became of it: it stays reserved.
    with acme.scope():
        held = Reservation.objects.filter(limit_use__rule_key="one")
        states = {row.action_id: row.state for row in held}
    assert states[unknown.id] == Hold.RESERVED
    assert counted(acme, "one") == (1, 2)


def test_at_execution_a_hold_moves_to_that_time_and_is_not_counted_against_itself(
    acme: Cast, actions: list[Action]
) -> None:
    action, other, *_ = actions
    later = MOMENT + timedelta(hours=20)

    assert take(acme, action, rolling(), MOMENT)
    assert take(acme, action, rolling(), later)

    assert counted(acme, "one") == (0, 1)
    # From when it was asked for there would be room by now.
    assert not take(acme, other, rolling(), MOMENT + A_DAY + WIDTH + SECOND)
    with acme.scope():
        held = Reservation.objects.filter(limit_use__rule_key="one").order_by("id")
        assert [row.state for row in held] == [Hold.RELEASED, Hold.RESERVED]
        assert held[1].bucket == date_of_bucket(later)


def test_who_finds_no_room_at_execution_holds_nothing(
    acme: Cast, actions: list[Action]
) -> None:
    action, other, *_ = actions
    assert take(acme, action, rolling(), MOMENT)
    late = MOMENT + A_DAY + WIDTH
    assert take(acme, other, rolling(), late)

    assert not take(acme, action, rolling(), late + SECOND)

    assert counted(acme, "one") == (0, 1)
    with acme.scope():
        states = Reservation.objects.filter(action=action, limit_use__rule_key="one")
        assert [row.state for row in states] == [Hold.RELEASED]


def test_a_limit_that_rolls_beside_one_of_the_calendar(
    acme: Cast, actions: list[Action]
) -> None:
    both = [demand("a", window="day", cap=Decimal(4)), rolling("2 hours")]
    with clock_at(MOMENT), acme.scope():
        assert limits.reserve(actions[0], both) == []
        assert limits.reserve(actions[1], both[::-1]) == [both[1]]
        # What no rule demands any more is given back.
        assert limits.reserve(actions[0], both[:1]) == []
        assert limits.reserve(actions[1], both) == []

    assert (counted(acme, "a"), counted(acme, "one")) == ((0, 2), (0, 1))


def test_plain_numbers_are_counted_apart_from_a_count(
    acme: Cast, actions: list[Action]
) -> None:
    weight = rolling(amount=Decimal("7.5"), cap=Decimal(10), field="parameters.weight")
    with clock_at(MOMENT), acme.scope():
        assert limits.reserve(actions[0], [rolling()]) == []
        assert limits.reserve(actions[1], [weight]) == []
        assert limits.reserve(actions[2], [weight]) == [weight]
    recounted(acme)


def test_a_rule_whose_window_rolls_binds_payments_at_both_gates(acme: Cast) -> None:
    limit = {
        "sum": "parameters.amount",
        "at_most": {"amount": "20000.00", "currency": "EUR"},
        "per": ["parameters.supplier_id"],
        "window": {"hours": 24},
    }
    change_rule(acme, "pay-daily", limit=limit)
    run = open_run(acme)
    first, _ = (ask(acme, run, amount="7400.00") for _ in range(2))

    third = ask(acme, run, amount="7400.00")
    answer(acme, first, acme.bo, word="approve")

    assert (
        "the limit of 20,000.00 EUR per supplier id in any 24 hours has no room "
        "for 7,400.00 EUR" in third.explanation
    )
    assert pass_second_gate(acme, first.id).status == "running"
    assert counted(acme, "pay-daily") == (0, 14800)
