"""The tree of conditions of a rule: all, any, not, lists, and single conditions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, cast

from governance.engine.history import Measure, read_measure
from governance.engine.operands import Operand
from governance.engine.operators import OPERATORS, Operator
from governance.engine.paths import FieldPath, read_path
from governance.engine.reading import Place, read_choice, read_list, read_object

DEEPEST = 4
MOST_LEAVES = 32
_LEAF = frozenset({"field", "count", "history"})
_QUANTIFIERS = ("every", "some")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many elements a list has, or how many of them meet a condition."""

    field: FieldPath
    that: "Node | None"

    @property
    def dotted(self) -> str:
        """The list that is counted."""
        return self.field.dotted

    @property
    def spoken(self) -> str:
        """Say it in words."""
        which = f"{self.field.spoken} of that kind" if self.that else self.field.spoken
        return f"number of {which}"


Subject = FieldPath | Counted | Measure


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition: what it looks at, an operator, and what that is compared with."""

    field: Subject
    operator: Operator
    operand: Operand
    value: object


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions of which all, or any, must hold."""

    kind: Literal["all", "any"]
    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """A condition that must not hold."""

    part: "Node"


@dataclass(frozen=True, slots=True)
class Quantified:
    """A condition that every element of a list, or some element, must meet."""

    kind: Literal["every", "some"]
    field: FieldPath
    that: "Node"


Node = Leaf | Group | Negation | Quantified


def read_conditions(raw: object, *, place: Place) -> Node:
    """Read a tree at most 4 groups deep, of at most 32 leaves; raises DocumentError."""
    node = _Reader().read(raw, place, 0)
    if sum(1 for _ in leaves(node)) > MOST_LEAVES:
        raise place.refusal(f"a rule has at most {MOST_LEAVES} conditions")
    return node


def leaves(node: Node) -> Iterator[Leaf]:
    """Yield every single condition of a tree, also those about elements of lists."""
    if isinstance(node, Leaf):
        yield node
        if isinstance(node.field, Counted) and node.field.that is not None:
            yield from leaves(node.field.that)
    elif isinstance(node, Group):
        for part in node.parts:
            yield from leaves(part)
    else:
        yield from leaves(node.part if isinstance(node, Negation) else node.that)


def count_about_lists(node: Node) -> int:
    """Count the conditions that are weighed for each element of a list."""
    if isinstance(node, Leaf):
        inside = node.field.that if isinstance(node.field, Counted) else None
        if inside is not None:
            return sum(1 for _ in leaves(inside))
        return 1 if node.operator.as_sets else 0
    if isinstance(node, Quantified):
        return sum(1 for _ in leaves(node.that))
    parts = node.parts if isinstance(node, Group) else (node.part,)
    return sum(count_about_lists(part) for part in parts)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads nodes; within a list, fields may be of its `item`."""

    item: bool = False

    def read(self, raw: object, place: Place, depth: int) -> Node:
        if not isinstance(raw, dict):
            raise place.refusal("a condition is an object")
        if not _LEAF.isdisjoint(raw):
            return self._leaf(raw, place, depth)
        # The depth is checked on the way down, before the recursion could grow.
        if depth == DEEPEST:
            raise place.refusal(f"conditions are at most {DEEPEST} groups deep")
        if "not" in raw:
            part = read_object(raw, place=place, members={"not"})["not"]
            return Negation(self.read(part, place.at("not"), depth + 1))
        for kind in _QUANTIFIERS:
            if kind in raw:
                return self._quantified(raw, place, depth, kind)
        return self._group(raw, place, depth)

    def _group(self, raw: Mapping[str, object], place: Place, depth: int) -> Group:
        kind: Literal["all", "any"] = "any" if "any" in raw else "all"
        parts = read_object(raw, place=place, members={kind})[kind]
        inside = place.at(kind)
        entries = read_list(parts, place=inside, longest=MOST_LEAVES)
        if not entries:
            raise inside.refusal("a group has at least one condition")
        return Group(
            kind,
            tuple(
                self.read(entry, inside.at(index), depth + 1)
                for index, entry in enumerate(entries)
            ),
        )

    def _quantified(
        self, raw: Mapping[str, object], place: Place, depth: int, kind: str
    ) -> Quantified:
        members = read_object(raw, place=place, members={kind, "that"})
        field = self._list(members[kind], place.at(kind))
        that = _Reader(item=True).read(members["that"], place.at("that"), depth + 1)
        return Quantified(cast("Literal['every', 'some']", kind), field, that)

    def _leaf(self, raw: Mapping[str, object], place: Place, depth: int) -> Leaf:
        (looks_at,) = sorted(_LEAF & raw.keys())[:1]
        # An operator that needs a value refuses to be bound to none.
        members = {looks_at, "op", "value"} if "value" in raw else {looks_at, "op"}
        leaf = read_object(raw, place=place, members=members)
        subject = self._subject(leaf[looks_at], place.at(looks_at), looks_at, depth)
        name = read_choice(leaf["op"], place=place.at("op"), choices=OPERATORS.keys())
        operator, value = OPERATORS[name], leaf.get("value")
        operand = operator.bind(value, place=place.at("value"))
        return Leaf(subject, operator, operand, value)

    def _subject(self, raw: object, place: Place, kind: str, depth: int) -> Subject:
        if kind == "field":
            return read_path(raw, place=place, item=self.item)
        if kind == "history":
            return read_measure(raw, place=place)
        if depth == DEEPEST:
            raise place.refusal(f"conditions are at most {DEEPEST} groups deep")
        members = read_object(raw, place=place, members={"of", "that"})
        field = self._list(members["of"], place.at("of"))
        if members["that"] is None:
            return Counted(field, None)
        inside = place.at("that")
        return Counted(
            field, _Reader(item=True).read(members["that"], inside, depth + 1)
        )

    def _list(self, raw: object, place: Place) -> FieldPath:
        # Otherwise one rule could look at the square of what an agent sent.
        if self.item:
            raise place.refusal("the elements of a list cannot be looked at by list")
        return read_path(raw, place=place)
