"""Checking rules against every action that they cover, before they take effect.

A rule that names a field that no agent sends would, as an allow rule, never apply and,
as a deny rule, always: so it is refused at publication, not found out later.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from governance.engine.catalogue import ActionShape, Catalogue
from governance.engine.checking import Check, Wrong
from governance.engine.conditions import (
    Counted,
    Group,
    Leaf,
    Negation,
    Node,
    Quantified,
)
from governance.engine.leafchecking import check_leaf, check_list
from governance.engine.limitchecking import check_limit
from governance.engine.rules import Rule
from governance.engine.shapes import ANYTHING, Shape, elements_of, shape_at
from governance.engine.wording import listed, said, visible

_MOST_NAMED = 3
_MOST_PROBLEMS = 500


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against publishing a rule: where in it, and how to put it right."""

    rule: str
    path: str
    text: str


def check_rules(rules: Iterable[Rule], catalogue: Catalogue) -> tuple[Problem, ...]:
    """Give what stands against these rules, in their order; none where all is well.

    After 500 problems it stops: nobody reads on.
    """
    checker = _Checker(catalogue)
    found: list[Problem] = []
    for rule in rules:
        found += checker.problems_of(rule)
        if len(found) >= _MOST_PROBLEMS:
            break
    return tuple(found[:_MOST_PROBLEMS])


class _Checker:
    """Checks rule after rule; patterns of actions are looked up once each."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.covered: dict[str, tuple[ActionShape, ...]] = {}

    def problems_of(self, rule: Rule) -> Iterator[Problem]:
        actions = self._covered(rule)
        for path, text in self._about(rule, actions):
            yield Problem(rule.key, path, text)
        if rule.conditions is not None and actions:
            for path, check in _checks(rule.conditions, "conditions"):
                yield from _judged(rule, path, check, actions, self.catalogue)
        if rule.limit is not None and actions:
            for path, check in check_limit(rule.limit):
                yield from _judged(rule, path, check, actions, self.catalogue)

    def _covered(self, rule: Rule) -> tuple[ActionShape, ...]:
        pattern = rule.action.pattern
        if pattern not in self.covered:
            self.covered[pattern] = self.catalogue.covered(rule.action)
        return self.covered[pattern]

    def _about(
        self, rule: Rule, actions: Sequence[ActionShape]
    ) -> Iterator[tuple[str, str]]:
        known = self.catalogue
        if not actions:
            told = f"no action is declared that {said(rule.action.pattern)} covers"
            yield "action", f"{told}; declare it, or correct the name"
        if rule.subject != "*" and rule.subject not in known.agents:
            yield "subject", "there is no such agent; choose one, or * for every agent"
        group = rule.obligation.group if rule.obligation else None
        if group is not None and group not in known.groups:
            told = f"there is no group {said(group)} that could answer"
            yield "obligation.group", f"{told}; create it, or choose another"


def _judged(
    rule: Rule,
    path: str,
    check: Check,
    actions: Sequence[ActionShape],
    catalogue: Catalogue,
) -> Iterator[Problem]:
    # One sentence for all the actions about which the same is wrong.
    wrong: dict[str, list[str]] = {}
    for action in actions:
        for one in check(action, catalogue):
            wrong.setdefault(one, []).append(action.name)
    for text, names in wrong.items():
        yield Problem(rule.key, path, f"{_of_actions(names)}: {text}")


def _of_actions(names: Sequence[str]) -> str:
    spare = len(names) - _MOST_NAMED
    shown = [visible(name) for name in names[:_MOST_NAMED]]
    if spare > 0:
        shown.append(f"{spare} more")
    return f"for {listed(shown, joint='and')}"


def _checks(
    node: Node, path: str, within: Sequence[Quantified | Counted] = ()
) -> Iterator[tuple[str, Check]]:
    """Yield what is to be checked of a tree for each action, with its place."""
    if isinstance(node, Group):
        for index, part in enumerate(node.parts):
            yield from _checks(part, f"{path}.{node.kind}[{index}]", within)
    elif isinstance(node, Negation):
        yield from _checks(node.part, f"{path}.not", within)
    elif isinstance(node, Quantified):
        yield f"{path}.{node.kind}", _list_check(node)
        yield from _checks(node.that, f"{path}.that", (node,))
    else:
        yield path, _leaf_check(node, within)
        counted = node.field
        if isinstance(counted, Counted) and counted.that is not None:
            yield from _checks(counted.that, f"{path}.count.that", (counted,))


def _list_check(node: Quantified) -> Check:
    def check(action: ActionShape, _catalogue: Catalogue) -> Iterator[Wrong]:
        yield from check_list(node.field, action)

    return check


def _leaf_check(leaf: Leaf, within: Sequence[Quantified | Counted]) -> Check:
    def check(action: ActionShape, catalogue: Catalogue) -> Iterator[Wrong]:
        item = _item(within, action)
        if isinstance(leaf.field, Counted):
            yield from check_list(leaf.field.field, action)
        yield from check_leaf(leaf, action, catalogue, item=item)

    return check


def _item(within: Sequence[Quantified | Counted], action: ActionShape) -> Shape | None:
    if not within:
        return None
    shape = shape_at(action, within[0].field)
    return elements_of(shape) if shape else ANYTHING
