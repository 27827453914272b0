"""Limits are exact, however many ask at the same moment."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from governance.engine.verdict import LimitDemand
from governance.models import Action, LimitUse
from governance.services import limits
from tests.cast import Cast
from tests.governance.answering import clock_ahead
from tests.governance.counting import Count, demand, recounted
from tests.governance.happenings import an_invoice, ask, open_run
from tests.racing import race, rounds

# The races here and those of checkpoints share the rounds.
SHARES = 8
WINDOWS = ["ever", "day", "1 hour", "24 hours"]
ASKING = 4


@pytest.fixture
def actions(acme: Cast) -> list[Action]:
    """Actions that hold nothing yet."""
    run = open_run(acme)
    found = [ask(acme, run) for _ in range(ASKING)]
    with acme.scope():
        limits.release(*found)
    return found


def reserving(
    cast: Cast, action: Action, *demands: LimitDemand
) -> Callable[[], list[str]]:
    """Return the act of reserving; it gives the rules that had no room."""

    def act() -> list[str]:
        with cast.scope():
            return [one.rule_key for one in limits.reserve(action, demands)]

    return act


def ending(
    cast: Cast, end: Callable[[Action], None], action: Action
) -> Callable[[], list[str]]:
    """Return the act of settling or releasing."""

    def act() -> list[str]:
        with cast.scope():
            end(action)
        return []

    return act


def count_of(cast: Cast, subject: str) -> Count:
    with cast.scope():
        use = LimitUse.objects.get(rule_key="one", subject=subject)
        return use.used, use.reserved


def test_of_many_at_once_a_count_lets_through_as_many_as_there_is_room_for(
    acme: Cast, actions: list[Action]
) -> None:
    for number in rounds(among=SHARES):
        wanted = demand(cap=Decimal(2), subject=str(number))

        ends = race(*(reserving(acme, action, wanted) for action in actions))

        assert sorted(ends, key=str) == [["one"], ["one"], [], []]
        assert count_of(acme, str(number)) == (0, 2)
    recounted(acme)


def test_in_a_window_that_rolls_as_many_find_room_and_no_more(
    acme: Cast, actions: list[Action]
) -> None:
    amount = Decimal("333.3333")
    for number in rounds(among=SHARES):
        # From one bucket into the next, and sometimes out of the window.
        with clock_ahead(number * timedelta(seconds=25)):
            wanted = demand(
                amount=amount,
                cap=amount * 2,
                currency="EUR",
                subject=str(number // 3),
                window="1 hour",
            )
            ends = race(*(reserving(acme, action, wanted) for action in actions))

        # Whoever of them held some before moves it; the others find it held.
        assert ends.count([]) == 2
        assert count_of(acme, str(number // 3)) == (0, amount * 2)
    recounted(acme)


def test_windows_of_all_kinds_at_once_in_any_order(
    acme: Cast, actions: list[Action]
) -> None:
    for number in rounds(among=SHARES):
        subject = str(number)
        several = [
            demand(f"{place}", cap=Decimal(3 - place // 2), subject=subject, window=one)
            for place, one in enumerate(WINDOWS)
        ]
        orders = [several, several[::-1], several[2:] + several[:2], several[::-1]]

        ends = race(
            *(
                reserving(acme, action, *order)
                for action, order in zip(actions, orders, strict=True)
            )
        )

        refused = sorted(str(sorted(end)) for end in ends if isinstance(end, list))
        assert refused.count("[]") == 2
        with acme.scope():
            found = LimitUse.objects.filter(subject=subject).order_by("rule_key")
            used, reserved = zip(*found.values_list("used", "reserved"), strict=True)
        assert sum(used) == 0
        assert list(reserved) == [3, 3, 2, 2]
    recounted(acme)


def test_who_settles_or_gives_back_in_a_window_that_rolls_while_others_ask(
    acme: Cast, actions: list[Action]
) -> None:
    settling, releasing, *others = actions
    for number in rounds(among=SHARES):
        wanted = demand(cap=Decimal(2), subject=f"moving {number}", window="24 hours")
        for one in (settling, releasing):
            assert reserving(acme, one, wanted)() == []

        *_, first, second = race(
            ending(acme, limits.settle, settling),
            ending(acme, limits.release, releasing),
            *(reserving(acme, other, wanted) for other in others),
        )

        found = [first, second].count([])
        assert found <= 1
        assert count_of(acme, f"moving {number}") == (1, found)
    recounted(acme)


def test_of_many_at_once_a_sum_stays_within_its_cap_to_the_last_digit(
    acme: Cast, actions: list[Action]
) -> None:
    amount, cap = Decimal("333.3333"), Decimal("999.9999")
    for number in rounds(among=SHARES):
        wanted = demand(
            amount=amount, cap=cap, currency="EUR", subject=str(number), window="day"
        )

        ends = race(*(reserving(acme, action, wanted) for action in actions))

        assert sorted(ends, key=str) == [["one"], [], [], []]
        assert count_of(acme, str(number)) == (0, cap)
    recounted(acme)


def test_several_limits_in_any_order_never_wait_in_a_circle(
    acme: Cast, actions: list[Action]
) -> None:
    for number in rounds(among=SHARES):
        subject = str(number)
        several = [
            demand(key, cap=Decimal(cap), subject=subject)
            for key, cap in (("a", 4), ("one", 2), ("z", 4))
        ]
        orders = [several, several[::-1], several, several[::-1]]

        ends = race(
            *(
                reserving(acme, action, *order)
                for action, order in zip(actions, orders, strict=True)
            )
        )

        assert sorted(ends, key=str) == [["one"], ["one"], [], []]
        assert count_of(acme, subject) == (0, 2)
    recounted(acme)


def test_what_is_settled_meanwhile_makes_no_room(
    acme: Cast, actions: list[Action]
) -> None:
    one, other, *_ = actions
    for number in rounds(among=SHARES):
        wanted = demand(subject=str(number))
        reserving(acme, one, wanted)()

        ends = race(ending(acme, limits.settle, one), reserving(acme, other, wanted))

        assert ends == [[], ["one"]]
        assert count_of(acme, str(number)) == (1, 0)
    recounted(acme)


def test_what_is_released_meanwhile_is_room_for_one(
    acme: Cast, actions: list[Action]
) -> None:
    holder, *others = actions
    for number in rounds(among=SHARES):
        wanted = demand(subject=str(number))
        reserving(acme, holder, wanted)()

        _, *ends = race(
            ending(acme, limits.release, holder),
            *(reserving(acme, other, wanted) for other in others),
        )

        found = ends.count([])
        assert found <= 1
        assert count_of(acme, str(number)) == (0, found)
    recounted(acme)


def test_who_moves_to_another_day_competes_with_who_asks_then(
    acme: Cast, actions: list[Action]
) -> None:
    one, other, *_ = actions
    daily = demand(window="day")
    for number in rounds(among=SHARES):
        with clock_ahead(timedelta(days=number)):
            # Whoever won yesterday holds that day's room, and may lose it today.
            ends = race(reserving(acme, one, daily), reserving(acme, other, daily))

        assert sorted(ends, key=str) == [["one"], []]
        held = [count for (key, *_), count in recounted(acme).items() if key == "one"]
        assert sum(reserved for _, reserved in held) == 1
        assert len(held) == number + 1


def test_of_many_who_ask_to_pay_an_invoice_at_once_one_may(acme: Cast) -> None:
    run = open_run(acme)
    for _ in rounds(among=20):
        invoice = an_invoice()

        def pay(invoice: str = invoice) -> str:
            return ask(acme, run, invoice=invoice).status

        ends = race(*[pay] * ASKING)

        assert sorted(map(str, ends)) == ["authorized", *["refused"] * 3]
    recounted(acme)
