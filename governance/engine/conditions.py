"""The tree of conditions of a rule: all, any, not, and single conditions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from governance.engine.operands import Operand
from governance.engine.operators import OPERATORS, Operator
from governance.engine.paths import FieldPath, read_path
from governance.engine.reading import Place, read_choice, read_list, read_object

DEEPEST = 4
MOST_LEAVES = 32


@dataclass(frozen=True, slots=True)
class Leaf:
    """One condition: a field, an operator, and what it is compared with."""

    field: FieldPath
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


Node = Leaf | Group | Negation


def read_conditions(raw: object, *, place: Place) -> Node:
    """Read a tree at most 4 groups deep, of at most 32 leaves; raises DocumentError."""
    node = _read_node(raw, place, 0)
    if _leaf_count(node) > MOST_LEAVES:
        raise place.refusal(f"a rule has at most {MOST_LEAVES} conditions")
    return node


def _read_node(raw: object, place: Place, depth: int) -> Node:
    if not isinstance(raw, dict):
        raise place.refusal("a condition is an object")
    if "field" in raw:
        return _read_leaf(raw, place)
    # The depth is checked on the way down, before the recursion could grow.
    if depth == DEEPEST:
        raise place.refusal(f"conditions are at most {DEEPEST} groups deep")
    if "not" in raw:
        part = read_object(raw, place=place, members={"not"})["not"]
        return Negation(_read_node(part, place.at("not"), depth + 1))
    return _read_group(raw, place, depth)


def _read_group(raw: Mapping[str, object], place: Place, depth: int) -> Group:
    kind: Literal["all", "any"] = "any" if "any" in raw else "all"
    parts = read_object(raw, place=place, members={kind})[kind]
    inside = place.at(kind)
    entries = read_list(parts, place=inside, longest=MOST_LEAVES)
    if not entries:
        raise inside.refusal("a group has at least one condition")
    return Group(
        kind,
        tuple(
            _read_node(entry, inside.at(index), depth + 1)
            for index, entry in enumerate(entries)
        ),
    )


def _read_leaf(raw: Mapping[str, object], place: Place) -> Leaf:
    # An operator that needs a value refuses to be bound to none.
    members = {"field", "op", "value"} if "value" in raw else {"field", "op"}
    leaf = read_object(raw, place=place, members=members)
    field = read_path(leaf["field"], place=place.at("field"))
    name = read_choice(leaf["op"], place=place.at("op"), choices=OPERATORS.keys())
    operator, value = OPERATORS[name], leaf.get("value")
    operand = operator.bind(value, place=place.at("value"))
    return Leaf(field, operator, operand, value)


def _leaf_count(node: Node) -> int:
    if isinstance(node, Leaf):
        return 1
    if isinstance(node, Negation):
        return _leaf_count(node.part)
    return sum(_leaf_count(part) for part in node.parts)
