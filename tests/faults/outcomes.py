"""F38: what the target's answer, or its silence, proves."""

from agents.models import EffectClass
from tests.faults.acting import an_invoice, asked, effects, ended
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
