"""Single conditions as sets: of which values a condition is true, false or unknown."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from governance.engine.conditions import (
    Counted,
    Group,
    Leaf,
    Negation,
    Node,
    Quantified,
)
from governance.engine.operands import read_size
from governance.engine.paths import FieldPath
from governance.engine.reading import Place
from governance.engine.values import Seen, Truth, Value, as_value

Truths = frozenset[Truth]
YES: Final[Truths] = frozenset({True})
NO: Final[Truths] = frozenset({False})
NOT_YES: Final[Truths] = frozenset({False, None})
NOT_NO: Final[Truths] = frozenset({True, None})
Lists = Mapping[str, Sequence[str]]

CHOOSING = frozenset({"equals", "one_of"})
PARTS = frozenset({"starts_with", "ends_with", "contains"})
MOMENTS = frozenset({"before", "after"})
_SIZES = frozenset({"at_most", "at_least", "between"})
# One value decides them, and nothing else does.
_SIMPLE = CHOOSING | PARTS | MOMENTS | _SIZES | {"is_present"}
_OPPOSITES = {
    "more_than": "at_most",
    "less_than": "at_least",
    "is_missing": "is_present",
    "more_than_field": "at_most_field",
    "age_more_than": "age_at_most",
    "due_beyond": "due_within",
}
_NOT = "not_"


@dataclass(frozen=True, slots=True)
class Literal:
    """A condition, and the truths that it may have.

    `op` is its operator or, where it is an `opposite`, the one that it is opposite to.
    `dimension` is the field whose values it restricts; a condition that one value does
    not decide has a dimension of its own, and says nothing about another condition.
    """

    dimension: str
    op: str
    opposite: bool
    truths: Truths
    node: Leaf | Quantified
    # The constants that it compares with: between them its truth does not change.
    points: tuple[object, ...] = ()

    @property
    def simple(self) -> bool:
        """Tell whether a single value decides it."""
        return self.op in _SIMPLE

    @property
    def plain_truths(self) -> Truths:
        """Give the truths that `op` may have for it."""
        return _flipped(self.truths) if self.opposite else self.truths

    def allows(self, value: Value | None, seen: Seen) -> bool:
        """Tell whether a value of its field would do, by the engine's own judgement."""
        node = self.node
        return isinstance(node, Leaf) and node.operand.judge(value, seen) in self.truths


class Reading:
    """Makes literals of the conditions of one document."""

    def __init__(self, lists: Lists) -> None:
        """Take the document's named lists."""
        self.lists = lists
        self._marks: dict[str, str] = {}
        self._entries: dict[str, tuple[object, ...]] = {}

    def literal(self, node: Leaf | Quantified, truths: Truths) -> Literal:
        """Give a condition, and the truths it may have, as a literal."""
        if isinstance(node, Quantified):
            return Literal(self._key(node), node.kind, opposite=False, truths=truths,
                           node=node)  # fmt: skip
        op, opposite = _plain(node.operator.name)
        if op in _SIMPLE:
            points = tuple(self._points(node, op))
            name = self._name(node)
            return Literal(name, op, opposite, truths, node, points)
        return Literal(self._key(node), op, opposite, truths, node)

    def _name(self, leaf: Leaf) -> str:
        if isinstance(leaf.field, Counted):
            return f"count {self._key_of_count(leaf.field)}"
        return leaf.field.dotted

    def _points(self, leaf: Leaf, op: str) -> Iterator[object]:
        raw = leaf.value
        if op == "is_present":
            return
        if op in _SIZES:
            yield from _sizes(raw if op == "between" else [raw])
        elif op in MOMENTS:
            yield raw
        else:
            yield from self._options(raw if op == "one_of" else [raw])

    def _options(self, raw: object) -> Iterable[object]:
        # Money is an object too, but never one of several.
        if isinstance(raw, dict):
            return self._listed(str(raw.get("list")))
        return map(as_value, raw) if isinstance(raw, list) else ()

    def _listed(self, name: str) -> tuple[object, ...]:
        if name not in self._entries:
            self._entries[name] = tuple(map(as_value, self.lists.get(name, ())))
        return self._entries[name]

    def _key(self, node: Node) -> str:
        if isinstance(node, Quantified):
            return f"{node.kind} {node.field.dotted} ({self._key(node.that)})"
        if isinstance(node, Negation):
            return f"not ({self._key(node.part)})"
        if isinstance(node, Group):
            return f"{node.kind} ({', '.join(map(self._key, node.parts))})"
        field = node.field
        name = self._key_of_count(field) if isinstance(field, Counted) else field.dotted
        return f"{name} {_plain(node.operator.name)[0]} {self._said(node.value)}"

    def _key_of_count(self, counted: Counted) -> str:
        that = "" if counted.that is None else f" ({self._key(counted.that)})"
        return f"{counted.dotted}{that}"

    def _said(self, value: object) -> str:
        if isinstance(value, dict) and value.keys() == {"list"}:
            return self._mark(str(value["list"]))
        return json.dumps(value, sort_keys=True)

    def _mark(self, name: str) -> str:
        # Two documents may call different lists by one name.
        if name not in self._marks:
            content = json.dumps(sorted(self.lists.get(name, ())))
            self._marks[name] = hashlib.sha256(content.encode()).hexdigest()
        return self._marks[name]


def path_of(literal: Literal) -> FieldPath | None:
    """Give the field of a question that a simple literal restricts, if it is one."""
    node = literal.node
    is_field = literal.simple and isinstance(node, Leaf)
    return node.field if is_field and isinstance(node.field, FieldPath) else None


def _plain(op: str) -> tuple[str, bool]:
    if op in _OPPOSITES:
        return _OPPOSITES[op], True
    return (op.removeprefix(_NOT), True) if op.startswith(_NOT) else (op, False)


def _flipped(truths: Truths) -> Truths:
    return frozenset(None if one is None else not one for one in truths)


def _sizes(raw: object) -> Iterator[object]:
    # It was read before, so it is well formed.
    for one in raw if isinstance(raw, list) else []:
        yield read_size(one, place=Place())
