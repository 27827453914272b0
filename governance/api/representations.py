"""The shapes of what agents are answered."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from agents.models import Agent, Ownership
from governance.models import (
    Action,
    Answer,
    BoundaryVersion,
    Checkpoint,
    Clearance,
    Decision,
    Halt,
    Run,
    RunNote,
)
from governance.selectors.powers import Powers
from governance.selectors.standing import Standing
from governance.services.intake import Answered
from governance.services.permits import Permit
from governance.services.runs import Directive
from governance.states import ActionStatus


def agent_view(
    agent: Agent,
    *,
    owner: Ownership | None,
    clearances: Sequence[Clearance],
    standings: Sequence[Standing],
    boundary: BoundaryVersion | None,
    powers: Sequence[Powers],
) -> dict[str, Any]:
    """Return who the agent is, who answers for it and what it may ask for."""
    reasons = sorted({reason for one in standings for reason in one.reasons})
    may_act = bool(standings) and any(one.may_act for one in standings)
    if not standings:
        reasons = [f"{agent.name} has no live clearance"]
    return {
        "id": str(agent.id),
        "name": agent.name,
        "purpose": agent.purpose,
        "client": agent.client.name,
        "owner": _owner(owner),
        "standing": {"may_act": may_act, "reasons": reasons},
        "workflows": [_clearance(one) for one in clearances],
        "boundary_version": boundary.number if boundary else None,
        "actions": [_powers(one) for one in powers],
        "sentence": _sentence(agent, owner, may_act=may_act, reasons=reasons),
    }


def accountable_view(ownership: Ownership | None, *, at: datetime) -> dict[str, Any]:
    """Return who answered for the agent at a moment, and in which place."""
    place = None if ownership is None else ownership.role
    return {"at": at.isoformat(), "owner": _owner(ownership), "place": place}


def run_view(run: Run) -> dict[str, Any]:
    """Return a run."""
    version = run.workflow_version
    return {
        "id": str(run.id),
        "number": run.number,
        "state": run.state,
        "workflow": {
            "key": version.workflow.key,
            "title": version.workflow.title,
            "version": version.number,
        },
        "subject": run.subject,
        "fence": run.fence,
        "lease_until": run.lease_until.isoformat(),
        "lease_seconds": settings.RUN_LEASE_SECONDS,
        "save_point": run.save_point,
        "owner": _owner(run.ownership),
        "opened_at": run.opened_at.isoformat(),
        "ended_at": run.ended_at.isoformat() if run.ended_at else None,
        "summary": run.summary,
        "traceparent": run.traceparent or None,
    }


def directive_view(directive: Directive) -> dict[str, Any]:
    """Return a heartbeat's answer."""
    return {
        "directive": "stop" if directive.stop else "continue",
        "reason": directive.reason,
        "lease_until": directive.lease_until.isoformat(),
        "waiting": [str(one) for one in directive.waiting],
    }


def halt_view(halt: Halt) -> dict[str, Any]:
    """Return a halt."""
    return {
        "id": str(halt.id),
        "scope": halt.scope,
        "since": halt.set_at.isoformat(),
        "reason": halt.reason,
    }


def note_view(note: RunNote) -> dict[str, Any]:
    """Return a note."""
    return {"id": str(note.id), "at": note.noted_at.isoformat(), "text": note.text}


def action_view(action: Action) -> dict[str, Any]:
    """Return an action with its newest decision. Two or three queries."""
    rows = Decision.objects.filter(action=action).select_related(
        "boundary_version", "ownership__membership__user"
    )
    decision = rows.defer("boundary_version__document")
    newest = decision.order_by("-decided_at", "-id").first()
    return _action(action, newest, _checkpoint(action))


def answer_view(answered: Answered) -> dict[str, Any]:
    """Return an action as it was answered just now. No query."""
    return _action(answered.action, answered.decision, answered.checkpoint)


def _action(
    action: Action, decision: Decision | None, checkpoint: Checkpoint | None
) -> dict[str, Any]:
    version = decision.boundary_version if decision else None
    return {
        "id": str(action.id),
        "run": str(action.run_id),
        "step": action.step,
        "action": action.action_type.name,
        "act": action.act,
        "performer": action.action_type.performer,
        "resource": {"type": action.resource_type, "id": action.resource_id},
        "parameters": action.parameters,
        "reason": action.reason,
        "status": action.status,
        "decision": decision.effect if decision else None,
        "refused_by": action.refused_by or None,
        "explanation": action.explanation,
        "result": {"summary": action.detail} if action.detail else None,
        "rules": _rules(decision),
        "boundary_version": version.number if version else None,
        "digest": action.digest,
        # As of the decision: while a run goes on, somebody else may have followed.
        "owner": _owner(decision.ownership if decision else action.run.ownership),
        "checkpoint": checkpoint and _waiting_for(checkpoint),
        "created_at": action.asked_at.isoformat(),
        "changed_at": action.changed_at.isoformat(),
        "traceparent": action.traceparent or None,
    }


def permit_view(permit: Permit | None) -> dict[str, str] | None:
    """Return a permit: what the agent shows to the target."""
    if permit is None:
        return None
    return {
        "token": permit.token,
        "intent": str(permit.intent.id),
        "expires_at": permit.expires_at.isoformat(),
    }


def _owner(ownership: Ownership | None) -> dict[str, str] | None:
    if ownership is None:
        return None
    return {"name": ownership.membership.user.name}


def _clearance(clearance: Clearance) -> dict[str, Any]:
    version = clearance.workflow_version
    return {
        "key": version.workflow.key,
        "title": version.workflow.title,
        "version": version.number,
        "cleared_until": clearance.expires_at.isoformat(),
    }


def _powers(powers: Powers) -> dict[str, Any]:
    action_type = powers.action_type
    return {
        "name": action_type.name,
        "version": action_type.version,
        "title": action_type.title,
        "schema": action_type.schema,
        "effect_class": action_type.effect_class,
        "reversibility": action_type.reversibility,
        "performer": action_type.performer,
        "may": powers.sentences,
    }


def _sentence(
    agent: Agent, owner: Ownership | None, *, may_act: bool, reasons: Sequence[str]
) -> str:
    who = f"{owner.membership.user.name} answers" if owner else "Nobody answers"
    able = "It may act inside its boundaries" if may_act else "It may not act now"
    why = f": {'; '.join(reasons)}" if reasons and not may_act else ""
    return f"{who} for {agent.name} of {agent.client.name}. {able}{why}."


def _rules(decision: Decision | None) -> list[dict[str, Any]]:
    hits = decision.verdict.get("hits", []) if decision else []
    return [{name: hit[name] for name in ("key", "number", "title")} for hit in hits]


def _checkpoint(action: Action) -> Checkpoint | None:
    if action.status != ActionStatus.WAITING:
        return None
    rows = Checkpoint.objects.filter(action=action).select_related("group")
    given = Count("answers", filter=Q(answers__answer=Answer.APPROVED))
    return rows.annotate(approvals=given).order_by("-asked_at", "-id").first()


def _waiting_for(checkpoint: Checkpoint) -> dict[str, Any]:
    return {
        "id": str(checkpoint.id),
        "group": checkpoint.group.name,
        "kind": checkpoint.kind,
        "quorum": checkpoint.quorum,
        # Nobody has approved what was asked just now.
        "approvals": getattr(checkpoint, "approvals", 0),
        "deadline": checkpoint.deadline.isoformat(),
    }
