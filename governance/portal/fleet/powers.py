"""What an agent may do, in words: the rules that speak of it, by action."""

from dataclasses import dataclass

from agents.models import ActionType, Agent
from governance.engine.document import Rule
from governance.engine.effects import Effect
from governance.portal.fleet.clauses import clause_of
from governance.selectors.boundaries import compiled
from governance.selectors.fleet import Portrait

_WORDS = {
    Effect.ALLOW: "Alone",
    Effect.CHECKPOINT: "With a person",
    Effect.DENY: "Never",
}


@dataclass(frozen=True, slots=True)
class Power:
    """One rule as a person reads it: the effect's word, then the clause."""

    rule: Rule
    word: str
    clause: str


@dataclass(frozen=True, slots=True)
class Powers:
    """What the rules say of one action, most lenient first; none: it is refused."""

    action_type: ActionType
    powers: list[Power]


def powers_of(page: Portrait) -> list[Powers]:
    """Return what the current boundary lets the agent do, by action."""
    if page.boundary is None:
        return [Powers(action_type, []) for action_type in page.action_types]
    keys = {one.workflow_version.workflow.key for one in page.clearances}
    rules = [
        rule
        for rule in compiled(page.boundary, guardrails=page.guardrails).rules
        if speaks_of(rule, page.member.agent, keys)
    ]
    return [
        Powers(action_type, _powers(action_type, rules))
        for action_type in page.action_types
    ]


def speaks_of(rule: Rule, agent: Agent, workflows: set[str]) -> bool:
    """Return whether a rule is about this agent, on one of these workflows."""
    if rule.subject not in ("*", str(agent.id)):
        return False
    return not workflows or any(rule.workflow.matches(key) for key in workflows)


def _powers(action_type: ActionType, rules: list[Rule]) -> list[Power]:
    speaking = [rule for rule in rules if rule.action.matches(action_type.name)]
    speaking.sort(key=lambda rule: (rule.effect.strictness, rule.number))
    return [Power(rule, _WORDS[rule.effect], clause_of(rule)) for rule in speaking]
