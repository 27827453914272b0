"""One kind of action for each effect class, with an agent that may do them all."""

import os
from dataclasses import replace
from typing import Any

from agents import services as agents
from agents.models import EffectClass, RunnerKind
from config.demo.process import PAY, WORKFLOW_KEY
from governance.services import boundaries
from tests.cast import Cast
from tests.governance.kinds import PROBE

# How long the bank has to answer; it does so at once.
TIMEOUT_SECONDS = 1

KINDS = {
    EffectClass.PURE: "payment.quote",
    EffectClass.IDEMPOTENT: "payment.once",
    EffectClass.QUERYABLE: "payment.asked",
    EffectClass.UNSAFE: "payment.blind",
}
_PATHS = {EffectClass.IDEMPOTENT: "/payments/once"}


def equip(cast: Cast) -> Cast:
    """Declare and allow the four kinds at a client, and return it."""
    with cast.scope():
        for number, (effect, name) in enumerate(KINDS.items(), start=100):
            askable = effect is EffectClass.QUERYABLE
            declared = replace(
                PAY, name=name, effect_class=effect, probe=PROBE if askable else {}
            )
            agents.publish_action_type(declared, runner=_runner(effect))
            boundaries.draft_rule(number=number, **_allowing(name))
        boundaries.publish_boundary(published_by=cast.ada)
    return cast


def _runner(effect: EffectClass) -> Any:
    if effect is EffectClass.PURE:
        return agents.connect_runner(name=effect.label, kind=RunnerKind.LOOKUP)
    return agents.connect_runner(
        name=effect.label,
        kind=RunnerKind.WEBHOOK,
        url=os.environ["BANK_URL"] + _PATHS.get(effect, "/payments"),
        secret=os.environ["BANK_SECRET"],
        timeout=TIMEOUT_SECONDS,
    )


def _allowing(action: str) -> dict[str, Any]:
    return {
        "workflow": WORKFLOW_KEY,
        "key": action.replace(".", "-"),
        "title": f"Any {action}",
        "effect": "allow",
        "action": action,
        "conditions": None,
        "reason": "What is tested here is not the rules.",
    }
