"""F31: what undoes an effect fails, or nobody knows whether it happened."""

from dataclasses import replace
from typing import Any

from agents.models import EffectClass, Reversibility
from agents.services import publish_action_type
from config.demo.process import PAY
from governance.models import Interruption, Run
from tests.cast import Cast
from tests.faults.acting import an_invoice, asked, effects, ended, opened
from tests.faults.kinds import equip
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack
from tests.governance.kinds import allow, bank
from tests.governance.undoing import attempts, have_undone, states_of
from tests.processes import turn_bank

_HOLD, _RELEASE = "payment.hold", "payment.release"


@fault(
    "F31",
    "undoing fails, or nobody knows",
    "stops there, severity 1, and says what is left",
    quick=True,
)
def undoing_stops(scene: Scene) -> Seen:
    """Have the bank refuse a release, and break another one off."""
    stack, cast = scene.stack, _equipped(scene.acme())
    told = []
    expected = {
        "failing": (["done", "failed", "planned"], "failed", [2, 1, 1]),
        "reset": (["done", "under_way", "planned"], "unknown", [2, 2, 1]),
    }
    for mode, (states, became, paid) in expected.items():
        run, invoices = _stopped(stack, cast)
        turn_bank(invoices[1], mode)
        stop = _undone_until_it_stops(stack, cast, run)

        assert states_of(cast, run) == states, mode
        assert attempts(cast, run)[-1].status == became, mode
        # From the last one backwards: the first is not touched.
        assert [effects(stack, one) for one in invoices[::-1]] == paid, mode
        assert stop.ticket.severity == 1, mode
        told.append(f"{mode}: {became}")
    return Seen(f"{', '.join(told)}; the one before it is left alone")


def _equipped(cast: Cast) -> Cast:
    copied = {name: name for name in PAY.schema["properties"]}
    release = replace(PAY, name=_RELEASE, effect_class=EffectClass.UNSAFE, probe={})
    hold = replace(
        release,
        name=_HOLD,
        reversibility=Reversibility.REVERSIBLE,
        compensation={"action": _RELEASE, "parameters": copied},
    )
    equip(cast)
    with cast.scope(cast.ada):
        for declaration in (release, hold):
            publish_action_type(declaration, runner=bank())
            allow(cast, declaration.name)
    return cast


def _stopped(stack: Stack, cast: Cast) -> tuple[Run, list[str]]:
    """Return a run that held something three times and stopped."""
    opened_run = opened(stack, cast)
    invoices = [an_invoice() for _ in range(3)]
    for invoice in invoices:
        made = asked(stack, cast, opened_run, action=_HOLD, invoice=invoice)
        assert ended(stack, cast, made).status == "succeeded"
    stop: dict[str, Any] = {
        "reason": "The supplier has gone.",
        "last_safe_point": "after the last hold",
        "side_effects": "done",
    }
    answer = stack.call(cast, "POST", f"runs/{opened_run['id']}/interrupt", stop)
    assert answer.status_code == 200, answer.text
    with cast.scope():
        return Run.objects.get(id=opened_run["id"]), invoices


def _undone_until_it_stops(stack: Stack, cast: Cast, run: Run) -> Interruption:
    have_undone(cast, run.number, by=cast.bo)
    return stack.until(lambda: _stopped_again(cast, run))[-1]


def _stopped_again(cast: Cast, run: Run) -> list[Interruption]:
    with cast.scope():
        rows = Interruption.objects.filter(run=run).select_related("ticket")
        found = list(rows.order_by("interrupted_at"))
    return found if len(found) > 1 else []
