"""Deciding: a boundary answers a question with a verdict.

Deny outranks checkpoint, checkpoint outranks allow, and what no rule allows is denied.
A condition whose field is missing, of the wrong kind or in another currency is
unknown. Where a rule's conditions are unknown, a deny or checkpoint rule applies and
an allow rule does not.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from governance.engine.document import Rule, read_document
from governance.engine.effects import Effect
from governance.engine.evaluation import CompiledRule, Tally, explain, weigh
from governance.engine.exhaustion import with_exhausted
from governance.engine.explanation import ERROR
from governance.engine.history import Measure
from governance.engine.question import Question
from governance.engine.values import Seen
from governance.engine.verdict import (
    Finding,
    Hit,
    LimitDemand,
    NearMiss,
    Obligation,
    Verdict,
)

__all__ = [
    "EVALUATION_FAULTS",
    "Boundary",
    "Finding",
    "Hit",
    "LimitDemand",
    "NearMiss",
    "Obligation",
    "Question",
    "Verdict",
    "compile_boundary",
    "with_exhausted",
]

logger = logging.getLogger(__name__)

# What a mistake in the engine, or a value that nobody thought of, can raise in code
# that only computes. Anything else (out of memory, an interrupt) is not an answer: it
# passes through, the transaction around the decision is rolled back, nothing happens.
EVALUATION_FAULTS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)

# Agents name actions, so the index must not grow with every name they make up.
_MOST_INDEXED = 4096


@dataclass(frozen=True, slots=True)
class _Candidates:
    """The rules that speak of one kind of question, and what they ask of the past."""

    rules: tuple[CompiledRule, ...]
    measures: tuple[Measure, ...]

    @classmethod
    def of(cls, found: Iterable[CompiledRule]) -> Self:
        rules = tuple(found)
        wanted = (one for rule in rules for one in rule.conditions.measures())
        return cls(rules, tuple({one.key: one for one in wanted}.values()))


class Boundary:
    """One published boundary version, ready to decide. Safe to share by threads."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        """Take rules in order of number; they are compiled when first needed."""
        self.rules = rules
        self._compiled: dict[tuple[bool, str], CompiledRule] = {}
        self._index: dict[tuple[str, str, str], _Candidates] = {}

    def decide(self, question: Question) -> Verdict:
        """Answer a question; a fault while doing so is a deny with code "error"."""
        try:
            return explain(self.weigh(question), question=question)
        except EVALUATION_FAULTS:
            logger.exception("a boundary could not be evaluated")
            return Verdict(Effect.DENY, "error", (), (), (), (), ERROR)

    def weigh(self, question: Question, *, looked: Seen | None = None) -> Tally:
        """Weigh the rules that speak of a question; unlike ``decide``, it may raise.

        Who asks two boundaries the same has its values `looked` at once.
        """
        found = self._candidates(question.agent, question.workflow, question.action)
        return weigh(found.rules, question=question, looked=looked)

    def measures(
        self, *, agent: str, workflow: str, action: str
    ) -> tuple[Measure, ...]:
        """Give what must be looked up in the past before such a question is decided.

        What is found belongs into the question's values, under `history` and the
        measure's key: a number, or money.
        """
        return self._candidates(agent, workflow, action).measures

    def _candidates(self, agent: str, workflow: str, action: str) -> "_Candidates":
        found = self._index.get((agent, workflow, action))
        if found is None:
            # Two threads may both do this; they come to the same result.
            if len(self._index) >= _MOST_INDEXED:
                self._index.clear()
            found = _Candidates.of(
                self._compile(rule)
                for rule in self.rules
                if rule.speaks_of(agent=agent, workflow=workflow, action=action)
            )
            self._index[agent, workflow, action] = found
        return found

    def _compile(self, rule: Rule) -> CompiledRule:
        name = (rule.guardrail, rule.key)
        compiled = self._compiled.get(name)
        if compiled is None:
            compiled = CompiledRule(rule)
            self._compiled[name] = compiled
        return compiled


def compile_boundary(document: object, *, guardrails: object = None) -> Boundary:
    """Make a boundary of a client's document and, where there is one, the platform's.

    Raises DocumentError when one of them is malformed.
    """
    rules = read_document(document)
    if guardrails is not None:
        rules += read_document(guardrails, guardrails=True)
    return Boundary(rules)
