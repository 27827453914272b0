"""Judging how large a number or an amount of money is."""

from collections.abc import Callable
from decimal import Decimal

from governance.engine.money import Money
from governance.engine.operands import (
    Bind,
    Operand,
    Size,
    amount_of,
    kind_of,
    read_range,
    read_size,
)
from governance.engine.paths import read_path
from governance.engine.reading import Place
from governance.engine.values import Seen, Truth, Value, comparable
from governance.engine.wording import listed, said_value

Holds = Callable[[Decimal, Decimal], bool]


def bind_measured(holds: Holds) -> Bind:
    """Make the reader of a bound, which is money or a number."""

    def bind(raw: object, *, place: Place) -> Operand:
        bound = read_size(raw, place=place)
        if isinstance(bound, Money):
            return _money_operand(bound, holds)

        def judge(value: Value | None, _seen: Seen) -> Truth:
            return holds(value, bound) if type(value) is Decimal else None

        return Operand(judge, said_value(bound), kind_of(bound))

    return bind


def _money_operand(bound: Money, holds: Holds) -> Operand:
    limit, currency = bound.amount, bound.currency

    def judge(value: Value | None, _seen: Seen) -> Truth:
        if type(value) is not Money or value.currency != currency:
            return None
        return holds(value.amount, limit)

    return Operand(judge, said_value(bound), kind_of(bound), bound)


def bind_between(raw: object, *, place: Place) -> Operand:
    """Bind a range, both ends included."""
    low, high = read_range(raw, place=place)
    least, most = amount_of(low), amount_of(high)

    def judge(value: Value | None, _seen: Seen) -> Truth:
        amount = _amount(value, low)
        return None if amount is None else least <= amount <= most

    shown = listed((said_value(end) for end in (low, high)), joint="and")
    money = low if isinstance(low, Money) else None
    return Operand(judge, shown, kind_of(low), money)


def bind_measured_field(holds: Holds) -> Bind:
    """Make the reader of a second field, which has money or a number."""

    def bind(raw: object, *, place: Place) -> Operand:
        other = read_path(raw, place=place)
        dotted = other.dotted

        def judge(value: Value | None, seen: Seen) -> Truth:
            second = seen[dotted]
            if not isinstance(second, Money | Decimal):
                return None
            amount = _amount(value, second)
            return None if amount is None else holds(amount, amount_of(second))

        return Operand(judge, other=other)

    return bind


def _amount(value: Value | None, like: Size) -> Decimal | None:
    if isinstance(value, Money | Decimal) and comparable(value, like):
        return amount_of(value)
    return None
