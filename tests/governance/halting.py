"""Halting whatever reaches a run, and payments that nobody else carries out."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest

from config.demo.process import PAY, WORKFLOW_KEY
from governance.models import Halt, HaltScope, Intent, Run, Workflow
from governance.selectors.halting import active_halt
from governance.services.execution.claim import claim
from governance.services.halts import set_halt
from governance.services.lifting import lift_halt
from governance.targets import action_target
from tenants.scoping import PLATFORM, client_scope
from tests.cast import Cast
from tests.governance.happenings import ask

SCOPES = pytest.mark.parametrize("scope", list(HaltScope))
# What stops a run as a whole, and so is told with its heartbeat.
WHOLE = pytest.mark.parametrize(
    "scope", [one for one in HaltScope if one is not HaltScope.ACTION_TYPE]
)
WHY = "Something looks wrong."


def target_of(cast: Cast, scope: HaltScope, run: dict[str, Any]) -> UUID:
    """Return what to halt so that the halt reaches this run."""
    if scope is HaltScope.WORKFLOW:
        return Workflow.objects.get(key=WORKFLOW_KEY).id
    if scope is HaltScope.ACTION_TYPE:
        return action_target(cast.client.id, PAY.name)
    targets = {
        HaltScope.CLIENT: cast.client.id,
        HaltScope.AGENT: cast.agent.id,
        HaltScope.RUN: UUID(run["id"]),
    }
    return targets[scope]


def halt(cast: Cast, scope: HaltScope, run: dict[str, Any]) -> Halt:
    """Halt as Bo, an operator, and return the halt."""
    with cast.scope(cast.bo):
        return halt_here(cast, scope, run)


def halt_here(cast: Cast, scope: HaltScope, run: dict[str, Any]) -> Halt:
    """Halt inside the open scope."""
    target = target_of(cast, scope, run)
    return set_halt(scope=scope, target_id=target, label="This", by=cast.bo, reason=WHY)


def lift(cast: Cast, scope: HaltScope, run: dict[str, Any]) -> None:
    """Lift the halt as Ada, an admin."""
    with cast.scope(cast.ada):
        target = target_of(cast, scope, run)
        found = active_halt(scope, target)
        assert found is not None
        lift_halt(found, by=cast.ada, reason="It was nothing.")


@contextmanager
def at_work(cast: Cast) -> Iterator[None]:
    """Open the scope as a worker does."""
    with client_scope(cast.client.id, actor=PLATFORM):
        yield


def claimed(cast: Cast, run: dict[str, Any]) -> tuple[UUID, int]:
    """Return an allowed payment that nobody but we may carry out, and our fence."""
    with at_work(cast):
        # In one transaction, so that no worker of another test is quicker.
        # So little that a day has room for a thousand of them.
        action = ask(cast, Run.objects.get(id=run["id"]), amount="1.00")
        assert action.status == "authorized", action.explanation
        fence = claim(action.id)
    assert fence is not None
    return action.id, fence


def intent_of(cast: Cast, action_id: UUID) -> Intent | None:
    """Return the action's intent, if one was committed."""
    with at_work(cast):
        return Intent.objects.filter(action_id=action_id).first()
