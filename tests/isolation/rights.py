"""Who may do what at a client of one's own: one line, one route.

Whoever is not named is refused. Somebody of Finance is who the demo's rules ask.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from agents.models import Agent, OwnerRole
from agents.services import (
    allow_host,
    name_owner,
    publish_action_type,
    register_agent,
)
from agents.services.signing import rotate_secret
from agents.webhooks import new_secret
from config.demo.process import NOTIFY
from governance.models import HaltScope
from governance.services.halts import set_halt
from tests.agents.connecting import connect
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
    "action-types/": EVERYBODY,
    "action-types/new/": {"admin"},
    "action-types/check/": {"admin"},
    "action-types/declare/": {"admin"},
    "action-types/<uuid:action_type_id>/": EVERYBODY,
    "action-types/<uuid:action_type_id>/next/": {"admin"},
    "action-types/<uuid:action_type_id>/check/": {"admin"},
    "action-types/<uuid:action_type_id>/declare/": {"admin"},
    "connections/": EVERYBODY,
    "connections/new/": {"admin"},
    "connections/connect/": {"admin"},
    "connections/<uuid:runner_id>/": EVERYBODY,
    "connections/<uuid:runner_id>/change/": {"admin"},
    "connections/<uuid:runner_id>/retire/": {"admin"},
    "connections/<uuid:runner_id>/rotate/": {"admin"},
    "connections/<uuid:runner_id>/end-secret/": {"admin"},
    "connections/<uuid:runner_id>/test/": {"admin"},
    "hosts/allow/": {"admin"},
    "hosts/<uuid:host_id>/": EVERYBODY,
    "hosts/<uuid:host_id>/remove/": {"admin"},
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


def _nothing(cast: Cast) -> dict[str, str]:
    return {}


def _declared(cast: Cast) -> dict[str, str]:
    with cast.scope():
        declared = replace(NOTIFY, name=f"idle.{an_invoice().lower()}")
        runner = connect(cast)
        return {"action_type_id": str(publish_action_type(declared, runner=runner).id)}


def _connected(cast: Cast) -> dict[str, str]:
    with cast.scope():
        return {"runner_id": str(connect(cast).id)}


def _rotated(cast: Cast) -> dict[str, str]:
    with cast.scope():
        runner = connect(cast)
        rotate_secret(runner, new_secret(), overlap=timedelta(days=1))
        return {"runner_id": str(runner.id)}


def _allowed(cast: Cast) -> dict[str, str]:
    with cast.scope(cast.ada):
        name = f"{an_invoice().lower()}.example"
        return {"host_id": str(allow_host(name, by=cast.ada, reason="A trial.").id)}


# What a person can do something about, made anew for each who may.
FRESH: dict[str, Callable[[Cast], dict[str, str]]] = {
    "inbox/<uuid:checkpoint_id>/answer": _checkpoint,
    "incidents/<int:number>/note/": _stopped,
    "incidents/<int:number>/attest/": _unknown,
    "incidents/<int:number>/close/": _stopped,
    "agents/<uuid:agent_id>/halt/": _working,
    "agents/<uuid:agent_id>/lift/": _halted,
    "owners/<uuid:ownership_id>/accept/": _named,
    "action-types/declare/": _nothing,
    "action-types/<uuid:action_type_id>/declare/": _declared,
    "connections/connect/": _nothing,
    "connections/<uuid:runner_id>/change/": _connected,
    "connections/<uuid:runner_id>/retire/": _connected,
    "connections/<uuid:runner_id>/rotate/": _connected,
    "connections/<uuid:runner_id>/end-secret/": _rotated,
    "connections/<uuid:runner_id>/test/": _connected,
    "hosts/allow/": _nothing,
    "hosts/<uuid:host_id>/remove/": _allowed,
}
