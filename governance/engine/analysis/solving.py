"""Whether any value of one field meets several conditions at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from governance.engine.analysis.budget import Budget
from governance.engine.analysis.literals import (
    CHOOSING,
    MOMENTS,
    NOT_YES,
    PARTS,
    YES,
    Literal,
)
from governance.engine.analysis.samples import may_be, samples
from governance.engine.shapes import Shape
from governance.engine.texts import skeleton
from governance.engine.values import Seen, as_seen


class Unsaid:
    """Stands where there is no value to show."""

    __slots__ = ()


UNSAID: Final = Unsaid()


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether there may be such a value, and one such where it is known."""

    possible: bool
    raw: object = UNSAID


_NO = Answer(possible=False)
_SOMEHOW = Answer(possible=True)


def solve(
    literals: Sequence[Literal], shape: Shape, *, zone: str, budget: Budget
) -> Answer:
    """Look for a value that meets all of these conditions on one field.

    Where it says that there is none, there is none.
    """
    if not literals[0].simple:
        truths = frozenset.intersection(*(one.plain_truths for one in literals))
        return _SOMEHOW if truths else _NO
    seen = Seen({"time": {"zone": zone}})
    for raw in samples(literals, shape, zone):
        budget.spend(len(literals))
        value = as_seen(raw)
        if all(one.allows(value, seen) for one in literals):
            return Answer(possible=True, raw=raw)
    return _SOMEHOW if _hidden(literals, shape, budget) else _NO


def _hidden(literals: Sequence[Literal], shape: Shape, budget: Budget) -> bool:
    """Tell whether a text that was not tried may meet all of these conditions."""
    textual = may_be(shape, "text") or may_be(shape, "moment")
    if shape.options is not None or not textual:
        return False
    about = [one for one in literals if _is_about_texts(one)]
    if not all(_lets_any_text(one) for one in literals if one not in about):
        return False
    chosen = any(one.op in CHOOSING and one.plain_truths == YES for one in about)
    if chosen or all(one.op in MOMENTS for one in about):
        # Of such texts, all that matter were tried.
        return False
    if all(one.op in CHOOSING for one in about):
        return _may_look_alike(about, budget)
    budget.spend(len(about) ** 2)
    return not any(_excludes(one, other) for one, other in permutations(about, 2))


def _is_about_texts(literal: Literal) -> bool:
    if literal.op in PARTS | MOMENTS:
        return True
    # An empty list is a list of texts.
    texts = [point for point in literal.points if isinstance(point, str)]
    return literal.op in CHOOSING and len(texts) == len(literal.points)


def _lets_any_text(literal: Literal) -> bool:
    """Tell whether a condition that is not about texts lets one through."""
    truth = True if literal.op == "is_present" else None
    return truth in literal.plain_truths


def _may_look_alike(literals: Sequence[Literal], budget: Budget) -> bool:
    """Tell whether what only looks like one of the texts meets all conditions."""
    choices = [_Choice(one) for one in literals]
    budget.spend(sum(len(one.literal.points) for one in choices))
    looks = {look for one in choices if one.may_be_open for look in one.looks}
    return any(
        all(one.takes(look, plain=plain) for one in choices)
        for look in looks
        for plain in (True, False)
    )


class _Choice:
    """A condition that a text is one of several, and what those look like."""

    def __init__(self, literal: Literal) -> None:
        self.literal = literal
        texts = [str(point) for point in literal.points]
        self.looks = {skeleton(text) for text in texts}
        self.plain = all(text.isascii() for text in texts)
        self.may_be_open = None in literal.plain_truths

    def takes(self, look: str, *, plain: bool) -> bool:
        """Tell whether another text of this look, in plain ASCII or not, would do."""
        alike = look in self.looks and not (self.plain and plain)
        return (None if alike else False) in self.literal.plain_truths


def _excludes(one: Literal, other: Literal) -> bool:
    """Tell whether where one of two conditions on a text holds, the other cannot."""
    if one.op == other.op and one.points == other.points:
        return not one.plain_truths & other.plain_truths
    if one.plain_truths != YES or one.op not in PARTS or other.op not in PARTS:
        return False
    has, wanted = str(one.points[0]), str(other.points[0])
    if one.op == other.op != "contains" and other.plain_truths == YES:
        return not _begin_alike(one.op, has, wanted)
    return other.plain_truths <= NOT_YES and _implies(one.op, other.op, has, wanted)


def _begin_alike(op: str, has: str, wanted: str) -> bool:
    fits = str.startswith if op == "starts_with" else str.endswith
    return fits(has, wanted) or fits(wanted, has)


def _implies(op: str, other: str, has: str, wanted: str) -> bool:
    if other == "contains":
        return wanted in has
    return op == other and (
        has.startswith(wanted) if op == "starts_with" else has.endswith(wanted)
    )
