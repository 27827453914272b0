"""Writes: actions that agents carry out themselves, with a permit for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from agents import permits
from agents.models import Performer
from audit.events import Event
from governance.models import Action, Intent, Result, Source
from governance.selectors.standing import ask_standing
from governance.services.intents import intend
from governance.services.outcomes import Known, conclude, settle_late
from governance.services.recovery import take_over
from governance.services.stopping import hold_off_stops_of
from governance.services.trace import record_action
from governance.states import ActionStatus, RunState
from tenants.clock import database_now
from tenants.errors import Conflict


@dataclass(frozen=True, slots=True)
class Permit:
    """What an agent shows to the target: it may do this once, until then."""

    token: str
    intent: Intent
    expires_at: datetime


def start(action: Action) -> Permit | None:
    """Let an agent carry its authorized action out, or return None where it may not.

    The gate is asked again and the intent recorded. Called again, it returns the same
    permit until that expires, and none while the agent or the run may not go on; after
    it has expired nobody knows what happened. The action is locked.

    Raises:
        Conflict: the platform carries it out, or it is in no state to be started.
    """
    _require_agents(action)
    if action.status == ActionStatus.AUTHORIZED:
        return _begin(action)
    if action.status != ActionStatus.RUNNING:
        raise Conflict(f"This action is {action.status}.", code="not_authorized")
    intent = Intent.objects.get(action=action)
    if action.lease_until is not None and action.lease_until <= database_now():
        take_over(action, intent)
        return None
    return _permit(action, intent) if _may_go_on(action) else None


def report(
    action: Action, *, result: Result, summary: str, evidence: Mapping[str, Any]
) -> None:
    """Take an agent's word for what became of the action that it carried out.

    ``FAILED_CLEAN`` says that it provably had no effect. A word that comes after the
    permit has expired is evidence, and settles what nobody knew. The action is locked.

    Raises:
        Conflict: the platform carries it out, it was not started, or it is settled.
    """
    _require_agents(action)
    if action.status == ActionStatus.RUNNING:
        known = Known(result, summary, Source.AGENT, evidence)
        conclude(action, Intent.objects.get(action=action), known)
    elif action.status == ActionStatus.UNKNOWN:
        record_action(Event.ACTION_LATE, action, private={"detail": summary})
        late = Known(result, summary, Source.LATE, evidence)
        settle_late(action, Intent.objects.get(action=action), late)
    else:
        raise Conflict(f"This action is {action.status}.", code="not_started")


def _begin(action: Action) -> Permit | None:
    now = database_now()
    action.status = ActionStatus.RUNNING
    action.changed_at = now
    action.fence += 1
    action.attempts += 1
    action.lease_until = now + timedelta(seconds=action.action_type.permit_seconds)
    action.save(update_fields=_STARTED)
    intended = intend(action)
    return None if intended is None else _permit(action, intended.intent)


def _may_go_on(action: Action) -> bool:
    hold_off_stops_of(action)
    if action.run.state != RunState.RUNNING:
        return False
    name, workflow = action.action_type.name, action.run.workflow_version.workflow
    asked = ask_standing(action.agent, run_id=action.run_id, action=name)
    return asked.derive(workflow).may_act


_STARTED = ["status", "changed_at", "fence", "attempts", "lease_until"]


def _permit(action: Action, intent: Intent) -> Permit:
    # From what is stored alone, so that it comes out the same each time.
    assert action.lease_until is not None  # noqa: S101 - running, so it has one
    kind = action.action_type
    claims = {
        "iss": settings.PUBLIC_URL,
        "sub": str(action.agent_id),
        "aud": kind.name,
        "jti": str(intent.id),
        "iat": int(intent.recorded_at.timestamp()),
        "exp": int(action.lease_until.timestamp()),
        "client": str(action.client_id),
        "action": {"id": str(action.id), "name": kind.name, "version": kind.version},
        "resource": {"type": action.resource_type, "id": action.resource_id},
        "parameters": action.parameters,
        "digest": action.digest,
    }
    token = permits.sign(claims, key=settings.PERMIT_KEY)
    return Permit(token, intent, action.lease_until)


def _require_agents(action: Action) -> None:
    if action.action_type.performer != Performer.AGENT:
        raise Conflict(
            "The platform carries this action out: wait for it.", code="not_the_agents"
        )
