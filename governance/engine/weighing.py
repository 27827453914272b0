"""Weighing a tree of conditions with three truths: yes, no and unknown (Kleene)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from governance.engine.conditions import Leaf, Negation, Node
from governance.engine.values import Truth, Values

Test = Callable[[Values], Truth]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A node of a tree, and the function that weighs it."""

    node: Node | None
    test: Test
    parts: tuple["Weighed", ...] = ()


def compile_conditions(node: Node | None) -> Weighed:
    """Turn each node of a tree into a function of the values of a question.

    No conditions at all always hold.
    """
    if node is None:
        return Weighed(None, lambda _values: True)
    if isinstance(node, Leaf):
        return Weighed(node, _leaf_test(node))
    if isinstance(node, Negation):
        part = compile_conditions(node.part)
        return Weighed(node, _opposite(part.test), (part,))
    parts = tuple(compile_conditions(part) for part in node.parts)
    tests = tuple(part.test for part in parts)
    # One value settles a group at once: a no settles "all", a yes settles "any".
    return Weighed(node, _group_test(tests, settles=node.kind == "any"), parts)


def _leaf_test(leaf: Leaf) -> Test:
    find, judge = leaf.field.find, leaf.operand.judge
    return lambda values: judge(find(values), values)


def _opposite(test: Test) -> Test:
    def opposite(values: Values) -> Truth:
        truth = test(values)
        return None if truth is None else not truth

    return opposite


def _group_test(tests: Sequence[Test], *, settles: bool) -> Test:
    def weigh(values: Values) -> Truth:
        truth: Truth = not settles
        for test in tests:
            part = test(values)
            if part is settles:
                return settles
            if part is None:
                truth = None
        return truth

    return weigh


def deciding_leaves(weighed: Weighed, values: Values) -> tuple[Leaf, ...]:
    """Give the conditions that made the tree what it is: yes, no or unknown.

    Of an "any" that holds, those that hold; of an "all" that fails, those that fail.
    Of a group that is unknown, all that leave it open: those that are unknown
    themselves, and those that do not settle it.
    """
    node = weighed.node
    if node is None:
        return ()
    if isinstance(node, Leaf):
        return (node,)
    if isinstance(node, Negation):
        return deciding_leaves(weighed.parts[0], values)
    settles = node.kind == "any"
    truth = weighed.test(values)
    kept = {settles} if truth is settles else {truth, not settles}
    return tuple(
        leaf
        for part in weighed.parts
        if part.test(values) in kept
        for leaf in deciding_leaves(part, values)
    )


def blocking_leaves(
    weighed: Weighed, values: Values, *, wanted: bool = True
) -> tuple[Leaf, ...]:
    """Give the conditions that keep the tree from being `wanted`; unknown keeps it."""
    node = weighed.node
    if node is None or weighed.test(values) is wanted:
        return ()
    if isinstance(node, Leaf):
        return (node,)
    if isinstance(node, Negation):
        return blocking_leaves(weighed.parts[0], values, wanted=not wanted)
    return tuple(
        leaf
        for part in weighed.parts
        for leaf in blocking_leaves(part, values, wanted=wanted)
    )
