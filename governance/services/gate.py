"""The gate: facts in, a recorded decision out. It runs twice for every action.

Anything that is missing (an owner, a clearance, a rule) is a no.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from agents.models import Agent, Ownership
from governance.engine.boundary import with_exhausted
from governance.engine.verdict import Obligation, Verdict
from governance.models import (
    Action,
    BoundaryVersion,
    Decision,
    Effect,
    GuardrailVersion,
    Phase,
)
from governance.selectors.boundaries import (
    Published,
    ask_current_boundary,
    ask_current_guardrails,
    published,
)
from governance.selectors.facts import look_up
from governance.selectors.questions import (
    Circumstances,
    circumstances_of,
    question_of,
)
from governance.selectors.standing import AskedStanding, Standing, ask_standing
from governance.services import limits
from governance.services.digests import action_digest, digest_of
from governance.states import RefusedBy, RunState
from tenants.models.ready import Asked
from tenants.selectors import AskedMoment, ask_moment


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
        version, guardrails = decision.boundary_version, decision.guardrail_version
        named: dict[str, object] = {
            "digest": action.digest,
            "decision": decision.id,
            "ownership": decision.ownership_id,
            "clearance": decision.clearance_id,
            "boundary_version": version.number if version else None,
            "boundary_hash": version.content_hash if version else None,
            "guardrail_version": guardrails.number if guardrails else None,
            "guardrail_hash": guardrails.content_hash if guardrails else None,
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
    circumstances: Circumstances | None = None
    rules: Published | None = None


@dataclass(frozen=True, slots=True)
class AskedGround:
    """What a decision rests on beside the action, put off (``tenants.statements``)."""

    standing: AskedStanding
    boundary: Asked[BoundaryVersion]
    guardrails: Asked[GuardrailVersion]
    moment: AskedMoment


def ask_ground(agent: Agent, *, run_id: UUID, action: str) -> AskedGround:
    """Put off what a decision about an agent's action in a run rests on.

    ``action`` is the name of its type.
    """
    return AskedGround(
        ask_standing(agent, run_id=run_id, action=action),
        ask_current_boundary(),
        ask_current_guardrails(),
        ask_moment(),
    )


@dataclass(frozen=True, slots=True)
class _Ground:
    """What a decision rests on beside the action."""

    stands: Standing
    version: BoundaryVersion | None
    guardrails: GuardrailVersion | None
    facts: Mapping[str, Any]
    moment: AskedMoment


def judge(
    action: Action,
    *,
    phase: Phase,
    sent: bool = False,
    ground: AskedGround | None = None,
) -> Ruling:
    """Decide about an action now, reserve its limits and record the decision.

    Whoever then refuses the action releases what it holds. What was ``sent`` before
    may have happened: what it holds stays as it is. ``ground`` is what has been asked
    for already, after the action's run was locked.
    """
    name = action.action_type.name
    asked = ground or ask_ground(action.agent, run_id=action.run_id, action=name)
    facts = look_up(
        action.action_type, action.parameters, resource_id=action.resource_id
    )
    workflow = action.run.workflow_version.workflow
    stands = asked.standing.derive(workflow)
    stood = _Ground(
        stands, asked.boundary.first(), asked.guardrails.first(), facts, asked.moment
    )
    found = _find(action, stood, phase=phase, sent=sent)
    return _recorded(action, phase, stood, found)


def _find(action: Action, ground: _Ground, *, phase: Phase, sent: bool) -> _Finding:
    if not ground.stands.may_act:
        why = "; ".join(ground.stands.reasons)
        return _no("standing", f"Refused: {why}.", RefusedBy.STANDING)
    # A run that stopped is undone by actions of its own; see ``compensating``.
    if action.run.state != RunState.RUNNING and not action.is_compensation:
        ended = f"Refused: run {action.run.number} is {action.run.state}."
        return _no("run_ended", ended, RefusedBy.PLATFORM)
    if action_digest(action) != action.digest:
        told = "Refused: this is no longer what the agent asked for."
        return _no("changed", told, RefusedBy.PLATFORM)
    version = ground.version
    if version is None:
        told = "Refused: no boundaries have been published, so nothing is allowed."
        return _no("no_boundary", told, RefusedBy.RULE)
    rules = published(version, guardrails=ground.guardrails)
    around = circumstances_of(
        action, rules.boundary, facts=ground.facts, now=ground.moment.today()
    )
    verdict = rules.boundary.decide(question_of(action, around))
    if verdict.effect.value != Effect.DENY and not sent:
        # Even without a limit: what an earlier answer reserved may be due back.
        new = phase is Phase.ASKED
        exhausted = limits.reserve(
            action, verdict.limits, today=ground.moment.today(), new=new
        )
        verdict = with_exhausted(verdict, exhausted)
    return _Finding(
        effect=Effect(verdict.effect.value),
        code=verdict.code,
        explanation=verdict.explanation,
        refused_by=RefusedBy.RULE if verdict.effect.value == Effect.DENY else "",
        verdict=verdict,
        version=version,
        rules=rules,
        circumstances=around,
    )


def _no(code: str, explanation: str, refused_by: RefusedBy) -> _Finding:
    return _Finding(Effect.DENY, code, explanation, refused_by)


def _recorded(action: Action, phase: Phase, ground: _Ground, found: _Finding) -> Ruling:
    decision = Decision(
        action=action,
        phase=phase,
        effect=found.effect,
        refused_by=found.refused_by,
        code=found.code,
        explanation=found.explanation,
        verdict=found.verdict.to_json() if found.verdict else {},
        facts=ground.facts,
        circumstances=found.circumstances.to_json() if found.circumstances else {},
        boundary_version=found.version,
        guardrail_version=ground.guardrails if found.version else None,
        ownership=ground.stands.ownership,
        clearance=ground.stands.clearance,
        decided_at=ground.moment.now(),
    )
    decision.put()
    return Ruling(
        decision=decision,
        effect=found.effect,
        obligation=_binding(found),
        rules_hash=_rules_hash(decision, found),
        ownership=ground.stands.ownership,
    )


def strictest(obligations: tuple[Obligation, ...]) -> Obligation | None:
    """Return the obligation that binds.

    Four eyes before confirm, then the most people, then the shortest deadline.
    """
    return min(
        obligations,
        key=lambda one: (one.kind != "four_eyes", -one.quorum, one.minutes),
        default=None,
    )


def _binding(found: _Finding) -> Obligation | None:
    """Return who is asked: of the platform's choice where a guardrail asks.

    A client's own rule may make what the guardrail asks for stricter, and never move
    the question to people of the client's choice.
    """
    if found.verdict is None or found.rules is None:
        return None
    whole = strictest(found.verdict.obligations)
    asking = [found.rules.guardrails.get(hit.key) for hit in found.verdict.hits]
    theirs = [rule["obligation"] for rule in asking if rule and rule["obligation"]]
    own = strictest(tuple(Obligation(**one) for one in theirs))
    if own is None or whole is None:
        return whole
    every = found.verdict.obligations
    return replace(
        own,
        kind=whole.kind,
        quorum=max(one.quorum for one in every),
        minutes=min(one.minutes for one in every),
    )


def _rules_hash(decision: Decision, found: _Finding) -> str:
    # What an approval rests on: the deciding rules' content, not their numbers.
    if found.rules is None or found.verdict is None:
        return digest_of([])
    deciding = {hit.key for hit in found.verdict.hits}
    if found.effect is Effect.CHECKPOINT:
        deciding |= _asked_about(decision, found.verdict)
    content = [
        {name: value for name, value in rule.items() if name != "number"}
        for key in sorted(deciding)
        for rule in found.rules.with_key(key)
    ]
    return digest_of(content)


def _asked_about(decision: Decision, verdict: Verdict) -> set[str]:
    """Return the limits with room now that had none when a person was asked.

    Who said yes to going beyond them need not be asked again because there is room.
    """
    roomy = {demand.rule_key for demand in verdict.limits}
    if not roomy or decision.phase == Phase.ASKED:
        return set()
    asked = Decision.objects.filter(action=decision.action_id, effect=Effect.CHECKPOINT)
    verdicts = asked.values_list("verdict", flat=True)
    return roomy & {hit["key"] for told in verdicts for hit in told["hits"]}
