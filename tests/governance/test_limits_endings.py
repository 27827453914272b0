"""Whatever becomes of an action, its limits end as it does, and add up."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError

from agents.runners import Report
from governance.models import Action, HaltScope, Hold, LimitUse, Reservation, Run
from governance.services import limits
from governance.services.attestation import attest
from tests.cast import Cast
from tests.database import changed
from tests.governance.answering import clock_ahead, sweep
from tests.governance.counting import Count, counted, demand, holds_of
from tests.governance.halting import halt_here
from tests.governance.happenings import (
    NOT_PAID,
    PAID,
    SILENCE,
    answer,
    ask,
    carried_out,
    open_run,
    stopped,
    unknown,
)
from tests.governance.ruling import pass_second_gate

Story = Callable[[Cast], Action]
AMOUNT = Decimal(480)
NOTHING: Count = (0, 0)
HELD: Count = (0, AMOUNT)
USED: Count = (AMOUNT, 0)


def ended(report: Report) -> Story:
    return lambda cast: carried_out(cast, open_run(cast), report)


def waiting(cast: Cast) -> Action:
    # In another account than the one on record it waits, however small.
    return ask(cast, open_run(cast), account="LT121000011101001000")


def refused_by_a_person(cast: Cast) -> Action:
    action = waiting(cast)
    answer(cast, action, cast.cy, word="refuse")
    return action


def approved(cast: Cast) -> Action:
    action = waiting(cast)
    answer(cast, action, cast.cy, word="approve")
    return action


def expired(cast: Cast) -> Action:
    action = waiting(cast)
    with clock_ahead(timedelta(hours=25)):
        sweep()
    return action


def cancelled(cast: Cast) -> Action:
    action = waiting(cast)
    with cast.scope():
        run = Run.objects.get(id=action.run_id)
    stopped(cast, run)
    return action


def halted_before_its_intent(cast: Cast) -> Action:
    action = approved(cast)
    with cast.scope(cast.bo):
        halt_here(cast, HaltScope.AGENT, {"id": str(action.run_id)})
    return pass_second_gate(cast, action.id)


def attested(happened: bool) -> Story:
    def story(cast: Cast) -> Action:
        ticket = unknown(cast)
        with cast.scope(cast.ada):
            attest(
                ticket=ticket,
                by=cast.ada,
                happened=happened,
                evidence="The bank's statement of today, page two.",
            )
        settled: Action = ticket.action
        return settled

    return story


STORIES: list[tuple[str, Story, Count, str]] = [
    ("waiting", waiting, HELD, Hold.RESERVED),
    ("authorized", approved, HELD, Hold.RESERVED),
    ("refused", refused_by_a_person, NOTHING, Hold.RELEASED),
    ("refused", halted_before_its_intent, NOTHING, Hold.RELEASED),
    ("expired", expired, NOTHING, Hold.RELEASED),
    ("cancelled", cancelled, NOTHING, Hold.RELEASED),
    ("succeeded", ended(PAID), USED, Hold.SETTLED),
    ("failed", ended(NOT_PAID), NOTHING, Hold.RELEASED),
    ("unknown", ended(SILENCE), HELD, Hold.RESERVED),
    ("succeeded", attested(happened=True), USED, Hold.SETTLED),
    ("failed", attested(happened=False), NOTHING, Hold.RELEASED),
]


@pytest.mark.parametrize(("status", "story", "count", "state"), STORIES)
def test_an_ending_settles_holds_or_gives_back(
    acme: Cast, status: str, story: Story, count: Count, state: str
) -> None:
    action = story(acme)

    with acme.scope():
        action.refresh_from_db(fields=["status"])
    assert action.status == status
    assert set(holds_of(acme, action.id).values()) == {state}
    assert counted(acme, "pay-daily") == count
    once = (count[0] / AMOUNT, count[1] / AMOUNT)
    assert counted(acme, "pay-once") == once


def test_a_stopped_run_gives_back_all_that_waited_in_it(acme: Cast) -> None:
    run = open_run(acme)
    several = [ask(acme, run, amount="1400.00") for _ in range(3)]
    assert counted(acme, "pay-daily") == (0, 4200)

    stopped(acme, run)

    assert counted(acme, "pay-daily") == NOTHING
    held = [state for one in several for state in holds_of(acme, one.id).values()]
    assert set(held) == {Hold.RELEASED}


def test_what_is_over_is_not_ended_again(acme: Cast) -> None:
    action = carried_out(acme, open_run(acme), PAID)

    with acme.scope():
        limits.settle(action)
        limits.release(action)

    assert counted(acme, "pay-daily") == USED


@pytest.mark.parametrize("column", ["used", "reserved"])
def test_the_database_refuses_a_counter_below_zero(acme: Cast, column: str) -> None:
    ask(acme, open_run(acme))

    with acme.scope(), pytest.raises(IntegrityError, match="limit_use_not_negative"):
        changed("UPDATE governance_limituse SET {c} = -0.0001", c=column)


def test_the_database_refuses_to_reserve_less_than_nothing(acme: Cast) -> None:
    # It would make room for the next one.
    action, less = ask(acme, open_run(acme)), Decimal("-0.0001")

    with pytest.raises(IntegrityError, match="limit_use_not_negative"), acme.scope():
        limits.reserve(action, [demand(amount=less)])
    with acme.scope():
        use = LimitUse.objects.get(rule_key="pay-daily")
    with pytest.raises(IntegrityError, match="reservation_not_negative"), acme.scope():
        Reservation(action=action, limit_use=use, amount=less).save()

    assert counted(acme, "pay-daily") == HELD
