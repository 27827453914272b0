"""Weighing a tree of conditions with three truths: yes, no and unknown (Kleene)."""

from collections.abc import Callable, Sequence

from governance.engine.conditions import Leaf, Negation, Node
from governance.engine.values import Truth, Values

Test = Callable[[Values], Truth]


def compile_conditions(node: Node | None) -> Test:
    """Turn a tree into one function of the values of a question.

    No conditions at all always hold.
    """
    if node is None:
        return lambda _values: True
    if isinstance(node, Leaf):
        return _leaf_test(node)
    if isinstance(node, Negation):
        return _opposite(compile_conditions(node.part))
    tests = tuple(compile_conditions(part) for part in node.parts)
    # One value settles a group at once: a no settles "all", a yes settles "any".
    return _group_test(tests, settles=node.kind == "any")


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


def truth_of(node: Node, values: Values) -> Truth:
    """Weigh a tree once, where speed does not matter."""
    return compile_conditions(node)(values)


def deciding_leaves(node: Node | None, values: Values) -> tuple[Leaf, ...]:
    """Give the conditions that made the tree what it is: yes, no or unknown.

    Of an "any" that holds, those that hold; of an "all" that fails, those that fail.
    Of a group that is unknown, all that leave it open: those that are unknown
    themselves, and those that do not settle it.
    """
    if node is None:
        return ()
    if isinstance(node, Leaf):
        return (node,)
    if isinstance(node, Negation):
        return deciding_leaves(node.part, values)
    settles = node.kind == "any"
    truth = truth_of(node, values)
    kept = {settles} if truth is settles else {truth, not settles}
    return tuple(
        leaf
        for part in node.parts
        if truth_of(part, values) in kept
        for leaf in deciding_leaves(part, values)
    )


def blocking_leaves(
    node: Node | None, values: Values, *, wanted: bool = True
) -> tuple[Leaf, ...]:
    """Give the conditions that keep the tree from being `wanted`; unknown keeps it."""
    if node is None or truth_of(node, values) is wanted:
        return ()
    if isinstance(node, Leaf):
        return (node,)
    if isinstance(node, Negation):
        return blocking_leaves(node.part, values, wanted=not wanted)
    return tuple(
        leaf
        for part in node.parts
        for leaf in blocking_leaves(part, values, wanted=wanted)
    )
