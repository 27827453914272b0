"""F30 and F38: what the target's answer, or its silence, proves."""

from typing import Any

from agents.models import EffectClass
from governance.models import Action, Interruption
from tests.cast import Cast
from tests.faults.acting import (
    action_of,
    an_invoice,
    asked,
    effects,
    ended,
    tickets_of,
)
from tests.faults.kinds import KINDS, equip
from tests.faults.rows import Scene, Seen, fault
from tests.processes import turn_bank

# How the bank behaves, and what an action becomes of which nobody can ask.
_EXPECTED = {
    "failing": ("failed", 0),
    "reset": ("unknown", 1),
    "silent": ("unknown", 1),
}


@fault(
    "F38",
    "4xx, refused connection, reset, timeout",
    "4xx and refused: failed; reset and timeout: unknown",
)
def answers(scene: Scene) -> Seen:
    """Have the bank refuse, break off and stay silent, and then not be there."""
    stack, cast, told = scene.stack, equip(scene.acme()), []
    kind = KINDS[EffectClass.UNSAFE]
    for mode, expected in _EXPECTED.items():
        invoice = an_invoice()
        turn_bank(invoice, mode)
        found = ended(stack, cast, asked(stack, cast, action=kind, invoice=invoice))
        assert (found.status, effects(stack, invoice)) == expected, mode
        told.append(f"{mode}: {found.status}")
    with stack.without("bank"):
        found = ended(stack, cast, asked(stack, cast, action=kind))
    stack.ready()
    assert found.status == "failed"
    return Seen(", ".join([*told, f"nobody there: {found.status}"]))


@fault(
    "F30",
    "the target does not know, and then is not there to be asked",
    "stays unknown; then a person has it. No probe is a no",
)
def asked_in_vain(scene: Scene) -> Seen:
    """Have the bank pay, and not be able to say so when it is asked."""
    stack, cast = scene.stack, equip(scene.acme())
    kind, invoice = KINDS[EffectClass.QUERYABLE], an_invoice()
    turn_bank(invoice, "lost")
    made = asked(stack, cast, action=kind, invoice=invoice)
    ended(stack, cast, made, over={"unknown"})
    with stack.without("bank"):
        found = stack.until(lambda: _held(cast, made))
    stack.ready()

    assert (found.status, effects(stack, invoice)) == ("unknown", 1)
    (ticket,) = tickets_of(cast, found)
    assert ticket.state == "open"
    return Seen(f"unknown after {found.probes} questions, and somebody has it")


def _held(cast: Cast, made: dict[str, Any]) -> Action | None:
    found = action_of(cast, made)
    with cast.scope():
        stopped = Interruption.objects.filter(action=found).exists()
    return found if stopped else None
