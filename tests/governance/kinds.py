"""Action types of every effect class and performer, beside the demo's own."""

import os
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from agents.declarations import Declaration
from agents.models import EffectClass, Performer, Reversibility, Runner, RunnerKind
from agents.services import connect_runner, publish_action_type
from config.demo.process import PAY
from governance.models import BoundaryRule
from governance.services.boundaries import draft_rule, publish_boundary
from tests.cast import Cast, payment

PROBE = {"path": "/intents/{intent}", "settle_seconds": 1}


def declare(
    cast: Cast,
    effect: EffectClass,
    *,
    performer: Performer = Performer.PLATFORM,
    **more: Any,
) -> str:
    """Declare an action like a payment, allow it to the agent, and return its name."""
    undone = bool(more.get("compensation"))
    name = f"{performer.value}.{effect.value}"
    probe = PROBE if effect is EffectClass.QUERYABLE else {}
    declaration = Declaration(
        name=name,
        title="Send it",
        phrase="send {amount} for invoice {invoice}",
        schema=PAY.schema,
        reversibility=(
            Reversibility.REVERSIBLE if undone else Reversibility.IRREVERSIBLE
        ),
        effect_class=effect,
        performer=performer,
        probe=probe,
        **more,
    )
    with cast.scope():
        publish_action_type(declaration, runner=bank())
        allow(cast, name)
    return name


def ask(cast: Cast, name: str, run: dict[str, Any] | None = None) -> UUID:
    """Ask for such an action as the agent and return its id."""
    body = payment(run or cast.open_run()) | {"action": name}
    response = cast.api("POST", "actions", body)
    assert response.status_code == 201, response.content
    assert response.json()["status"] == "authorized", response.json()
    return UUID(response.json()["id"])


def bank() -> Runner:
    """Return the connection to the bank, for whatever is sent to it."""
    found = Runner.objects.filter(name="Bank for anything").first()
    return found or connect_runner(
        name="Bank for anything",
        kind=RunnerKind.WEBHOOK,
        url=f"{os.environ['BANK_URL']}/payments",
        secret=os.environ["BANK_SECRET"],
        timeout=2,
    )


def allow(
    cast: Cast, name: str, *, obligation: Mapping[str, Any] | None = None
) -> None:
    """Publish a rule that allows an action, whoever asks for it and where.

    With an ``obligation`` a person is asked.
    """
    last = BoundaryRule.objects.order_by("-number").first()
    assert last is not None
    draft_rule(
        number=last.number + 1,
        key=f"allow-{name}",
        title="For these tests",
        effect="checkpoint" if obligation else "allow",
        workflow="*",
        action=name,
        conditions=None,
        reason="It is only a test.",
        obligation=obligation,
    )
    publish_boundary(published_by=next(iter(cast.people.values())))
