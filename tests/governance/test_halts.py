"""A halt takes effect at the next gate, whoever is on the way to it at that moment."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import cycle
from threading import Barrier
from typing import Any, TypeVar
from uuid import UUID

import pytest
from django.db import DatabaseError, connection

from audit.events import Event
from audit.selectors import Filters, story
from config.demo.process import WORKFLOW_KEY
from governance.models import (
    Action,
    Checkpoint,
    Halt,
    HaltScope,
    Intent,
    Run,
    Workflow,
)
from governance.services import checkpoints
from governance.services.execution import perform
from governance.services.execution.claim import claim
from governance.services.execution.intent import intend
from governance.services.halts import lift_halt, set_halt
from tenants.clock import database_now
from tenants.errors import Conflict, DomainError, Invalid, NotAllowed
from tenants.scoping import PLATFORM, client_scope
from tests.cast import Cast
from tests.governance.happenings import ask
from tests.processes import eventually, payments_of

SCOPES = pytest.mark.parametrize("scope", list(HaltScope))
ROUNDS = 20
# Spreads the halts over the time from an intent's first statement to its commit.
STATEMENTS_APART = 10
PATIENCE_SECONDS = 30
WHY = "Something looks wrong."

T = TypeVar("T")


def target_of(cast: Cast, scope: HaltScope, run: dict[str, Any]) -> UUID:
    """Return what to halt so that the halt reaches this run."""
    if scope is HaltScope.WORKFLOW:
        return Workflow.objects.get(key=WORKFLOW_KEY).id
    targets = {
        HaltScope.CLIENT: cast.client.id,
        HaltScope.AGENT: cast.agent.id,
        HaltScope.RUN: UUID(run["id"]),
    }
    return targets[scope]


def halt(cast: Cast, scope: HaltScope, run: dict[str, Any]) -> Halt:
    """Halt as Bo, an operator, and return the halt."""
    with cast.scope(cast.bo):
        return halt_here(cast, scope, run)


def halt_here(cast: Cast, scope: HaltScope, run: dict[str, Any]) -> Halt:
    """Halt inside the open scope."""
    target = target_of(cast, scope, run)
    return set_halt(scope=scope, target_id=target, label="This", by=cast.bo, reason=WHY)


def lift(cast: Cast, scope: HaltScope, run: dict[str, Any]) -> None:
    """Lift the halt as Ada, an admin."""
    with cast.scope(cast.ada):
        target = target_of(cast, scope, run)
        lift_halt(scope=scope, target_id=target, by=cast.ada, reason="It was nothing.")


@contextmanager
def at_work(cast: Cast) -> Iterator[None]:
    """Open the scope as a worker does."""
    with client_scope(cast.client.id, actor=PLATFORM):
        yield


def claimed(cast: Cast, run: dict[str, Any]) -> tuple[UUID, int]:
    """Return an allowed payment that nobody but we may carry out, and our fence."""
    with at_work(cast):
        # In one transaction, so that no worker of another test is quicker.
        action = ask(cast, Run.objects.get(id=run["id"]))
        assert action.status == "authorized", action.explanation
        fence = claim(action.id)
    assert fence is not None
    return action.id, fence


def intent_of(cast: Cast, action_id: UUID) -> Intent | None:
    """Return the action's intent, if one was committed."""
    with at_work(cast):
        return Intent.objects.filter(action_id=action_id).first()


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
def test_what_is_asked_after_a_halt_is_refused_by_standing(
    acme: Cast, scope: HaltScope
) -> None:
    run = acme.open_run()
    halt(acme, scope, run)

    action = acme.ask_payment(run)

    assert action["status"] == "refused"
    assert action["refused_by"] == "standing"
    assert f"This is halted: {WHY}" in action["explanation"]


@SCOPES
def test_the_heartbeat_of_what_is_halted_says_stop_and_why(
    acme: Cast, scope: HaltScope
) -> None:
    run = acme.open_run()
    beat = {"fence": run["fence"]}
    before = acme.api("POST", f"runs/{run['id']}/heartbeat", beat).json()
    halt(acme, scope, run)

    after = acme.api("POST", f"runs/{run['id']}/heartbeat", beat).json()

    assert before["directive"] == "continue"
    assert after["directive"] == "stop"
    assert WHY in after["reason"]


@pytest.mark.parametrize(
    "scope", [HaltScope.CLIENT, HaltScope.AGENT, HaltScope.WORKFLOW]
)
def test_no_run_is_opened_while_halted(acme: Cast, scope: HaltScope) -> None:
    halt(acme, scope, acme.open_run())

    response = acme.api("POST", "runs", {"workflow": WORKFLOW_KEY})

    assert response.status_code == 403
    assert WHY in response.json()["detail"]


def test_a_halt_of_one_run_leaves_the_others_alone(acme: Cast) -> None:
    halted, other = acme.open_run(), acme.open_run()
    halt(acme, HaltScope.RUN, halted)

    assert acme.ask_payment(halted)["status"] == "refused"
    assert acme.ask_payment(other)["status"] == "authorized"


def test_a_halt_at_one_client_leaves_the_others_alone(acme: Cast, globex: Cast) -> None:
    halt(acme, HaltScope.CLIENT, acme.open_run())

    assert globex.ask_payment(globex.open_run())["status"] == "authorized"


