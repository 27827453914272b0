"""At execution a reservation becomes what the rules and the calendar ask for then."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from governance.models import Action, Hold, Reservation
from governance.services import checkpoints, limits
from governance.services.execution.outcome import settle
from tenants.scoping import PLATFORM, client_scope
from tests.cast import Cast
from tests.governance.answering import clock_ahead
from tests.governance.counting import Count, counted, demand, holds_of, recounted
from tests.governance.happenings import PAID, answer, ask, open_run
from tests.governance.readying import waive_all
from tests.governance.ruling import change_rule, drop_rule, pass_second_gate

A_DAY = timedelta(days=1)


def approved(cast: Cast, amount: str = "7400.00") -> Action:
    """Return a payment that Bo has approved and nobody carries out yet."""
    action = ask(cast, open_run(cast), amount=amount)
    answer(cast, action, cast.bo, word="approve")
    return action


def by_day(cast: Cast) -> list[Count]:
    """Return used and reserved of the daily limit, the first day first."""
    counts = sorted(recounted(cast).items())
    return [count for (key, *_), count in counts if key == "pay-daily"]


def states(cast: Cast, action_id: UUID) -> list[str]:
    """Return the states of an action's holds of the daily limit, by day."""
    held = sorted(holds_of(cast, action_id).items())
    return [state for (key, _), state in held if key == "pay-daily"]


def test_what_was_reserved_yesterday_moves_to_today_and_counts_once(
    acme: Cast,
) -> None:
    action = approved(acme)
    assert by_day(acme) == [(0, 7400)]

    with clock_ahead(A_DAY):
        action = pass_second_gate(acme, action.id)
        assert (action.status, by_day(acme)) == ("running", [(0, 0), (0, 7400)])
        with client_scope(acme.client.id, actor=PLATFORM):
            settle(action.id, fence=action.fence, report=PAID)

    assert by_day(acme) == [(0, 0), (7400, 0)]
    assert states(acme, action.id) == [Hold.RELEASED, Hold.SETTLED]
    assert counted(acme, "pay-once") == (1, 0)


def test_on_the_same_day_a_reservation_stays_and_is_not_counted_against_itself(
    acme: Cast,
) -> None:
    # Counted twice it would be 30,000 of 20,000.
    action = approved(acme, amount="15000.00")

    assert pass_second_gate(acme, action.id).status == "running"

    assert by_day(acme) == [(0, 15000)]
    with acme.scope():
        assert Reservation.objects.filter(action=action).count() == 2


def test_without_room_today_a_person_is_asked_again_while_the_rest_is_held(
    acme: Cast,
) -> None:
    action = approved(acme)
    with clock_ahead(A_DAY):
        run = open_run(acme)
        others = [ask(acme, run, amount="7400.00") for _ in range(2)]

        action = pass_second_gate(acme, action.id)

        assert action.status == "waiting"
        assert "20,000.00 EUR per day has no room for 7,400.00 EUR" in (
            action.explanation
        )
        assert by_day(acme) == [(0, 0), (0, 14800)]
        assert states(acme, action.id) == [Hold.RELEASED]
        assert counted(acme, "pay-once") == (0, 3)
        # Beyond the limit it is a person who decides, so it takes none of its room.
        answer_waiting(acme, action)
        assert pass_second_gate(acme, action.id).status == "running"
        assert by_day(acme) == [(0, 0), (0, 14800)]
    assert [one.status for one in others] == ["waiting", "waiting"]


def answer_waiting(cast: Cast, action: Action) -> None:
    """Have Bo approve what is asked about the action now."""
    with cast.scope():
        waiting = action.checkpoints.get(state="waiting")
    with cast.scope(cast.bo):
        checkpoints.approve(checkpoint=waiting, by=cast.bo, reason="I looked again.")


def test_who_agreed_to_going_beyond_is_not_asked_again_because_there_is_room(
    acme: Cast,
) -> None:
    run = open_run(acme)
    first, _, beyond = (ask(acme, run, amount="7400.00") for _ in range(3))
    assert "no room for 7,400.00 EUR" in beyond.explanation
    answer(acme, beyond, acme.bo, word="approve")
    answer(acme, first, acme.bo, word="refuse")

    beyond = pass_second_gate(acme, beyond.id)

    assert beyond.status == "running"
    assert by_day(acme) == [(0, 14800)]
    with acme.scope():
        assert beyond.checkpoints.get().used_at is not None


