"""What each rule reaches: which actions, and which questions about them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from governance.engine.analysis.boxes import Box, boxes_of
from governance.engine.analysis.budget import Budget
from governance.engine.analysis.literals import NO, NOT_NO, NOT_YES, YES, Reading
from governance.engine.analysis.places import Ground
from governance.engine.catalogue import ActionShape, Catalogue
from governance.engine.effects import Effect
from governance.engine.globs import Glob
from governance.engine.rules import Rule

# A pattern that covers more actions is looked at for all actions alike.
_MOST_ACTIONS = 8


@dataclass(frozen=True, slots=True, eq=False)
class Reach:
    """A rule and its reach. `met` are the questions that meet its conditions.

    `applies` has more where the rule applies to what cannot be checked; `spared` is
    what it does not apply to. `every` are the boxes in which its conditions were to
    be met, also those that turned out to be empty.
    """

    rule: Rule
    actions: frozenset[str]
    applies: tuple[Box, ...]
    met: tuple[Box, ...]
    spared: tuple[Box, ...]
    every: tuple[Box, ...] = ()

    @property
    def permits(self) -> bool:
        """Tell whether the rule lets an action through, alone or after asking."""
        rule = self.rule
        ordinary = rule.limit is None and not rule.observe
        return ordinary and rule.effect is not Effect.DENY

    @property
    def narrows(self) -> bool:
        """Tell whether it applies to what cannot be checked."""
        return self.rule.effect is not Effect.ALLOW


class Surveyor:
    """Finds out what rules reach at a client, within a budget of work."""

    def __init__(self, catalogue: Catalogue, budget: Budget) -> None:
        """Begin with no action looked at."""
        self.catalogue = catalogue
        self.budget = budget
        self.anywhere = Ground(None, catalogue.zone, budget)
        self._grounds: dict[str, Ground] = {}
        self._covered: dict[str, tuple[ActionShape, ...]] = {}

    def reach_of(self, rule: Rule, reading: Reading) -> Reach:
        """Work out what a rule reaches; raises InvolvedError and SpentError."""
        narrows = rule.effect is not Effect.ALLOW
        node = rule.conditions
        met = boxes_of(node, YES, reading)
        applies = boxes_of(node, NOT_NO, reading) if narrows else met
        spared = boxes_of(node, NO if narrows else NOT_YES, reading)
        self.budget.spend(len(met) + len(applies) + len(spared) + 10)
        return Reach(
            rule,
            frozenset(one.name for one in self.covered(rule.action)),
            tuple(self._there(applies)),
            tuple(self._there(met)),
            tuple(self._there(spared)),
            met,
        )

    def unknown_reach(self, rule: Rule) -> Reach:
        """Give the reach of a rule that is too involved: it may apply to anything."""
        actions = frozenset(one.name for one in self.covered(rule.action))
        anything: tuple[Box, ...] = ({},)
        return Reach(rule, actions, anything, anything, anything, anything)

    def covered(self, glob: Glob) -> tuple[ActionShape, ...]:
        """Give the actions that a pattern covers."""
        if glob.pattern not in self._covered:
            self.budget.spend(len(self.catalogue.actions))
            self._covered[glob.pattern] = self.catalogue.covered(glob)
        return self._covered[glob.pattern]

    def ground(self, action: ActionShape) -> Ground:
        """Give the ground of one action."""
        if action.name not in self._grounds:
            ground = Ground(action, self.catalogue.zone, self.budget)
            self._grounds[action.name] = ground
        return self._grounds[action.name]

    def grounds(self, reach: Reach) -> list[Ground]:
        """Give the grounds that stand for all that a rule covers."""
        actions = self.covered(reach.rule.action)
        if not 0 < len(actions) <= _MOST_ACTIONS:
            return [self.anywhere]
        return [self.ground(action) for action in actions]

    def _there(self, boxes: Iterable[Box]) -> Iterator[Box]:
        for box in boxes:
            if self.anywhere.find(box) is not None:
                yield box


def covers(one: Reach, other: Reach) -> bool:
    """Tell whether a rule speaks of every action that another one speaks of."""
    by, of = one.rule, other.rule
    return (
        by.subject in ("*", of.subject)
        and other.actions <= one.actions
        and glob_covers(by.workflow, of.workflow)
    )


def glob_covers(one: Glob, other: Glob) -> bool:
    """Tell whether a pattern surely covers every name that another one covers."""
    if one.pattern in ("*", other.pattern):
        return True
    if "*" not in other.pattern:
        return one.matches(other.pattern)
    stem = one.pattern.removesuffix(".*")
    return "*" not in stem != one.pattern and other.pattern.startswith(f"{stem}.")


def may_share(one: Glob, other: Glob) -> bool:
    """Tell whether there may be a name that two patterns both cover."""
    for exact, pattern in ((one, other), (other, one)):
        if "*" not in exact.pattern:
            return pattern.matches(exact.pattern)
    return True


def inside(one: Reach, other: Reach, surveyor: Surveyor) -> bool:
    """Tell whether whatever one rule applies to, another one surely applies to.

    That it covers the same actions, agents and workflows is looked at before.
    """
    return all(
        _inside(one, other, ground, surveyor.budget)
        for ground in _tried(one, other, surveyor)
    )


def _tried(one: Reach, other: Reach, surveyor: Surveyor) -> list[Ground]:
    if not other.spared or _inside(one, other, surveyor.anywhere, surveyor.budget):
        return []
    return surveyor.grounds(one)


def _inside(one: Reach, other: Reach, ground: Ground, budget: Budget) -> bool:
    for spared in other.spared:
        if ground.action is not None and ground.find(spared) is None:
            # At this action there is nothing that it would spare.
            continue
        for box in one.applies:
            budget.spend()
            if ground.meet(box, spared) and ground.find(box) is not None:
                return False
    return True
