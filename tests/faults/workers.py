"""F4 to F8: workers die before, during and after an effect, or wake up too late."""

import os
import signal
import time
from collections.abc import Mapping
from typing import Any

from agents.models import EffectClass
from governance.models import Action, Outcome
from tests.cast import Cast
from tests.faults.acting import (
    OVER,
    action_of,
    an_invoice,
    asked,
    effects,
    ended,
    stops_of,
    tickets_of,
)
from tests.faults.kinds import KINDS, TIMEOUT_SECONDS, equip
from tests.faults.programs import CARRIERS, LEASE_SECONDS
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack

Asked = Mapping[EffectClass, dict[str, Any]]

_SETTLED = OVER - {"unknown"}
# From an intent on, a worker has its lease and as long as its runner may take.
_ZOMBIE_SECONDS = 2.5 * (LEASE_SECONDS + TIMEOUT_SECONDS)


def _one_of_each(stack: Stack, cast: Cast, place: str, what: str) -> Asked:
    """Ask for one action of each class, and have a fault happen to each of them."""
    with stack.frozen(*CARRIERS):
        made = {
            effect: asked(stack, cast, action=name, invoice=an_invoice())
            for effect, name in KINDS.items()
        }
        for one in made.values():
            stack.orders.give(place, what, of=one["id"])
    return made


def _became(stack: Stack, cast: Cast, made: Asked) -> dict[EffectClass, Action]:
    """Return what has become of them, once nobody but a person can do more."""
    return {
        effect: ended(
            stack,
            cast,
            one,
            over=OVER if effect is EffectClass.UNSAFE else _SETTLED,
        )
        for effect, one in made.items()
    }


def _paid(stack: Stack, found: Mapping[EffectClass, Action]) -> dict[EffectClass, int]:
    return {
        effect: effects(stack, one.parameters["invoice"])
        for effect, one in found.items()
    }


def _told(found: Mapping[EffectClass, Action], paid: Mapping[EffectClass, int]) -> str:
    return ", ".join(
        f"{effect} {one.status} ({paid[effect]})" for effect, one in found.items()
    )


@fault(
    "F4",
    "worker killed before its intent",
    "authorized again, 2 attempts, done once, no ticket",
)
def killed_before_the_intent(scene: Scene) -> Seen:
    """Kill the worker that has taken an action and recorded nothing yet."""
    stack, cast = scene.stack, equip(scene.acme())
    made = _one_of_each(stack, cast, "worker.after_claim", "kill")

    began = time.monotonic()
    found = _became(stack, cast, made)
    paid = _paid(stack, found)

    assert {one.status for one in found.values()} == {"succeeded"}, _told(found, paid)
    # More on a machine so busy that a lease ends while its worker waits.
    assert all(one.attempts >= 2 for one in found.values())
    assert sorted(paid.values()) == [0, 1, 1, 1]
    assert not any(tickets_of(cast, one) for one in found.values())
    return Seen(_told(found, paid), f"done after {time.monotonic() - began:.1f} s")


@fault(
    "F5",
    "worker killed after its intent, before the effect",
    "pure, idempotent: sent again; queryable: asked, failed; unsafe: unknown, ticket",
)
def killed_before_the_effect(scene: Scene) -> Seen:
    """Kill the worker that was about to send: nobody can know that it did not."""
    stack, cast = scene.stack, equip(scene.acme())
    made = _one_of_each(stack, cast, "worker.after_intent", "kill")

    found = _became(stack, cast, made)
    paid = _paid(stack, found)

    assert {effect.value: one.status for effect, one in found.items()} == {
        "pure": "succeeded",
        "idempotent": "succeeded",
        "queryable": "failed",
        "unsafe": "unknown",
    }
    assert [paid[effect] for effect in KINDS] == [0, 1, 0, 0]
    _held(cast, found[EffectClass.UNSAFE])
    return Seen(_told(found, paid))


