"""Partial evaluation: what is left of the rules once some of a question is known.

It answers "what may this agent do?" before it asks for anything: conditions on what is
known are settled, and those on what is not remain, to be said in words.
"""

from collections.abc import Iterable
from dataclasses import replace

from governance.engine.conditions import Group, Leaf, Negation, Node, Quantified
from governance.engine.effects import Effect
from governance.engine.paths import FieldPath
from governance.engine.rules import Rule
from governance.engine.values import Seen, Values


def remaining(
    rules: Iterable[Rule],
    *,
    agent: str,
    workflow: str | None,
    action: str,
    known: Values,
) -> tuple[Rule, ...]:
    """Give the rules that may still decide, most lenient first, with what is left.

    What is missing from `known` may be anything, as may a `workflow` of None. What an
    unconditional stricter rule makes pointless is left out: where one always denies,
    nothing else is given. Rules that only observe decide nothing.
    """
    seen = Seen(known)
    left = [
        rest
        for rule in rules
        if _speaks(rule, agent, workflow, action)
        and (rest := _rest(rule, seen)) is not None
    ]
    floor = max((one.effect.strictness for one in left if _always(one)), default=0)
    kept = [one for one in left if one.effect.strictness >= floor]
    if floor == Effect.DENY.strictness:
        kept = [one for one in kept if _always(one)]
    return tuple(sorted(kept, key=lambda one: (one.effect.strictness, one.number)))


def _speaks(rule: Rule, agent: str, workflow: str | None, action: str) -> bool:
    if rule.observe or not rule.action.matches(action):
        return False
    about = rule.subject in ("*", agent)
    return about and (workflow is None or rule.workflow.matches(workflow))


def _always(rule: Rule) -> bool:
    return rule.conditions is None and rule.limit is None


def _rest(rule: Rule, seen: Seen) -> Rule | None:
    if rule.conditions is None:
        return rule
    rest = _reduced(rule.conditions, seen)
    if rest is False:
        return None
    return replace(rule, conditions=None if rest is True else rest)


def _reduced(node: Node, seen: Seen) -> Node | bool:
    if isinstance(node, Leaf):
        return _settled(node, seen)
    if isinstance(node, Negation):
        part = _reduced(node.part, seen)
        return not part if isinstance(part, bool) else Negation(part)
    if isinstance(node, Quantified):
        return node
    settles = node.kind == "any"
    parts = [_reduced(part, seen) for part in node.parts]
    if settles in parts:
        return settles
    open_parts = tuple(part for part in parts if not isinstance(part, bool))
    if not open_parts:
        return not settles
    return open_parts[0] if len(open_parts) == 1 else Group(node.kind, open_parts)


def _settled(leaf: Leaf, seen: Seen) -> Node | bool:
    fields = [leaf.field, *([leaf.operand.other] if leaf.operand.other else [])]
    if not all(_is_known(field, seen) for field in fields):
        return leaf
    truth = leaf.operand.judge(seen[leaf.field.dotted], seen)
    # What cannot be checked is not settled: it narrows, and never widens.
    return leaf if truth is None else truth


def _is_known(field: object, seen: Seen) -> bool:
    return isinstance(field, FieldPath) and seen[field.dotted] is not None
