"""The gate: facts in, a recorded decision out. It runs twice for every action.

Anything that is missing (an owner, a clearance, a rule) is a no.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agents.models import Ownership
from governance.engine.boundary import Question, with_exhausted
from governance.engine.verdict import Obligation, Verdict
from governance.models import (
    Action,
    BoundaryVersion,
    Decision,
    Effect,
    Phase,
)
from governance.selectors.boundaries import compiled, current_boundary
from governance.selectors.facts import look_up
from governance.selectors.standing import Standing, standing
from governance.services import limits
from governance.services.digests import action_digest, digest_of
from governance.states import RefusedBy, RunState
from tenants.clock import database_now


@dataclass(frozen=True, slots=True)
class Ruling:
    """A decision as the rest of the way needs it."""

    decision: Decision
    effect: Effect
    obligation: Obligation | None
    rules_hash: str
    ownership: Ownership | None

    def authority(self, action: Action) -> dict[str, str]:
        """Return on whose authority this stands, for the ledger."""
        decision = self.decision
        version = decision.boundary_version
        named: dict[str, object] = {
            "digest": action.digest,
            "decision": decision.id,
            "ownership": decision.ownership_id,
            "clearance": decision.clearance_id,
            "boundary_version": version.number if version else None,
            "boundary_hash": version.content_hash if version else None,
            "rules": ",".join(hit["key"] for hit in decision.verdict.get("hits", [])),
        }
        return {name: str(value) for name, value in named.items() if value}


@dataclass(frozen=True, slots=True)
class _Finding:
    """What the gate found, before it is written down."""

    effect: Effect
    code: str
    explanation: str
    refused_by: str = ""
    verdict: Verdict | None = None
    version: BoundaryVersion | None = None


def judge(action: Action, *, phase: Phase, sent: bool = False) -> Ruling:
    """Decide about an action now, reserve its limits and record the decision.

    Whoever then refuses the action releases what it holds. What was ``sent`` before
    may have happened: what it holds stays as it is.
    """
    workflow = action.run.workflow_version.workflow
    stands = standing(action.agent, workflow, run=action.run)
    facts = look_up(action.action_type, action.parameters)
    found = _find(action, stands, facts, sent=sent)
    return _recorded(action, phase, stands, facts, found)


def _find(
    action: Action, stands: Standing, facts: Mapping[str, Any], *, sent: bool
) -> _Finding:
    if not stands.may_act:
        why = "; ".join(stands.reasons)
        return _no("standing", f"Refused: {why}.", RefusedBy.STANDING)
    if action.run.state != RunState.RUNNING:
        ended = f"Refused: run {action.run.number} is {action.run.state}."
        return _no("run_ended", ended, RefusedBy.PLATFORM)
    if action_digest(action) != action.digest:
        told = "Refused: this is no longer what the agent asked for."
        return _no("changed", told, RefusedBy.PLATFORM)
    version = current_boundary()
    if version is None:
        told = "Refused: no boundaries have been published, so nothing is allowed."
        return _no("no_boundary", told, RefusedBy.RULE)
    verdict = compiled(version).decide(_question(action, facts))
    if verdict.effect.value != Effect.DENY and not sent:
        # Even without a limit: what an earlier answer reserved may be due back.
        verdict = with_exhausted(verdict, limits.reserve(action, verdict.limits))
    return _Finding(
        effect=Effect(verdict.effect.value),
        code=verdict.code,
        explanation=verdict.explanation,
        refused_by=RefusedBy.RULE if verdict.effect.value == Effect.DENY else "",
        verdict=verdict,
        version=version,
    )


def _no(code: str, explanation: str, refused_by: RefusedBy) -> _Finding:
    return _Finding(Effect.DENY, code, explanation, refused_by)


def _question(action: Action, facts: Mapping[str, Any]) -> Question:
    workflow = action.run.workflow_version.workflow
    known = {name: record for name, record in facts.items() if record is not None}
    return Question(
        agent=str(action.agent_id),
        workflow=workflow.key,
        action=action.action_type.name,
        values={
            "parameters": action.parameters,
            "resource": {"type": action.resource_type, "id": action.resource_id},
            "agent": {"id": str(action.agent_id), "name": action.agent.name},
            "workflow": {"key": workflow.key, "step": action.step},
            "facts": known,
        },
    )


def _recorded(
    action: Action,
    phase: Phase,
    stands: Standing,
    facts: Mapping[str, Any],
    found: _Finding,
) -> Ruling:
    decision = Decision(
        action=action,
        phase=phase,
        effect=found.effect,
        refused_by=found.refused_by,
        code=found.code,
        explanation=found.explanation,
        verdict=found.verdict.to_json() if found.verdict else {},
        facts=facts,
        boundary_version=found.version,
        ownership=stands.ownership,
        clearance=stands.clearance,
        decided_at=database_now(),
    )
    decision.save(force_insert=True)
    obligations = found.verdict.obligations if found.verdict else ()
    return Ruling(
        decision=decision,
        effect=found.effect,
        obligation=strictest(obligations),
        rules_hash=_rules_hash(action, found),
        ownership=stands.ownership,
    )


def strictest(obligations: tuple[Obligation, ...]) -> Obligation | None:
    """Return the obligation that binds: four eyes before confirm, then the shortest."""
    if not obligations:
        return None
    return min(obligations, key=lambda one: (one.kind != "four_eyes", one.minutes))


def _rules_hash(action: Action, found: _Finding) -> str:
    # What an approval rests on: the deciding rules' content, not their numbers.
    if found.version is None or found.verdict is None:
        return digest_of([])
    deciding = {hit.key for hit in found.verdict.hits}
    if found.effect is Effect.CHECKPOINT:
        deciding |= _asked_about(action, found.verdict)
    rules = found.version.document["rules"]
    content = [
        {name: value for name, value in rule.items() if name != "number"}
        for rule in rules
        if rule["key"] in deciding
    ]
    return digest_of(sorted(content, key=lambda rule: str(rule["key"])))


def _asked_about(action: Action, verdict: Verdict) -> set[str]:
    """Return the limits with room now that had none when a person was asked.

    Who said yes to going beyond them need not be asked again because there is room.
    """
    roomy = {demand.rule_key for demand in verdict.limits}
    asked = Decision.objects.filter(action=action, effect=Effect.CHECKPOINT)
    verdicts = asked.values_list("verdict", flat=True) if roomy else []
    return roomy & {hit["key"] for told in verdicts for hit in told["hits"]}
