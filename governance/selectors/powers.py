"""What an agent may do, before it asks: the rules that may decide, and what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.models import ActionType, Agent
from governance.engine.clauses import WORDS, clause_of
from governance.engine.effects import Effect
from governance.engine.partial import remaining
from governance.engine.rules import Rule
from governance.models import BoundaryVersion, Halt
from governance.selectors.boundaries import compiled, current_guardrails
from governance.selectors.halting import halted_types
from governance.targets import action_target
from tenants.scoping import current_client_id

NOTHING = "Never: no rule allows it."


@dataclass(frozen=True, slots=True)
class Power:
    """One rule as a person reads it: the effect's word, then the clause."""

    rule: Rule
    workflow: str

    @property
    def word(self) -> str:
        """What the rule does, in a word or two."""
        return WORDS[self.rule.effect]

    @property
    def clause(self) -> str:
        """When it does, and where only in one workflow."""
        told = clause_of(self.rule) or f"as “{self.rule.title}” says"
        return f"in {self.workflow}, {told}" if self.workflow else told

    @property
    def sentence(self) -> str:
        """All of it."""
        return f"{self.word}: {self.clause}."


@dataclass(frozen=True, slots=True)
class Powers:
    """What the rules say of one action, most lenient first; none: it is refused."""

    action_type: ActionType
    powers: list[Power]
    halt: Halt | None = None

    @property
    def able(self) -> bool:
        """Whether anything of it is allowed, alone or with a person."""
        if self.halt is not None:
            return False
        return any(one.rule.effect is not Effect.DENY for one in self.powers)

    @property
    def sentences(self) -> list[str]:
        """All that the rules say of it, and first whether it is halted."""
        told = [one.sentence for one in self.powers] or [NOTHING]
        return [f"Halted: {self.halt.reason}", *told] if self.halt else told


def powers_of(
    agent: Agent,
    *,
    boundary: BoundaryVersion | None,
    workflows: Iterable[str],
    action_types: Sequence[ActionType],
) -> list[Powers]:
    """Return what the boundary and the guardrails let an agent do, by action.

    ``workflows`` are the keys of those that it is cleared for; with none, of any.
    """
    halts = halted_types()
    client_id = current_client_id()
    targets = {one: action_target(client_id, one.name) for one in action_types}
    if boundary is None:
        return [Powers(one, [], halts.get(targets[one])) for one in action_types]
    rules = compiled(boundary, guardrails=current_guardrails()).rules
    keys = sorted(set(workflows))
    return [
        Powers(one, _powers(rules, agent, keys, one), halts.get(targets[one]))
        for one in action_types
    ]


def _powers(
    rules: Sequence[Rule], agent: Agent, workflows: Sequence[str], of: ActionType
) -> list[Power]:
    keys: Sequence[str | None] = workflows or [None]
    found = {key: _left(rules, agent, key, of.name) for key in keys}
    first = next(iter(found.values()))
    if all(left == first for left in found.values()):
        return [Power(rule, "") for rule in _telling(first)]
    return [
        Power(rule, key or "") for key, left in found.items() for rule in _telling(left)
    ]


def _telling(left: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the rules worth telling: what narrows nothing says nothing."""
    if any(rule.effect is not Effect.DENY for rule in left):
        return left
    return tuple(rule for rule in left if rule.conditions is None and not rule.limit)


def _left(
    rules: Sequence[Rule], agent: Agent, workflow: str | None, action: str
) -> tuple[Rule, ...]:
    known: dict[str, object] = {"agent": {"id": str(agent.id), "name": agent.name}}
    if workflow is not None:
        known["workflow"] = {"key": workflow}
    return remaining(
        rules, agent=str(agent.id), workflow=workflow, action=action, known=known
    )
