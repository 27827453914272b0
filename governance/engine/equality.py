"""Judging whether values are the same, or one of several."""

from governance.engine.money import Money
from governance.engine.operands import (
    Operand,
    kind_of,
    read_constant,
    read_options,
    shown_constant,
)
from governance.engine.paths import read_path
from governance.engine.reading import Place
from governance.engine.texts import look_alike, skeleton
from governance.engine.values import Seen, Truth, Value, comparable


def bind_equals(raw: object, *, place: Place) -> Operand:
    """Bind a constant."""
    constant = read_constant(raw, place=place)
    kind = type(constant)

    def judge(value: Value | None, _seen: Seen) -> Truth:
        if type(value) is not kind:
            return None
        if value == constant:
            return True
        return _unless_alike(value, constant) if comparable(value, constant) else None

    return Operand(
        judge,
        shown_constant(raw, constant),
        kind_of(constant),
        constant if isinstance(constant, Money) else None,
    )


def bind_one_of(raw: object, *, place: Place) -> Operand:
    """Bind the options: texts or whole numbers, or a named list of texts."""
    options = read_options(raw, place=place)
    kind, within = options.kind, options.values

    def judge(value: Value | None, _seen: Seen) -> Truth:
        if type(value) is not kind:
            return None
        if value in within:
            return True
        if not isinstance(value, str) or (value.isascii() and options.is_ascii):
            return False
        # It reads like one of them and is not: neither yes nor no.
        return None if skeleton(value) in options.looks else False

    return Operand(judge, options.shown, kind_of(kind()))


def bind_equals_field(raw: object, *, place: Place) -> Operand:
    """Bind a second field."""
    other = read_path(raw, place=place)
    dotted = other.dotted

    def judge(value: Value | None, seen: Seen) -> Truth:
        second = seen[dotted]
        if not comparable(value, second):
            return None
        return value == second or _unless_alike(value, second)

    return Operand(judge, other=other)


def _unless_alike(one: object, other: object) -> Truth:
    if isinstance(one, str) and isinstance(other, str) and look_alike(one, other):
        return None
    return False
