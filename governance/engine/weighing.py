"""Weighing a tree of conditions with three truths: yes, no and unknown (Kleene)."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from governance.engine.conditions import (
    Counted,
    Leaf,
    Negation,
    Node,
    Quantified,
)
from governance.engine.history import Measure
from governance.engine.paths import FieldPath
from governance.engine.values import UNUSABLE, Seen, Truth, as_value

Test = Callable[[Seen], Truth]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A node of a tree, and the function that weighs it."""

    node: Node | None
    test: Test
    parts: tuple["Weighed", ...] = ()

    def look(self, seen: Seen) -> object:
        """Give the raw value that a single condition looks at."""
        if isinstance(self.node, Quantified):
            return seen.raw(self.node.field.dotted)
        if not isinstance(self.node, Leaf):
            return None
        if isinstance(self.node.field, Counted):
            return _count(self.node.field, self.parts, seen)
        return seen.raw(self.node.field.dotted)

    def elements(self, seen: Seen) -> list[Seen] | None:
        """Give the elements of the list that a condition looks at, if it is one."""
        field = self.node.field if isinstance(self.node, Quantified) else None
        return _elements(field, seen) if field else None

    def measures(self) -> Iterator[Measure]:
        """Yield what must be looked up in the past before this can be weighed."""
        if isinstance(self.node, Leaf) and isinstance(self.node.field, Measure):
            yield self.node.field
        for part in self.parts:
            yield from part.measures()


def compile_conditions(node: Node | None) -> Weighed:
    """Turn each node of a tree into a function of the values of a question.

    No conditions at all always hold.
    """
    if node is None:
        return Weighed(None, _always)
    if isinstance(node, Leaf):
        return _compile_leaf(node)
    if isinstance(node, Negation):
        part = compile_conditions(node.part)
        return Weighed(node, _opposite(part.test), (part,))
    if isinstance(node, Quantified):
        part = compile_conditions(node.that)
        test = _quantified_test(node.field, part.test, settles=node.kind == "some")
        return Weighed(node, test, (part,))
    parts = tuple(compile_conditions(part) for part in node.parts)
    tests = tuple(part.test for part in parts)
    # One value settles a group at once: a no settles "all", a yes settles "any".
    return Weighed(node, _group_test(tests, settles=node.kind == "any"), parts)


def _always(_seen: Seen) -> Truth:
    return True


def _compile_leaf(leaf: Leaf) -> Weighed:
    judge = leaf.operand.judge
    if isinstance(leaf.field, Counted):
        that, field = leaf.field.that, leaf.field
        parts = () if that is None else (compile_conditions(that),)
        return Weighed(
            leaf,
            lambda seen: judge(as_value(_count(field, parts, seen)), seen),
            parts,
        )
    dotted = leaf.field.dotted
    return Weighed(leaf, lambda seen: judge(seen[dotted], seen))


def _opposite(test: Test) -> Test:
    def opposite(seen: Seen) -> Truth:
        truth = test(seen)
        return None if truth is None else not truth

    return opposite


def _group_test(tests: Sequence[Test], *, settles: bool) -> Test:
    def weigh(seen: Seen) -> Truth:
        truth: Truth = not settles
        for test in tests:
            part = test(seen)
            if part is settles:
                return settles
            if part is None:
                truth = None
        return truth

    return weigh


def _quantified_test(field: FieldPath, test: Test, *, settles: bool) -> Test:
    def weigh(seen: Seen) -> Truth:
        elements = _elements(field, seen)
        # An empty list is a missing one: "every" would hold for nothing at all.
        if not elements:
            return None
        truth: Truth = not settles
        for element in elements:
            part = test(element)
            if part is settles:
                return settles
            if part is None:
                truth = None
        return truth

    return weigh


def _elements(field: FieldPath, seen: Seen) -> list[Seen] | None:
    raw = seen.raw(field.dotted)
    if not isinstance(raw, list | tuple) or seen[field.dotted] is UNUSABLE:
        return None
    return [seen.with_item(element) for element in raw]


def _count(field: Counted, parts: tuple[Weighed, ...], seen: Seen) -> Decimal | None:
    """Count elements; None where it is no list, or one element cannot be checked."""
    elements = _elements(field.field, seen)
    if elements is None:
        return None
    if not parts:
        return Decimal(len(elements))
    truths = [parts[0].test(element) for element in elements]
    return None if None in truths else Decimal(truths.count(True))


def deciding(weighed: Weighed, seen: Seen) -> tuple[Weighed, ...]:
    """Give the conditions that made the tree what it is: yes, no or unknown.

    Of an "any" that holds, those that hold; of an "all" that fails, those that fail.
    Of a group that is unknown, all that leave it open: those that are unknown
    themselves, and those that do not settle it.
    """
    node = weighed.node
    if node is None:
        return ()
    if isinstance(node, Leaf | Quantified):
        return (weighed,)
    if isinstance(node, Negation):
        return deciding(weighed.parts[0], seen)
    settles = node.kind == "any"
    truth = weighed.test(seen)
    wanted = {settles} if truth is settles else {truth, not settles}
    return tuple(
        one
        for part in weighed.parts
        if part.test(seen) in wanted
        for one in deciding(part, seen)
    )


def blocking(
    weighed: Weighed, seen: Seen, *, wanted: bool = True
) -> tuple[Weighed, ...]:
    """Give the conditions that keep the tree from being `wanted`; unknown keeps it."""
    node = weighed.node
    if node is None or weighed.test(seen) is wanted:
        return ()
    if isinstance(node, Leaf | Quantified):
        return (weighed,)
    if isinstance(node, Negation):
        return blocking(weighed.parts[0], seen, wanted=not wanted)
    return tuple(
        one for part in weighed.parts for one in blocking(part, seen, wanted=wanted)
    )
