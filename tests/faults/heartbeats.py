"""F25 and F26: agents that say too little, too late, or what they said before."""

import random
import time
from typing import Any

import httpx2

from governance.models import Run
from tests.cast import Cast
from tests.faults.acting import opened, stops_of
from tests.faults.programs import LEASE_SECONDS, SWEEP_SECONDS
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack

_BEATS = 20
# What is overdue is found by the next sweep; twice that on a busy machine.
_FOUND_WITHIN = LEASE_SECONDS + 5 * SWEEP_SECONDS


def _beat(
    stack: Stack, cast: Cast, run: dict[str, Any], *, to: str = "web", **body: Any
) -> httpx2.Response:
    """Send a heartbeat; the short web gives the run a lease that soon ends."""
    path = f"runs/{run['id']}/heartbeat"
    return stack.call(cast, "POST", path, {"fence": 1, **body}, to=to)


def _row(cast: Cast, run: dict[str, Any]) -> Run:
    with cast.scope():
        return Run.objects.get(id=run["id"])


def _until_stopped(stack: Stack, cast: Cast, run: dict[str, Any]) -> float:
    began = time.monotonic()
    stack.until(lambda: _row(cast, run).state == "interrupted")
    return time.monotonic() - began


@fault(
    "F25",
    "heartbeats out of order, replayed, and of an old fence",
    "only newer ones count; the old fence gets 409 and extends nothing",
)
def out_of_order(scene: Scene) -> Seen:
    """Shuffle and repeat heartbeats, go silent, and come back with the old fence."""
    stack, cast, chance = scene.stack, scene.acme(), random.Random(25)  # noqa: S311
    run, newest = opened(stack, cast), 0
    order = [*range(1, _BEATS + 1), *chance.sample(range(1, _BEATS + 1), 5)]
    chance.shuffle(order)
    for sequence in order:
        newest = max(newest, sequence)
        beat = _beat(stack, cast, run, sequence=sequence, save_point={"page": sequence})
        now = _row(cast, run)
        assert beat.status_code == 200, beat.text
        assert (now.save_point, now.sequence) == ({"page": newest}, newest)
    with stack.also("web-short"):
        _beat(stack, cast, run, sequence=_BEATS + 1, to="web-short")
        took = _until_stopped(stack, cast, run)
    before = _row(cast, run)
    returned = _beat(stack, cast, run, sequence=_BEATS + 2)
    after = _row(cast, run)

    assert (returned.status_code, after.fence) == (409, 2)
    assert returned.json()["type"].endswith(":fenced")
    assert (after.lease_until, after.state) == (before.lease_until, "interrupted")
    assert stops_of(cast, run["id"]) == ["HEARTBEAT_MISSED"]
    return Seen("newest kept; old fence 409", f"found after {took:.1f} s")


@fault("F26", "heartbeat never sent", "interrupted as NEVER_STARTED, one ticket")
def never_sent(scene: Scene) -> Seen:
    """Open a run and say nothing, not once."""
    stack, cast = scene.stack, scene.acme()
    with stack.also("web-short"):
        run = opened(stack, cast, to="web-short")
        took = _until_stopped(stack, cast, run)

    assert stops_of(cast, run["id"]) == ["NEVER_STARTED"]
    assert took < _FOUND_WITHIN, f"{took:.1f} s"
    return Seen("found, ticket for the owner", f"found after {took:.1f} s")
