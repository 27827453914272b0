"""F10, F11 and F14: the broker is away, or does not answer; the database crashes."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from http import HTTPStatus
from statistics import quantiles
from typing import Any
from uuid import uuid4

import httpx2
from django.db import connections

from agents.models import EffectClass
from governance.models import Action, Interruption
from tests.cast import Cast
from tests.faults.acting import OVER, asked, effects, ended, opened, request
from tests.faults.ground import SERVERS
from tests.faults.kinds import KINDS, equip
from tests.faults.programs import CARRIERS
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack
from tests.processes import eventually

_KIND = KINDS[EffectClass.QUERYABLE]
_MANY = 20
# So many times as long may an answer take where nobody hears the doorbell.
_SLOWER = 10
_CRASHES = 3
# What an agent asks again after.
_LATER = (HTTPStatus.CONFLICT, HTTPStatus.SERVICE_UNAVAILABLE)
_AGENTS = 4
_EACH = 10


@fault("F10", "the broker is away", "answers as fast as ever; runs go on by sweeps")
def no_broker(scene: Scene) -> Seen:
    """Ask for payments while there is no broker, and after it is back."""
    return _meanwhile(scene, SERVERS.without_valkey)


@fault("F11", "the broker takes connections and never answers", "as without it")
def broker_hangs(scene: Scene) -> Seen:
    """Ask for payments while the broker is frozen, and after it is back."""
    return _meanwhile(scene, SERVERS.with_frozen_valkey)


def _meanwhile(
    scene: Scene, fault_of_broker: Callable[[], AbstractContextManager[None]]
) -> Seen:
    stack, cast = scene.stack, equip(scene.acme())
    run = opened(stack, cast)
    usual, before = _asked_for(stack, cast, run)
    with fault_of_broker():
        slow, made = _asked_for(stack, cast, run)
        found = [ended(stack, cast, one).status for one in [*before, *made]]
    again = ended(stack, cast, asked(stack, cast, run, action=_KIND))

    assert set(found) == {"succeeded"}
    assert again.status == "succeeded"
    invoices = [one["parameters"]["invoice"] for one in [*before, *made]]
    assert [effects(stack, one) for one in invoices] == [1] * 2 * _MANY
    assert slow < _SLOWER * usual, f"{slow:.3f} s instead of {usual:.3f} s"
    return Seen(f"{_MANY} paid meanwhile, once each", f"answers x {slow / usual:.1f}")


def _asked_for(
    stack: Stack, cast: Cast, run: dict[str, Any]
) -> tuple[float, list[dict[str, Any]]]:
    """Ask for many payments; return how long 95 of 100 answers took at most."""
    made, took = [], []
    for _ in range(_MANY):
        began = time.monotonic()
        made.append(asked(stack, cast, run, action=_KIND))
        took.append(time.monotonic() - began)
    return quantiles(took, n=20)[-1], made


@fault(
    "F14",
    "the database crashes three times under load",
    "nothing lost, nothing twice, nothing left unknown, no run stopped",
)
def database_crashes(scene: Scene) -> Seen:
    """Cut the database off while agents ask for payments and workers make them."""
    stack, cast = scene.stack, equip(scene.acme())
    runs = [opened(stack, cast) for _ in range(_AGENTS)]
    with _asking(stack, cast, runs) as made:
        for crash in range(1, _CRASHES + 1):
            _wait_for(stack, made, crash * _EACH)
            SERVERS.crash_postgres()
            connections.close_all()
    # What was under way is asked about; the bank knows.
    found = [ended(stack, cast, one, over=OVER - {"unknown"}) for one in made]

    # One that was about to be sent is found not to have been, and its agent is told.
    paid = [one for one in found if one.status == "succeeded"]
    failed = [one for one in found if one.status == "failed"]
    assert len(paid) + len(failed) == _AGENTS * _EACH
    assert len(failed) <= _CRASHES * len(CARRIERS)
    assert {effects(stack, one.parameters["invoice"]) for one in paid} == {1}
    assert not any(effects(stack, one.parameters["invoice"]) for one in failed)
    with cast.scope():
        assert Action.objects.count() == _AGENTS * _EACH
        assert Interruption.objects.count() == 0
    told = f"{len(paid)} paid once, {len(failed)} not sent and known not to be"
    return Seen(told)


@contextmanager
def _asking(
    stack: Stack, cast: Cast, runs: list[dict[str, Any]]
) -> Iterator[list[dict[str, Any]]]:
    """Have an agent in each run ask for payments; yields what was answered by now."""
    made: list[dict[str, Any]] = []

    def work(run: dict[str, Any]) -> None:
        made.extend(_asked_until_answered(stack, cast, run) for _ in range(_EACH))

    with ThreadPoolExecutor(len(runs)) as pool:
        working = [pool.submit(work, run) for run in runs]
        yield made
    for one in working:
        one.result()


def _asked_until_answered(
    stack: Stack, cast: Cast, run: dict[str, Any]
) -> dict[str, Any]:
    body, key = request(run, action=_KIND), str(uuid4())

    def attempt() -> httpx2.Response | None:
        # As an agent does: the same again, under the same key.
        with suppress(httpx2.TransportError):
            answer = stack.call(cast, "POST", "actions", body, key=key)
            later = answer.status_code in _LATER
            assert later or answer.status_code == HTTPStatus.CREATED, answer.text
            return None if later else answer
        return None

    return dict(eventually(attempt).json())


def _wait_for(stack: Stack, made: list[dict[str, Any]], count: int) -> None:
    stack.until(lambda: len(made) >= count)
