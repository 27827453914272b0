"""What agents do in the scenarios, over the network, and what became of it."""

import uuid
from collections.abc import Collection
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx2

from config.demo.process import WORKFLOW_KEY
from governance.models import Action, Checkpoint, Interruption, Ticket
from governance.services import checkpoints
from tenants.models import Membership
from tests.cast import Cast, payment
from tests.faults.stack import Stack
from tests.processes import eventually

OVER = {"succeeded", "failed", "unknown", "refused", "expired", "cancelled"}


def an_invoice() -> str:
    """Return a number that nobody else uses."""
    return f"NL-{uuid.uuid4().hex[:10]}"


def opened(
    stack: Stack, cast: Cast, *, to: str = "web", workflow: str = WORKFLOW_KEY
) -> dict[str, Any]:
    """Open a run and return it."""
    return _created(stack, cast, "runs", {"workflow": workflow}, to=to)


def asked(
    stack: Stack, cast: Cast, run: dict[str, Any] | None = None, **changes: Any
) -> dict[str, Any]:
    """Ask for a payment (``action`` names another kind) and return the action."""
    return _created(stack, cast, "actions", request(run, **changes))


def _created(
    stack: Stack, cast: Cast, path: str, body: dict[str, Any], *, to: str = "web"
) -> dict[str, Any]:
    key = str(uuid.uuid4())

    def attempt() -> httpx2.Response | None:
        # On a busy machine a lock may take longer than may be waited for it.
        answer = stack.call(cast, "POST", path, body, key=key, to=to)
        return None if answer.status_code == HTTPStatus.CONFLICT else answer

    answer = eventually(attempt)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    return dict(answer.json())


def request(run: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return a request; without a run it opens one of its own."""
    named = {"action": changes.pop("action", "payment.send")}
    if "step" in changes:
        named["step"] = changes.pop("step")
    body = payment(run, **changes) | named
    return body if run else body | {"workflow": WORKFLOW_KEY}


def action_of(cast: Cast, asked_for: dict[str, Any]) -> Action:
    """Return the row of an action as it is now."""
    with cast.scope():
        return Action.objects.get(id=asked_for["id"])


def ended(
    stack: Stack,
    cast: Cast,
    asked_for: dict[str, Any],
    *,
    over: Collection[str] = OVER,
) -> Action:
    """Return an action once it is over."""

    def look() -> Action | None:
        found = action_of(cast, asked_for)
        return found if found.status in over else None

    return stack.until(look)


def effects(stack: Stack, invoice: str) -> int:
    """Return how often the bank has paid an invoice."""
    return sum(one["order"]["invoice"] == invoice for one in stack.payments())


def answer(cast: Cast, action_id: UUID | str, by: Membership, *, word: str) -> None:
    """Approve or refuse, as a person."""
    act = checkpoints.approve if word == "approve" else checkpoints.refuse
    with cast.scope(by):
        rows = Checkpoint.objects.select_related("group", "action__run")
        waiting = rows.get(action_id=action_id, state="waiting")
        act(checkpoint=waiting, by=by, reason="I looked at the order.")


def tickets_of(cast: Cast, action: Action) -> list[Ticket]:
    """Return the tickets about an action."""
    with cast.scope():
        return list(Ticket.objects.filter(action=action).select_related("owner"))


def stops_of(cast: Cast, run_id: UUID | str) -> list[str]:
    """Return why a run was interrupted, as often as it was."""
    with cast.scope():
        rows = Interruption.objects.filter(run_id=run_id).order_by("id")
        return [one.code for one in rows]
