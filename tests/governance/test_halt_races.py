"""A halt and an intent at the same moment: the intent comes first, or never."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from threading import Barrier
from typing import TypeVar

import pytest
from django.db import connection

from governance.models import HaltScope
from governance.services.execution.intent import intend
from tenants.errors import Conflict
from tests.cast import Cast
from tests.governance.halting import (
    SCOPES,
    at_work,
    claimed,
    halt,
    halt_here,
    intent_of,
)
from tests.governance.rounds import HaltsAndIntents
from tests.processes import eventually
from tests.racing import Racers, rounds

PATIENCE_SECONDS = 30

T = TypeVar("T")


def on_its_own(work: Callable[[], T]) -> Callable[[], T]:
    """Return the work for another thread, whose connection ends with it."""

    def run() -> T:
        try:
            return work()
        finally:
            connection.close()

    return run


def somebody_waits_for_us() -> bool:
    """Return whether another connection waits for an advisory lock of this one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted "
            "AND locktype = 'advisory' "
            "AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))"
        )
        return bool(cursor.fetchone()[0])


@SCOPES
def test_what_was_claimed_before_a_halt_gets_no_intent_after_it(
    acme: Cast, scope: HaltScope
) -> None:
    run = acme.open_run()
    action_id, fence = claimed(acme, run)
    halt(acme, scope, run)

    with at_work(acme):
        intended = intend(action_id, fence=fence)

    assert intended is None
    assert intent_of(acme, action_id) is None
    assert acme.api("GET", f"actions/{action_id}").json()["refused_by"] == "standing"


@SCOPES
def test_a_halt_waits_for_an_intent_that_is_being_committed(
    acme: Cast, scope: HaltScope
) -> None:
    run = acme.open_run()
    action_id, fence = claimed(acme, run)

    with ThreadPoolExecutor(1) as others:
        with at_work(acme):
            assert intend(action_id, fence=fence) is not None
            halting = others.submit(on_its_own(lambda: halt(acme, scope, run)))
            eventually(somebody_waits_for_us)
            assert not halting.done()
        halted = halting.result(timeout=PATIENCE_SECONDS)

    intent = intent_of(acme, action_id)
    assert intent is not None
    assert intent.recorded_at < halted.set_at


@SCOPES
def test_an_intent_waits_for_a_halt_that_is_being_committed_and_is_refused(
    acme: Cast, scope: HaltScope
) -> None:
    run = acme.open_run()
    action_id, fence = claimed(acme, run)

    def attempt() -> object:
        with at_work(acme):
            return intend(action_id, fence=fence)

    with ThreadPoolExecutor(1) as others:
        with acme.scope(acme.bo):
            halt_here(acme, scope, run)
            intending = others.submit(on_its_own(attempt))
            eventually(somebody_waits_for_us)
            assert not intending.done()
        assert intending.result(timeout=PATIENCE_SECONDS) is None

    assert intent_of(acme, action_id) is None


@pytest.mark.timeout(600)
def test_when_halt_and_intent_race_the_intent_comes_first_or_never(
    acme: Cast,
) -> None:
    first = set()
    with Racers(2) as racers:
        both = HaltsAndIntents(acme, acme.open_run(), racers)
        for _, scope in zip(rounds(among=2), cycle(HaltScope), strict=False):
            first.add(both.halt(scope))

    # Otherwise they did not meet.
    assert first == {True, False}


def test_two_who_halt_at_once_make_one_halt(acme: Cast) -> None:
    run = acme.open_run()
    start = Barrier(2, timeout=PATIENCE_SECONDS)

    def attempt() -> bool:
        start.wait()
        try:
            halt(acme, HaltScope.AGENT, run)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as people:
        both = [people.submit(on_its_own(attempt)) for _ in range(2)]
        made = sorted(one.result(timeout=PATIENCE_SECONDS) for one in both)

    assert made == [False, True]
