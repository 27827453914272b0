"""Deciding past actions again: what other rules would have said of the same values.

What rules without limits say is exact. Limits are an estimate: had the other rules been
there, other actions would have been asked for. What other rules ask about earlier
actions was not looked up, and counts as not known.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from governance.engine.boundary import EVALUATION_FAULTS, Boundary, with_exhausted
from governance.engine.effects import Effect, strictest
from governance.engine.evaluation import CompiledRule, Tally
from governance.engine.money import amounts_in
from governance.engine.question import Question
from governance.engine.rooms import Rooms, WindowKey
from governance.engine.values import Seen
from governance.engine.verdict import LimitDemand

MOST_EXAMPLES = 5
MOST_GROUPS = 200


@dataclass(frozen=True, slots=True)
class PastAction:
    """An action that was decided, by the values on which the decision rested.

    `at` is in the client's time zone; `happened` says that it took of the limits what
    it asked for, and kept it.
    """

    id: str
    question: Question
    at: datetime
    happened: bool
    said: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """What one set of rules says: the effect, the rule that decides, and its title."""

    effect: Effect
    rule: str
    title: str


@dataclass(slots=True)
class Change:
    """Actions of one agent for which one rule would change the answer alike."""

    before: Ruled
    after: Ruled
    agent: str
    action: str
    count: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)
    examples: list[dict[str, str]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Give a JSON-able dict."""
        return {
            "from": self.before.effect.value,
            "to": self.after.effect.value,
            "rule": self.after.rule or self.before.rule,
            "title": self.after.title or self.before.title,
            # No rule speaks any more: the one that did is named.
            "gone": not self.after.rule,
            "agent": self.agent,
            "action": self.action,
            "count": self.count,
            "amounts": {
                currency: format(amount, "f")
                for currency, amount in sorted(self.amounts.items())
            },
            "examples": self.examples,
        }


class _Side:
    """One of the two sets of rules, and what its limits have left."""

    def __init__(self, boundary: Boundary, window_key: WindowKey) -> None:
        self.boundary = boundary
        self.rooms = Rooms(window_key)

    def rule(self, past: PastAction, looked: Seen) -> "_Answer":
        """Give the answer, with the limits that have no room."""
        try:
            tally = self.boundary.weigh(past.question, looked=looked)
        except EVALUATION_FAULTS:
            return _Answer(Effect.DENY, None)
        effect = tally.effect
        if effect is Effect.DENY or not tally.demands:
            return _Answer(effect, tally)
        return self._limited(tally, effect, past)

    def _limited(self, tally: Tally, effect: Effect, past: PastAction) -> "_Answer":
        full = self.rooms.without(tally.demands, past.at)
        after = strictest([effect, *(one.effect for one in full)])
        if after is not Effect.DENY and past.happened:
            roomy = [one for one in tally.demands if one not in full]
            self.rooms.take(roomy, past.at)
        return _Answer(after, tally, tuple(full))


@dataclass(slots=True)
class _Answer:
    """What one set of rules says; who decides it is found out only where it matters."""

    effect: Effect
    tally: Tally | None
    full: tuple[LimitDemand, ...] = ()

    @property
    def ruled(self) -> Ruled:
        if self.tally is None:
            return Ruled(self.effect, "", "")
        for demand in self.full:
            if demand.effect is self.effect is not self.tally.effect:
                return Ruled(self.effect, demand.rule_key, demand.title)
        for one in _deciding(self.tally, self.effect):
            return Ruled(self.effect, one.rule.key, one.rule.title)
        return Ruled(self.effect, "", "")


class Replay:
    """Takes past actions in order of time, and keeps what would be different."""

    def __init__(
        self, before: Boundary, after: Boundary, *, window_key: WindowKey
    ) -> None:
        """Compare what binds now with what is to bind."""
        self._before = _Side(before, window_key)
        self._after = _Side(after, window_key)
        self._changes: dict[tuple[Ruled, Ruled, str, str], Change] = {}
        self.total = 0
        self.changed = 0
        self.ungrouped = 0

    def take(self, actions: Iterable[PastAction]) -> None:
        """Decide these actions again, by both sets of rules."""
        before, after = self._before, self._after
        for past in actions:
            self.total += 1
            looked = Seen(past.question.values)
            old, new = before.rule(past, looked), after.rule(past, looked)
            if old.effect is not new.effect:
                self.changed += 1
                self._note(past, old.ruled, new.ruled, new.full)

    def to_json(self) -> dict[str, Any]:
        """Give the result: the largest groups first."""
        changes = sorted(self._changes.values(), key=lambda one: -one.count)
        return {
            "total": self.total,
            "changed": self.changed,
            "ungrouped": self.ungrouped,
            "changes": [one.to_json() for one in changes],
        }

    def _note(
        self,
        past: PastAction,
        old: Ruled,
        new: Ruled,
        full: tuple[LimitDemand, ...],
    ) -> None:
        agent, action = past.question.agent, past.question.action
        key = old, new, agent, action
        change = self._changes.get(key)
        if change is None:
            if len(self._changes) >= MOST_GROUPS:
                self.ungrouped += 1
                return
            change = self._changes[key] = Change(old, new, agent, action)
        change.count += 1
        for money in amounts_in(past.question.values.get("parameters")):
            held = change.amounts.get(money.currency, Decimal(0))
            change.amounts[money.currency] = held + money.amount
        if len(change.examples) < MOST_EXAMPLES:
            change.examples.append(self._example(past, full))

    def _example(
        self, past: PastAction, full: tuple[LimitDemand, ...]
    ) -> dict[str, str]:
        verdict = with_exhausted(self._after.boundary.decide(past.question), full)
        return {
            "action": past.id,
            "at": past.at.isoformat(),
            "said": past.said,
            "why": verdict.explanation,
        }


def _deciding(tally: Tally, effect: Effect) -> Iterator[CompiledRule]:
    yield from tally.applied[effect.strictness]
    yield from (one for one in tally.unclaimable if one.rule.effect is effect)
