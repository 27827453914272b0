"""Runs at a step that says what happens when it stops midway."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from governance.models import Interruption, Ticket
from governance.services.clearances import clear
from governance.services.workflows import publish_workflow
from tenants.clock import database_now
from tests.cast import Cast, payment
from tests.governance.readying import waive_all

STEP = "do"


def run_at(
    cast: Cast, action: str, on_halt: Mapping[str, Any], *, alone: bool = True
) -> dict[str, Any]:
    """Publish a process of one step, clear the agent for it, and open a run."""
    key = cleared_for(cast, action, on_halt, alone=alone)
    answer = cast.api("POST", "runs", {"workflow": key, "subject": "Something odd"})
    assert answer.status_code == 201, answer.content
    return dict(answer.json())


def cleared_for(
    cast: Cast, action: str, on_halt: Mapping[str, Any], *, alone: bool = True
) -> str:
    """Publish a process of one step, clear the agent for it, and return its key."""
    key = f"odd-{uuid4().hex[:8]}"
    step = {"key": STEP, "title": "Do it", "action": action, "on_halt": dict(on_halt)}
    with cast.scope(cast.ada):
        version = publish_workflow(key=key, title=key, steps=[step], alone=alone)
        waive_all(cast, cast.agent, version)
        clear(
            agent=cast.agent,
            version=version,
            signed_by=cast.ada,
            expires_at=database_now() + timedelta(days=10),
        )
    return key


def asked_at(cast: Cast, run: dict[str, Any], action: str, **changes: Any) -> UUID:
    """Ask for the action of the step, and return its id."""
    body = payment(run, **changes) | {"action": action, "step": STEP}
    answer = cast.api("POST", "actions", body)
    assert answer.status_code == 201, answer.content
    return UUID(answer.json()["id"])


def stop_of(cast: Cast, run: dict[str, Any]) -> Interruption:
    """Return where a run stopped, once."""
    with cast.scope():
        rows = Interruption.objects.select_related("ticket__owner__user", "person")
        return rows.get(run_id=run["id"])


def tickets_of(cast: Cast, run: dict[str, Any]) -> list[Ticket]:
    """Return the tickets about a run."""
    with cast.scope():
        return list(Ticket.objects.filter(run_id=run["id"]).order_by("number"))