@fault(
    "F6",
    "worker killed after the effect, before its outcome",
    "idempotent: 1 effect; queryable: asked, done; unsafe: unknown; never 2",
    quick=True,
)
def killed_after_the_effect(scene: Scene) -> Seen:
    """Kill the worker that has sent, and told nobody."""
    stack, cast = scene.stack, equip(scene.acme())
    made = _one_of_each(stack, cast, "worker.after_effect", "kill")

    found = _became(stack, cast, made)
    paid = _paid(stack, found)

    assert {effect.value: one.status for effect, one in found.items()} == {
        "pure": "succeeded",
        "idempotent": "succeeded",
        "queryable": "succeeded",
        "unsafe": "unknown",
    }
    assert [paid[effect] for effect in KINDS] == [0, 1, 1, 1]
    _held(cast, found[EffectClass.UNSAFE])
    return Seen(_told(found, paid))


def _held(cast: Cast, action: Action) -> None:
    (ticket,) = tickets_of(cast, action)
    assert ticket.owner == cast.ada
    assert ticket.deadline > ticket.opened_at
    assert stops_of(cast, action.run_id)


@fault(
    "F7",
    "zombie: frozen for 2.5 leases, then awake",
    "late result is evidence; sends nothing that was taken for lost",
)
def wakes_up_too_late(scene: Scene) -> Seen:
    """Freeze a worker after its effect, another before it, a third while it sends."""
    stack, cast = scene.stack, equip(scene.acme())
    late = _freeze(stack, cast, "worker.after_effect", EffectClass.UNSAFE)
    # Awake, the second sees itself that it is too late, and the bank refuses the third.
    unsent = [
        _freeze(stack, cast, place, EffectClass.QUERYABLE)
        for place in ("worker.after_intent", "worker.before_effect")
    ]

    assert late.detail
    assert _sources(cast, late) == ["sweeper", "late_result"]
    assert (late.status, effects(stack, late.parameters["invoice"])) == ("succeeded", 1)
    for before in unsent:
        paid = effects(stack, before.parameters["invoice"])
        assert (before.status, paid) == ("failed", 0)
    return Seen("late result settled it; what was lost was not sent")


def _freeze(stack: Stack, cast: Cast, place: str, effect: EffectClass) -> Action:
    """Freeze the worker of one action there, let it be given up, wake the worker."""
    stack.orders.give(place, "stop")
    made = asked(stack, cast, action=KINDS[effect], invoice=an_invoice())
    (zombie,) = stack.until(lambda: stack.orders.hit(place))
    try:
        ended(stack, cast, made)
        if effect is EffectClass.QUERYABLE:
            ended(stack, cast, made, over=_SETTLED)
        time.sleep(_ZOMBIE_SECONDS)
    finally:
        os.kill(zombie, signal.SIGCONT)
    if effect is EffectClass.UNSAFE:
        return ended(stack, cast, made, over=_SETTLED)
    # It does nothing, and shows that by going on with something else.
    ended(stack, cast, asked(stack, cast, action=KINDS[effect]))
    return action_of(cast, made)


def _sources(cast: Cast, action: Action) -> list[str]:
    with cast.scope():
        rows = Outcome.objects.filter(intent__action=action)
        return [one.source for one in rows.order_by("recorded_at", "id")]


@fault(
    "F8",
    "poison: an action that kills its worker, three times",
    "3 attempts, then held with a ticket; others done",
)
def kills_every_worker(scene: Scene) -> Seen:
    """Let one action kill whoever takes it, while another waits behind it."""
    stack, cast = scene.stack, equip(scene.acme())
    with stack.frozen(*CARRIERS):
        poison = asked(stack, cast, action=KINDS[EffectClass.UNSAFE])
        other = asked(stack, cast, action=KINDS[EffectClass.UNSAFE])
        stack.orders.give("worker.after_claim", "kill 5", of=poison["id"])

    done = ended(stack, cast, other)
    found = ended(stack, cast, poison)

    assert done.status == "succeeded"
    assert (found.status, found.attempts) == ("failed", 3)
    assert effects(stack, found.parameters["invoice"]) == 0
    assert stops_of(cast, found.run_id) == ["POISON"]
    _held(cast, found)
    return Seen("3 attempts, failed without an effect, 1 ticket; the other done")
