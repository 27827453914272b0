"""Writes: what things were like when a ticket was opened, with fingerprints."""

import json
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from audit.selectors import fingerprints
from governance.models import (
    Action,
    Checkpoint,
    Decision,
    Evidence,
    Outcome,
    Run,
    Ticket,
)
from governance.services.digests import digest_as_sent

Item = tuple[str, dict[str, Any]]


def freeze(ticket: Ticket) -> None:
    """Keep what a ticket is about as it is now. A few queries, none of its past."""
    for title, content in _items(ticket):
        kept = json.loads(json.dumps(content, cls=DjangoJSONEncoder))
        Evidence(
            ticket=ticket,
            title=title,
            content=kept,
            digest=digest_as_sent(kept),
            frozen_at=ticket.opened_at,
        ).save(force_insert=True)


def _items(ticket: Ticket) -> Iterator[Item]:
    if ticket.action is not None:
        yield from _of_action(ticket.action)
    if ticket.run is not None:
        yield _of_run(ticket.run)
        entries = fingerprints(ticket.run.id)
        yield "The ledger until then", {"entries": entries, "count": len(entries)}


def _of_action(action: Action) -> Iterator[Item]:
    yield (
        "What was asked",
        {
            "id": action.id,
            "type": action.action_type.name,
            "version": action.action_type.version,
            "act": action.act,
            "reason": action.reason,
            "step": action.step,
            "resource": {"type": action.resource_type, "id": action.resource_id},
            "parameters": action.parameters,
            "digest": action.digest,
            "status": action.status,
            "asked_at": action.asked_at,
        },
    )
    decisions = Decision.objects.filter(action=action).order_by("id")
    for one in decisions.select_related("boundary_version"):
        yield f"What was decided: {one.get_phase_display()}", _of_decision(one)
    waits = Checkpoint.objects.filter(action=action).order_by("id")
    for checkpoint in waits.select_related("group"):
        yield f"What {checkpoint.group.name} was asked", _of_checkpoint(checkpoint)
    seen = Outcome.objects.filter(intent__action=action).order_by("id")
    for outcome in seen:
        yield "What came back", _of_outcome(outcome)


def _of_decision(one: Decision) -> dict[str, Any]:
    version = one.boundary_version
    return {
        "effect": one.effect,
        "code": one.code,
        "explanation": one.explanation,
        "verdict": one.verdict,
        "facts": one.facts,
        "boundary_version": version.number if version else None,
        "decided_at": one.decided_at,
    }


def _of_checkpoint(one: Checkpoint) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": one.state,
        "asked_at": one.asked_at,
        "deadline": one.deadline,
        "answered_at": one.answered_at,
        "used_at": one.used_at,
    }


def _of_outcome(one: Outcome) -> dict[str, Any]:
    return {
        "result": one.result,
        "source": one.source,
        "summary": one.summary,
        "evidence": one.evidence,
        "recorded_at": one.recorded_at,
    }


def _of_run(run: Run) -> Item:
    return (
        "The run",
        {
            "number": run.number,
            "subject": run.subject,
            "state": run.state,
            "input": run.input,
            "save_point": run.save_point,
            "heartbeat_at": run.heartbeat_at,
            "workflow": run.workflow_version.workflow.title,
            "version": run.workflow_version.number,
            "opened_at": run.opened_at,
        },
    )
