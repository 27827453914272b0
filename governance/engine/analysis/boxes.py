"""Trees of conditions as unions of boxes: which questions a rule applies to.

A box restricts each of some fields by itself. Whatever a box leaves out is free, and
what two fields have to do with each other is not seen, so a box may be larger than
the questions that it stands for, and is never smaller: what is found to be empty is.
"""

from collections.abc import Iterable, Mapping
from itertools import product

from governance.engine.analysis.literals import (
    NO,
    NOT_NO,
    NOT_YES,
    YES,
    Literal,
    Reading,
    Truths,
)
from governance.engine.conditions import Leaf, Negation, Node, Quantified

MOST_BOXES = 64
Box = Mapping[str, tuple[Literal, ...]]
# What a negation makes of each: where it is yes, its part is no.
_INSIDE: Mapping[Truths, Truths] = {YES: NO, NO: YES, NOT_YES: NOT_NO, NOT_NO: NOT_YES}


class InvolvedError(Exception):
    """A tree has more boxes than are looked at."""


def boxes_of(node: Node | None, truths: Truths, reading: Reading) -> tuple[Box, ...]:
    """Give the questions for which a tree has one of these truths, as boxes.

    Raises InvolvedError where they are more than 64.
    """
    if node is None:
        return ({},) if True in truths else ()
    if isinstance(node, Leaf | Quantified):
        literal = reading.literal(node, truths)
        return ({literal.dimension: (literal,)},)
    if isinstance(node, Negation):
        return boxes_of(node.part, _INSIDE[truths], reading)
    parts = [boxes_of(part, truths, reading) for part in node.parts]
    # "All" is yes, or not no, where every part is so; "any" where one of them is.
    every = (node.kind == "all") == (True in truths)
    return _all_of(parts) if every else _any_of(parts)


def _any_of(parts: Iterable[tuple[Box, ...]]) -> tuple[Box, ...]:
    boxes = tuple(box for part in parts for box in part)
    if len(boxes) > MOST_BOXES:
        raise InvolvedError
    return boxes


def _all_of(parts: Iterable[tuple[Box, ...]]) -> tuple[Box, ...]:
    boxes: tuple[Box, ...] = ({},)
    for part in parts:
        if len(boxes) * len(part) > MOST_BOXES:
            raise InvolvedError
        boxes = tuple(both(one, other) for one, other in product(boxes, part))
    return boxes


def both(one: Box, other: Box) -> Box:
    """Give the box of what lies in both."""
    joined = dict(one)
    for dimension, literals in other.items():
        held = joined.get(dimension, ())
        joined[dimension] = held + tuple(new for new in literals if new not in held)
    return joined
