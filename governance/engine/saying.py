"""A tree of conditions as a sentence: "the amount is at most 500.00 EUR and ..."."""

from collections.abc import Sequence

from governance.engine.conditions import (
    Counted,
    Group,
    Leaf,
    Negation,
    Node,
    Quantified,
)
from governance.engine.history import Measure
from governance.engine.wording import listed

_ONCE = {("at_least", 1), ("more_than", 0)}
_NEVER = {("at_most", 0), ("equals", 0), ("less_than", 1)}


def said_conditions(node: Node) -> str:
    """Say a whole tree; what stands in brackets belongs together."""
    return _said(node, inside=False)


def _said(node: Node, *, inside: bool) -> str:
    if isinstance(node, Leaf):
        return _said_leaf(node, denied=False)
    if isinstance(node, Negation):
        if isinstance(node.part, Leaf):
            return _said_leaf(node.part, denied=True)
        return f"not ({_said(node.part, inside=False)})"
    if isinstance(node, Quantified):
        which = "every item" if node.kind == "every" else "some item"
        told = f"for {which} of the {node.field.spoken}, "
        told += _said(node.that, inside=not isinstance(node.that, Leaf))
        return f"({told})" if inside else told
    told = _said_group(node)
    return f"({told})" if inside and len(node.parts) > 1 else told


def _said_group(group: Group) -> str:
    parts = [part for part in group.parts if not _goes_without_saying(part, group)]
    texts = [_said_part(part, group) for part in parts]
    if group.kind == "all":
        return listed(texts, joint="and")
    # With an "and" inside one of them, a comma alone would not tell them apart.
    compound = any(" and " in text for text in texts)
    return ", or ".join(texts) if compound else listed(texts, joint="or")


def _said_part(part: Node, group: Group) -> str:
    # "A and B, or C" needs no brackets; "(A or B) and C" does.
    plain = (
        group.kind == "any"
        and isinstance(part, Group)
        and all(isinstance(one, Leaf) for one in part.parts)
    )
    return _said(part, inside=not plain)


def _said_leaf(leaf: Leaf, *, denied: bool) -> str:
    if isinstance(leaf.field, Measure) and leaf.field.field is None:
        bound = (leaf.operator.name, leaf.value)
        if bound in _ONCE or bound in _NEVER:
            return _said_order(leaf.field, happened=(bound in _ONCE) is not denied)
    says = leaf.operator.says
    phrase = (says.forbids if denied else says.demands).format(
        expected=leaf.operand.shown,
        other=leaf.operand.other.spoken if leaf.operand.other else "",
    )
    return f"the {_said_subject(leaf)} {phrase}"


def _said_subject(leaf: Leaf) -> str:
    field = leaf.field
    if isinstance(field, Counted) and field.that is not None:
        told = _said(field.that, inside=False)
        return f"number of {field.field.spoken} for which {told}"
    return field.spoken


def _said_order(measure: Measure, *, happened: bool) -> str:
    return f"there was {'an' if happened else 'no'} earlier {measure.occurrence}"


def _goes_without_saying(node: Node, group: Group) -> bool:
    """Tell whether a currency is in the amount that the same field is measured by."""
    if group.kind != "all" or not isinstance(node, Leaf):
        return False
    field, _, last = node.field.dotted.rpartition(".")
    return (
        last == "currency"
        and node.operator.name == "equals"
        and any(
            other.field.dotted == field
            and isinstance(other.value, dict)
            and other.value.get("currency") == node.value
            for other in _leaves(group.parts)
        )
    )


def _leaves(parts: Sequence[Node]) -> list[Leaf]:
    return [part for part in parts if isinstance(part, Leaf)]
