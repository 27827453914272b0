"""F9, F12, F13: messages, the broker's memory and the clock's rings are lost."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import httpx2

from agents.models import EffectClass
from config.celery import app
from governance.models import Action
from tests.cast import Cast
from tests.database import changed_by_force
from tests.faults.acting import asked, ended, opened, request
from tests.faults.kinds import KINDS, equip
from tests.faults.programs import CARRIERS
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack
from tests.processes import eventually

_MANY = 100
_AGENTS = 4
_KIND = KINDS[EffectClass.QUERYABLE]


def flush_broker() -> None:
    """Have the broker forget everything."""
    with app.connection_for_write() as connection:
        connection.default_channel.client.flushall()


@fault("F9", "broker wiped with 100 authorized", "all done by sweeps; 0 lost, 0 twice")
def wiped(scene: Scene) -> Seen:
    """Lose every message about a hundred payments."""
    stack, cast = scene.stack, equip(scene.acme())
    with stack.without(*CARRIERS):
        _ask_many(stack, cast, _MANY)
        flush_broker()
    began = time.monotonic()

    stack.until(lambda: _count(cast, "authorized", "running") == 0)

    assert _count(cast, "succeeded") == _MANY
    assert _paid(stack, cast) == _MANY
    return Seen(f"{_MANY} done once each", f"{time.monotonic() - began:.1f} s")


@fault(
    "F12",
    "beat dead, then also the sweeping process",
    "found by the process, then by heartbeats",
)
def nobody_rings(scene: Scene) -> Seen:
    """Kill the clock, and lose a message; then all that sweeps, and lose another."""
    stack, cast = scene.stack, equip(scene.acme())
    run = opened(stack, cast)
    with stack.without("beat"):
        first = _unheard(stack, cast)
    with stack.without("beat", "sweep"):

        def beat() -> Action | None:
            # What the process that died had not answered yet is sent again.
            with suppress(httpx2.TransportError):
                stack.call(cast, "POST", f"runs/{run['id']}/heartbeat", {"fence": 1})
            found = _newest(cast)
            return found if found.status == "succeeded" else None

        _lose_the_ring(stack, cast)
        began = time.monotonic()
        stack.until(beat)
        second = time.monotonic() - began

    assert _paid(stack, cast) == 2
    return Seen("both found", f"{first:.1f} s, {second:.1f} s")


def _unheard(stack: Stack, cast: Cast) -> float:
    """Lose the message about a payment; return how long it took to be found."""
    _lose_the_ring(stack, cast)
    began = time.monotonic()
    found = ended(stack, cast, {"id": _newest(cast).id})
    assert found.status == "succeeded", found.detail
    return time.monotonic() - began


def _lose_the_ring(stack: Stack, cast: Cast) -> None:
    # The sweepers ring too, and it is not they who are to die of it.
    with stack.frozen(*CARRIERS), suppress(httpx2.TransportError):
        stack.orders.give("web.before_ring")
        stack.call(cast, "POST", "actions", request(action=_KIND))
        # The answer does not wait for the ring, so it may come before it.
        eventually(lambda: stack.orders.hit("web.before_ring"))
    stack.orders.forget()


def _newest(cast: Cast) -> Action:
    with cast.scope():
        return Action.objects.order_by("id").last() or _nothing()


def _nothing() -> Action:
    raise AssertionError("nothing was asked for")


@fault("F13", "two beats", "1 sweep at a time; each expiry and payment once")
def two_clocks(scene: Scene) -> Seen:
    """Let two clocks ring while questions expire and payments are due."""
    stack, cast = scene.stack, equip(scene.acme())
    with stack.also("beat-again"):
        waiting = [asked(stack, cast, amount="7400.00") for _ in range(10)]
        for one in waiting:
            _let_it_expire(one["checkpoint"]["id"])
        _ask_many(stack, cast, 20)
        expired = [ended(stack, cast, one).status for one in waiting]
        stack.until(lambda: _count(cast, "authorized", "running") == 0)

    assert set(expired) == {"expired"}
    assert _count(cast, "succeeded") == _paid(stack, cast) == 20
    return Seen("10 expired once each, 20 paid once each")


def _let_it_expire(checkpoint_id: str) -> None:
    changed = changed_by_force(
        "UPDATE governance_checkpoint SET deadline = remit_now() WHERE id = %s",
        checkpoint_id,
    )
    assert changed == 1


def _ask_many(stack: Stack, cast: Cast, count: int) -> None:
    def ask(_: int) -> dict[str, Any]:
        return asked(stack, cast, action=_KIND)

    with ThreadPoolExecutor(_AGENTS) as agents:
        made = list(agents.map(ask, range(count)))
    assert {one["status"] for one in made} == {"authorized"}


def _count(cast: Cast, *statuses: str) -> int:
    with cast.scope():
        return Action.objects.filter(status__in=statuses).count()


def _paid(stack: Stack, cast: Cast) -> int:
    with cast.scope():
        invoices = {one.parameters["invoice"] for one in Action.objects.all()}
    return sum(one["order"]["invoice"] in invoices for one in stack.payments())
