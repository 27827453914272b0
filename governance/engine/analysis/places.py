"""Boxes at one action: whether anything that agents may ask lies in a box."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from governance.engine.analysis.boxes import Box
from governance.engine.analysis.budget import Budget
from governance.engine.analysis.literals import Literal, path_of
from governance.engine.analysis.solving import UNSAID, Answer, solve
from governance.engine.catalogue import ActionShape
from governance.engine.conditions import Counted, Leaf
from governance.engine.history import Measure
from governance.engine.shapes import ANYTHING, Shape, shape_at

_NUMBER: Final = Shape(
    frozenset({"number"}), least=Decimal(0), whole=True, objects=False
)
_AMOUNT: Final = Shape(frozenset({"money"}), objects=False)


@dataclass(frozen=True, slots=True)
class Ground:
    """An action, or none where it may be any, in a client's time zone.

    `solved` keeps what has been found out about the conditions on one field.
    """

    action: ActionShape | None
    zone: str
    budget: Budget
    solved: dict[tuple[int, ...], tuple[Answer, Sequence[Literal]]] = field(
        default_factory=dict
    )

    def find(self, box: Box) -> dict[str, Answer] | None:
        """Give a value for each field of a box, or None where the box is empty."""
        found: dict[str, Answer] = {}
        for dimension, literals in box.items():
            answer = self._solve(literals)
            if not answer.possible:
                return None
            found[dimension] = answer
        return found

    def clash(self, box: Box) -> Sequence[Literal]:
        """Give the conditions on a field that cannot hold at once; empty if none."""
        for literals in box.values():
            if not self._solve(literals).possible:
                return literals
        return ()

    def meet(self, one: Box, other: Box) -> bool:
        """Tell whether two boxes, neither of them empty, may have something in common.

        Only where both restrict a field can they be apart.
        """
        for dimension, literals in other.items():
            held = one.get(dimension)
            # Alone, it was found to be possible before.
            if held is not None and not self._solve(held + literals).possible:
                return False
        return True

    def _solve(self, literals: Sequence[Literal]) -> Answer:
        name = tuple(map(id, literals))
        kept = self.solved.get(name)
        if kept is None:
            answer = solve(
                literals, self._shape(literals[0]), zone=self.zone, budget=self.budget
            )
            # The literals are kept too, or their ids could be another's.
            kept = self.solved[name] = (answer, literals)
        return kept[0]

    def _shape(self, literal: Literal) -> Shape:
        node = literal.node
        if isinstance(node, Leaf) and isinstance(node.field, Measure):
            return _AMOUNT if node.field.field else _NUMBER
        if isinstance(node, Leaf) and isinstance(node.field, Counted):
            return _NUMBER
        path = path_of(literal)
        if self.action is None or path is None:
            return ANYTHING
        # What an action does not have is missing there, which anything may be.
        return shape_at(self.action, path) or ANYTHING


def values_of(
    found: Mapping[str, Answer], box: Box
) -> Iterator[tuple[Literal, object]]:
    """Yield the fields of a box that have a value to show, those above first."""
    for dimension in sorted(found, key=lambda name: name.count(".")):
        raw = found[dimension].raw
        if raw is not UNSAID:
            yield box[dimension][0], raw
