"""A worker's intent: what it is about to send, and until when it may."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings

from agents.models import RunnerKind
from agents.runners import Order
from agents.selectors import egress_limits, runner_secrets
from governance.models import Action
from governance.selectors.runs import locked_action
from governance.services import intents
from governance.states import ActionStatus
from tenants.clock import database_now


@dataclass(frozen=True, slots=True)
class Intended:
    """An action whose intent will be on record when this transaction commits.

    The worker has it for ``lasts_seconds`` from before that.
    """

    kind: RunnerKind
    order: Order
    lasts_seconds: int


def intend(action_id: UUID, *, fence: int) -> Intended | None:
    """Record the intent of a claimed action, or None where that must not be.

    Its lease is prolonged for as long as the runner may take; what has not been
    sent by then must not be sent at all.
    """
    action = _ours(action_id, fence)
    if action is None:
        return None
    intended = intents.intend(action)
    if intended is None:
        return None
    runner = action.action_type.runner
    lasts = settings.ACTION_LEASE_SECONDS + runner.timeout_seconds
    action.lease_until = database_now() + timedelta(seconds=lasts)
    action.save(update_fields=["lease_until"])
    order = Order(
        intent=intended.intent.id,
        action=action.action_type.name,
        parameters=action.parameters,
        facts=intended.ruling.decision.facts,
        url=runner.url,
        secrets=runner_secrets(runner),
        limits=egress_limits(),
        timeout_seconds=runner.timeout_seconds,
        not_after=action.lease_until,
    )
    return Intended(RunnerKind(runner.kind), order, lasts)


def _ours(action_id: UUID, fence: int) -> Action | None:
    action = locked_action(action_id)
    if action.fence != fence or action.lease_until is None:
        return None
    live = action.lease_until > database_now()
    return action if live and action.status == ActionStatus.RUNNING else None