@SCOPES
def test_what_waited_is_refused_at_execution_although_it_was_approved(
    acme: Cast, bank: None, scope: HaltScope
) -> None:
    run = acme.open_run()
    asked = acme.ask_payment(run, amount="7400.00")
    halt(acme, scope, run)
    with acme.scope(acme.bo):
        checkpoint = Checkpoint.objects.select_related("group").get(
            id=asked["checkpoint"]["id"]
        )
        checkpoints.approve(checkpoint=checkpoint, by=acme.bo, reason="It matches.")

    perform(client_id=acme.client.id, action_id=UUID(asked["id"]))

    def refused() -> dict[str, Any] | None:
        now = acme.api("GET", f"actions/{asked['id']}").json()
        return now if now["status"] == "refused" else None

    assert eventually(refused)["refused_by"] == "standing"
    assert intent_of(acme, UUID(asked["id"])) is None
    assert payments_of(asked["parameters"]["invoice"]) == 0


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


def test_when_halt_and_intent_race_the_intent_comes_first_or_never(
    acme: Cast,
) -> None:
    run = acme.open_run()
    for number, scope in zip(range(ROUNDS), cycle(HaltScope), strict=False):
        action_id, fence = claimed(acme, run)

        delay = number * STATEMENTS_APART
        halted = race(acme, scope, run, (action_id, fence), delay=delay)

        intent = intent_of(acme, action_id)
        with at_work(acme):
            action = Action.objects.get(id=action_id)
        if intent is None:
            assert (action.status, action.refused_by) == ("refused", "standing")
        else:
            assert action.status == "running"
            assert intent.recorded_at < halted.set_at
        lift(acme, scope, run)


def race(
    cast: Cast,
    scope: HaltScope,
    run: dict[str, Any],
    ours: tuple[UUID, int],
    *,
    delay: int,
) -> Halt:
    """Intend and halt at once, the halt ``delay`` statements later; return it."""
    action_id, fence = ours
    start = Barrier(2, timeout=PATIENCE_SECONDS)

    def intending() -> None:
        with at_work(cast):
            start.wait()
            intend(action_id, fence=fence)

    def halting() -> Halt:
        with cast.scope(cast.bo):
            start.wait()
            for _ in range(delay):
                database_now()
            return halt_here(cast, scope, run)

    with ThreadPoolExecutor(2) as racers:
        intended: Future[None] = racers.submit(on_its_own(intending))
        halted: Future[Halt] = racers.submit(on_its_own(halting))
        intended.result(timeout=PATIENCE_SECONDS)
        return halted.result(timeout=PATIENCE_SECONDS)


@SCOPES
def test_an_admin_lifts_a_halt_with_a_reason_and_the_agent_acts_again(
    acme: Cast, bank: None, scope: HaltScope
) -> None:
    run = acme.open_run()
    halt(acme, scope, run)
    lift(acme, scope, run)

    asked = acme.ask_payment(run)
    perform(client_id=acme.client.id, action_id=UUID(asked["id"]))

    eventually(lambda: payments_of(asked["parameters"]["invoice"]) == 1)
    beat = {"fence": run["fence"]}
    again = acme.api("POST", f"runs/{run['id']}/heartbeat", beat).json()
    assert again["directive"] == "continue"


@pytest.mark.parametrize(
    ("who", "reason", "error"),
    [("bo", WHY, NotAllowed), ("vi", WHY, NotAllowed), ("ada", "  ", Invalid)],
)
def test_lifting_needs_an_admin_and_a_reason(
    acme: Cast, who: str, reason: str, error: type[DomainError]
) -> None:
    run = acme.open_run()
    halt(acme, HaltScope.AGENT, run)
    person = acme.people[who]

    with acme.scope(person), pytest.raises(error):
        lift_halt(
            scope=HaltScope.AGENT, target_id=acme.agent.id, by=person, reason=reason
        )

    assert acme.ask_payment(run)["status"] == "refused"


@pytest.mark.parametrize(
    ("who", "reason", "error"),
    [("vi", WHY, NotAllowed), ("bo", " \n", Invalid)],
)
def test_halting_needs_an_admin_or_operator_and_a_reason(
    acme: Cast, who: str, reason: str, error: type[DomainError]
) -> None:
    person = acme.people[who]

    with acme.scope(person), pytest.raises(error):
        set_halt(
            scope=HaltScope.AGENT,
            target_id=acme.agent.id,
            label="This",
            by=person,
            reason=reason,
        )

    assert acme.ask_payment(acme.open_run())["status"] == "authorized"


def test_what_is_halted_is_not_halted_twice_nor_lifted_twice(acme: Cast) -> None:
    run = acme.open_run()
    halt(acme, HaltScope.AGENT, run)
    with pytest.raises(Conflict):
        halt(acme, HaltScope.AGENT, run)

    lift(acme, HaltScope.AGENT, run)
    with pytest.raises(Conflict):
        lift(acme, HaltScope.AGENT, run)


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


def test_a_halt_outlives_whoever_set_it_and_cannot_be_removed(acme: Cast) -> None:
    run = acme.open_run()
    halted = halt(acme, HaltScope.AGENT, run)
    # As after a restart: nothing in the process remembers it.
    connection.close()

    assert acme.ask_payment(run)["status"] == "refused"
    for change in (
        lambda: Halt.objects.filter(id=halted.id).delete(),
        lambda: Halt.objects.filter(id=halted.id).update(target_id=acme.client.id),
    ):
        with acme.scope(acme.ada), pytest.raises(DatabaseError):
            change()
    assert acme.ask_payment(run)["status"] == "refused"


def test_halting_and_lifting_are_told_with_their_reasons(acme: Cast) -> None:
    run = acme.open_run()
    halt(acme, HaltScope.AGENT, run)
    lift(acme, HaltScope.AGENT, run)

    with acme.scope():
        lines = story(Filters(target_id=str(acme.agent.id)))

    told = {line.event: line.sentence for line in lines}
    assert told[Event.HALT_SET] == f"Bo Lindqvist halted This, because “{WHY}”"
    assert (
        told[Event.HALT_LIFTED]
        == "Ada Rossi lifted the halt of This, because “It was nothing.”"
    )
