"""What can be halted, and what is."""

from collections.abc import Callable
from uuid import UUID

from agents.models import ActionType
from agents.services import register_agent
from governance.models import Halt, HaltScope
from governance.selectors.halting import active_halt, client_halt
from governance.services.halts import set_halt
from governance.services.lifting import lift_halt
from tenants.models import Client
from tests.cast import Cast
from tests.governance.happenings import an_invoice


def halt_parts(cast: Cast) -> dict[str, str]:
    """Return a halt that is over, and what could be halted."""
    over = Halt.objects.earliest("set_at")
    return {
        "halt_id": str(over.id),
        "row_id": str(ActionType.objects.latest("published_at").id),
    }


def lift_everything(cast: Cast) -> None:
    """Lift the halts of the whole client and of its agent, which one person can."""
    _one_lifts(cast, second=False)
    with cast.scope(cast.ada):
        for halt in (client_halt(), active_halt(HaltScope.AGENT, cast.agent.id)):
            if halt is not None:
                lift_halt(halt, by=cast.ada, reason="The drill is over.")


def _haltable(cast: Cast) -> dict[str, str]:
    with cast.scope():
        idle = register_agent(name=f"Idle {an_invoice()}", purpose="Nothing yet.")
    return {"row_id": str(idle.id)}


def _halted(cast: Cast) -> dict[str, str]:
    target = UUID(_haltable(cast)["row_id"])
    with cast.scope(cast.ada):
        halt = set_halt(
            scope=HaltScope.AGENT,
            target_id=target,
            label="It",
            by=cast.ada,
            reason="A drill.",
        )
    return {"halt_id": str(halt.id)}


def _one_lifts(cast: Cast, *, second: bool = True) -> dict[str, str]:
    with cast.scope(cast.ada):
        client = Client.objects.get()
        client.second_lifter = second
        client.save(update_fields=["second_lifter"])
    return {}


OF_HALTS: dict[str, Callable[[Cast], dict[str, str]]] = {
    "halts/set/<uuid:row_id>/": _haltable,
    "halts/<uuid:halt_id>/lift/": _halted,
    "halts/second/": _one_lifts,
}
