"""Values that stand for all others: as a condition judges them, it judges the rest.

Between two neighbouring constants, no comparison changes its mind. So the constants,
what lies next to them, and one of every other kind are all that has to be tried.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise

from governance.engine.analysis.literals import MOMENTS, PARTS, Literal
from governance.engine.money import Money
from governance.engine.shapes import Shape
from governance.engine.texts import normalised
from governance.engine.times import moment_of

_CENT, _LEAST_MONEY = Decimal("0.01"), Decimal("0.0001")
_MOST_MONEY = Decimal("999999999999999.9999")
_OTHER_CURRENCIES = ("EUR", "USD", "GBP", "CHF", "XTS")
_OTHER_TEXTS = ("something else", "something else entirely")
_TICK = timedelta(microseconds=1)
_ABSURD = 10**50
_UNUSABLE = {"of": "no use"}


def samples(literals: Iterable[Literal], shape: Shape, zone: str) -> Iterator[object]:
    """Yield raw values of a field, likely ones first.

    They stand for all that it can have, but for texts (``hidden`` tells).
    """
    if shape.options is not None:
        yield from shape.options
        if not shape.required:
            yield None
        return
    given = list(literals)
    points = [point for one in given for point in one.points]
    yield from _texts(given, points, shape, zone)
    yield from _numbers(points, shape)
    yield from _amounts(points, shape)
    yield from _others(shape)


def may_be(shape: Shape, kind: str) -> bool:
    """Tell whether a value of a kind may stand there."""
    return shape.kinds is None or kind in shape.kinds


def _texts(
    literals: list[Literal], points: list[object], shape: Shape, zone: str
) -> Iterator[str]:
    if not (may_be(shape, "text") or may_be(shape, "moment")):
        return
    texts = [point for point in points if isinstance(point, str)]
    if any(one.op in MOMENTS for one in literals):
        for text in texts:
            yield from _moments(text, zone)
    yield from texts
    if any(one.op in PARTS for one in literals):
        yield from _joined(literals)
    taken = set(texts)
    yield next(text for text in _fresh() if normalised(text) not in taken)


def _fresh() -> Iterator[str]:
    yield from _OTHER_TEXTS
    number = 0
    while True:
        number += 1
        yield f"something else {number}"


def _moments(text: str, zone: str) -> Iterator[str]:
    moment = moment_of(text, zone)
    if moment is None:
        return
    for near in (timedelta(0), -timedelta(days=1), timedelta(days=1), -_TICK, _TICK):
        try:
            yield (moment + near).astimezone(UTC).isoformat()
        except OverflowError:
            continue


def _joined(literals: list[Literal]) -> Iterator[str]:
    wanted: dict[str, list[str]] = {op: [] for op in PARTS}
    for one in literals:
        if one.op in PARTS and True in one.plain_truths:
            wanted[one.op] += [str(point) for point in one.points]
    begins = max(wanted["starts_with"], key=len, default="")
    ends = max(wanted["ends_with"], key=len, default="")
    within = " ".join(wanted["contains"])
    yield f"{begins}{within}{ends}"
    yield f"{begins}x{within}x{ends}"
    for one in literals:
        if one.op in PARTS:
            yield from (f"x{point}x" for point in one.points)


def _numbers(points: list[object], shape: Shape) -> Iterator[object]:
    if not may_be(shape, "number"):
        return
    given = {point for point in points if isinstance(point, Decimal)}
    given |= {bound for bound in (shape.least, shape.most) if bound is not None}
    near = _around(given)
    if shape.whole:
        near = {edge for one in near for edge in _whole(one)}
    for number in sorted(near | {Decimal(1), Decimal(0)}, key=_plainness):
        below = shape.least is not None and number < shape.least
        above = shape.most is not None and number > shape.most
        if not below and not above:
            yield int(number) if number == number.to_integral_value() else number


def _around(numbers: set[Decimal]) -> set[Decimal]:
    with localcontext() as exactly:
        # Two constants may differ in their last digit, and what lies between them.
        exactly.prec = 80
        between = {(low + high) / 2 for low, high in pairwise(sorted(numbers))}
        return between | {point + step for point in numbers for step in (-1, 0, 1)}


def _whole(number: Decimal) -> tuple[Decimal, Decimal]:
    low = number.to_integral_value("ROUND_FLOOR")
    return low, low if low == number else low + 1


def _plainness(number: Decimal) -> tuple[bool, bool, Decimal]:
    return number < 0, number != number.to_integral_value(), number


def _amounts(points: list[object], shape: Shape) -> Iterator[object]:
    # An object of which little is told may turn out to be money.
    if not (may_be(shape, "money") or shape.objects):
        return
    given = [point for point in points if isinstance(point, Money)]
    currencies = {one.currency for one in given}
    known = shape.currencies
    for currency in sorted(currencies if known is None else currencies & known):
        yield from _near({one.amount for one in given if one.currency == currency},
                         currency)  # fmt: skip
    others = _OTHER_CURRENCIES if known is None else sorted(known)
    for currency in others:
        if currency not in currencies:
            yield Money(Decimal("1.00"), currency).to_json()
            return


def _near(amounts: set[Decimal], currency: str) -> Iterator[object]:
    steps = (0, -_CENT, _CENT, -_LEAST_MONEY, _LEAST_MONEY)
    near = {amount + step for amount in amounts for step in steps} | {Decimal("1.00")}
    for amount in sorted(near, key=_commonness):
        if abs(amount) <= _MOST_MONEY:
            cents = amount.quantize(_CENT)
            yield Money(cents if cents == amount else amount, currency).to_json()


def _commonness(amount: Decimal) -> tuple[bool, bool, Decimal]:
    return amount < 0, amount != amount.quantize(_CENT), amount


def _others(shape: Shape) -> Iterator[object]:
    """Yield one of every other kind: what is missing, and what cannot be compared."""
    if may_be(shape, "flag"):
        yield from (True, False)
    if may_be(shape, "list"):
        yield ["one"]
    if not shape.required:
        yield None
    elif not shape.filled and may_be(shape, "text"):
        # It has to be there, and may be blank.
        yield " "
    elif not shape.filled and may_be(shape, "list"):
        yield []
    if may_be(shape, "number"):
        yield _ABSURD
    if shape.objects or may_be(shape, "money") or may_be(shape, "list"):
        yield _UNUSABLE
