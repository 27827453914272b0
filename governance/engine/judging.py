"""How each operator reads its right side and judges a value against it."""

from collections.abc import Callable
from decimal import Decimal

from governance.engine.money import Money
from governance.engine.operands import (
    Bind,
    Judge,
    Operand,
    Size,
    amount_of,
    read_constant,
    read_options,
    read_range,
    read_size,
    shown_constant,
)
from governance.engine.paths import read_path
from governance.engine.reading import Place
from governance.engine.values import Truth, Values, as_value, comparable, is_missing
from governance.engine.wording import listed, said_value

_MOST_LISTED = 5


def bind_equals(raw: object, *, place: Place) -> Operand:
    constant = read_constant(raw, place=place)

    def judge(actual: object, _values: Values) -> Truth:
        value = as_value(actual)
        return value == constant if comparable(value, constant) else None

    return Operand(judge, shown_constant(raw, constant), type(constant))


def bind_one_of(raw: object, *, place: Place) -> Operand:
    options = read_options(raw, place=place)
    first = next(iter(options))

    def judge(actual: object, _values: Values) -> Truth:
        value = as_value(actual)
        return value in options if comparable(value, first) else None

    return Operand(judge, _few(list(options.values())), type(first))


def _few(words: list[str]) -> str:
    spare = len(words) - _MOST_LISTED
    if spare > 0:
        words = [*words[:_MOST_LISTED], f"{spare} more"]
    return listed(words, joint="or")


def bind_measured(holds: Callable[[Decimal, Decimal], bool]) -> Bind:
    def bind(raw: object, *, place: Place) -> Operand:
        bound = read_size(raw, place=place)
        limit = amount_of(bound)

        def judge(actual: object, _values: Values) -> Truth:
            amount = _amount(actual, like=bound)
            return None if amount is None else holds(amount, limit)

        return Operand(judge, said_value(bound), type(bound))

    return bind


def bind_between(raw: object, *, place: Place) -> Operand:
    ends = read_range(raw, place=place)
    low, high = (amount_of(end) for end in ends)

    def judge(actual: object, _values: Values) -> Truth:
        amount = _amount(actual, like=ends[0])
        return None if amount is None else low <= amount <= high

    shown = listed((said_value(end) for end in ends), joint="and")
    return Operand(judge, shown, type(ends[0]))


def bind_presence(raw: object, *, place: Place) -> Operand:
    if raw is not None:
        raise place.refusal("this operator takes no value")
    return Operand(lambda actual, _values: not is_missing(actual))


def bind_equals_field(raw: object, *, place: Place) -> Operand:
    other = read_path(raw, place=place)

    def judge(actual: object, values: Values) -> Truth:
        one, two = as_value(actual), as_value(other.find(values))
        return one == two if comparable(one, two) else None

    return Operand(judge, other=other)


def bind_texts(holds: Callable[[str, str], bool]) -> Bind:
    def bind(raw: object, *, place: Place) -> Operand:
        wanted = read_constant(raw, place=place)
        if not isinstance(wanted, str):
            raise place.refusal("text is needed here")

        def judge(actual: object, _values: Values) -> Truth:
            value = as_value(actual)
            return holds(value, wanted) if isinstance(value, str) else None

        return Operand(judge, shown_constant(raw, wanted), type(wanted))

    return bind


def _amount(actual: object, *, like: Size) -> Decimal | None:
    value = as_value(actual)
    if isinstance(value, Money | Decimal) and comparable(value, like):
        return amount_of(value)
    return None


def negated(judge: Judge) -> Judge:
    def opposite(actual: object, values: Values) -> Truth:
        truth = judge(actual, values)
        return None if truth is None else not truth

    return opposite