def test_who_was_asked_about_another_limit_is_asked_again(acme: Cast) -> None:
    run = open_run(acme)
    first, _, beyond = (ask(acme, run, amount="7400.00") for _ in range(3))
    answer(acme, beyond, acme.bo, word="approve")
    answer(acme, first, acme.bo, word="refuse")
    change_rule(acme, "pay-daily", title="Another limit")

    assert pass_second_gate(acme, beyond.id).status == "waiting"


def test_without_room_today_under_a_limit_that_refuses_nothing_is_held(
    acme: Cast,
) -> None:
    change_rule(acme, "pay-daily", effect="deny", obligation=None)
    action = approved(acme)
    with clock_ahead(A_DAY):
        run = open_run(acme)
        for _ in range(2):
            ask(acme, run, amount="7400.00")

        action = pass_second_gate(acme, action.id)

    assert (action.status, action.refused_by) == ("refused", "rule")
    assert set(holds_of(acme, action.id).values()) == {Hold.RELEASED}
    assert by_day(acme) == [(0, 0), (0, 14800)]
    assert counted(acme, "pay-once") == (0, 2)


def test_a_limit_that_no_rule_demands_any_more_gets_its_room_back(acme: Cast) -> None:
    action = approved(acme)
    drop_rule(acme, "pay-daily")

    assert pass_second_gate(acme, action.id).status == "running"

    assert by_day(acme) == [(0, 0)]
    assert counted(acme, "pay-once") == (0, 1)


def test_with_no_limit_left_everything_is_given_back(acme: Cast) -> None:
    action = approved(acme)
    drop_rule(acme, "pay-daily")
    drop_rule(acme, "pay-once")
    with acme.scope():
        waive_all(acme, acme.agent)

    assert pass_second_gate(acme, action.id).status == "running"

    assert set(holds_of(acme, action.id).values()) == {Hold.RELEASED}
    recounted(acme)


def test_a_cap_that_was_lowered_meanwhile_holds_for_what_waited(acme: Cast) -> None:
    action = approved(acme)
    lower = {
        "sum": "parameters.amount",
        "at_most": {"amount": "7399.9999", "currency": "EUR"},
        "per": [],
        "window": "day",
    }
    change_rule(acme, "pay-daily", limit=lower)

    assert pass_second_gate(acme, action.id).status == "waiting"

    assert by_day(acme) == [(0, 0)]


def test_the_first_of_a_window_is_bound_by_the_cap_too(acme: Cast) -> None:
    action = ask(acme, open_run(acme))
    over = demand(amount=Decimal("1.0001"), window="day")

    with acme.scope():
        assert limits.reserve(action, [over]) == [over]

    assert counted(acme, "one") == (0, 0)


def test_what_was_given_back_can_be_taken_again(acme: Cast) -> None:
    action = ask(acme, open_run(acme))
    once = demand()

    with acme.scope():
        for wanted in ([once], [], [once]):
            assert limits.reserve(action, wanted) == []
        rows = Reservation.objects.filter(action=action, limit_use__rule_key="one")
        found = list(rows.order_by("id").values_list("state", flat=True))

    assert found == [Hold.RELEASED, Hold.RESERVED]
    assert counted(acme, "one") == (0, 1)


def test_a_limit_that_measures_something_else_now_holds_that(acme: Cast) -> None:
    action = ask(acme, open_run(acme))

    with acme.scope():
        for amount in ("5", "8", "3"):
            wanted = demand(amount=Decimal(amount), cap=Decimal(8), currency="EUR")
            assert limits.reserve(action, [wanted]) == []

    assert counted(acme, "one") == (0, 3)


def test_a_limit_in_another_currency_starts_at_nothing(acme: Cast) -> None:
    run = open_run(acme)
    euros, pounds = ask(acme, run), ask(acme, run)
    members: Any = {"amount": Decimal(900), "cap": Decimal(1000)}

    with acme.scope():
        assert limits.reserve(euros, [demand(currency="EUR", **members)]) == []
        limits.settle(euros)
        assert limits.reserve(pounds, [demand(currency="GBP", **members)]) == []
        assert limits.reserve(euros, [demand(currency="GBP", **members)]) != []

    with acme.scope():
        found = Reservation.objects.filter(limit_use__rule_key="one")
        rows = found.values_list("limit_use__currency", "state")
        assert set(rows) == {("EUR", Hold.SETTLED), ("GBP", Hold.RESERVED)}
