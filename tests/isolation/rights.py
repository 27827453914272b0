"""Who may do what at a client of one's own: one line, one route.

Whoever is not named is refused. Somebody of Finance is who the demo's rules ask.
"""

from collections.abc import Callable
from uuid import UUID

from agents.models import Agent, OwnerRole
from agents.services import name_owner, register_agent
from governance.models import HaltScope
from governance.services.halts import set_halt
from tests.cast import Cast
from tests.governance.answering import asked
from tests.governance.happenings import an_invoice, open_run, stopped, unknown

EVERYBODY = {"admin", "operator", "auditor", "member", "approver", "works at both"}
HANDS = {"admin", "operator"}
FINANCE = {"operator", "approver"}

AT_A_CLIENT: dict[str, set[str]] = {
    "": EVERYBODY,
    "inbox/": EVERYBODY,
    "inbox/news": EVERYBODY,
    "inbox/<uuid:checkpoint_id>/answer": FINANCE,
    "runs/": EVERYBODY,
    "runs/<int:number>/": EVERYBODY,
    "runs/<int:number>/story/": EVERYBODY,
    "incidents/": EVERYBODY,
    "incidents/<int:number>/": EVERYBODY,
    "incidents/<int:number>/note/": HANDS,
    "incidents/<int:number>/attest/": HANDS,
    "incidents/<int:number>/close/": HANDS,
    "agents/": EVERYBODY,
    "agents/<uuid:agent_id>/": EVERYBODY,
    "agents/<uuid:agent_id>/halt/": HANDS,
    "agents/<uuid:agent_id>/lift/": {"admin"},
    "owners/<uuid:ownership_id>/accept/": {"operator"},  # the person named
    "trace/": EVERYBODY,
    "trace/<uuid:entry_id>/": EVERYBODY,
}


def _idle(cast: Cast) -> Agent:
    return register_agent(name=f"Idle {an_invoice()}", purpose="Waits.")


def _checkpoint(cast: Cast) -> dict[str, str]:
    return {"checkpoint_id": str(asked(cast))}


def _stopped(cast: Cast) -> dict[str, str]:
    return {"number": str(stopped(cast, open_run(cast)).number)}


def _unknown(cast: Cast) -> dict[str, str]:
    return {"number": str(unknown(cast, amount="1.00", invoice=an_invoice()).number)}


def _working(cast: Cast) -> dict[str, str]:
    with cast.scope():
        return {"agent_id": str(_idle(cast).id)}


def _halted(cast: Cast) -> dict[str, str]:
    found = _working(cast)
    halted = {"scope": HaltScope.AGENT, "target_id": UUID(found["agent_id"])}
    with cast.scope(cast.ada):
        set_halt(**halted, label="It", by=cast.ada, reason="A drill.")  # type: ignore[arg-type]
    return found


def _named(cast: Cast) -> dict[str, str]:
    with cast.scope():
        role = OwnerRole.OWNER
        named = name_owner(agent=_idle(cast), membership=cast.bo, role=role)
    return {"ownership_id": str(named.id)}


# What a person can do something about, made anew for each who may.
FRESH: dict[str, Callable[[Cast], dict[str, str]]] = {
    "inbox/<uuid:checkpoint_id>/answer": _checkpoint,
    "incidents/<int:number>/note/": _stopped,
    "incidents/<int:number>/attest/": _unknown,
    "incidents/<int:number>/close/": _stopped,
    "agents/<uuid:agent_id>/halt/": _working,
    "agents/<uuid:agent_id>/lift/": _halted,
    "owners/<uuid:ownership_id>/accept/": _named,
}
