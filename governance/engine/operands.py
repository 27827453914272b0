"""The right side of a condition: how it is read, how it judges, how it is said."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from governance.engine.money import Money, MoneyError
from governance.engine.paths import FieldPath
from governance.engine.reading import Place, read_list, read_text
from governance.engine.values import (
    Truth,
    Value,
    Values,
    comparable,
    normalised,
)
from governance.engine.wording import said, said_value

_LONGEST_TEXT = 500
_LONGEST_LIST = 1000
# Above this a whole number is not the same in every JSON reader (RFC 8785, 3.2.2.3).
_LARGEST = 2**53 - 1

_DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")

Size = Money | Decimal
# Judges a raw value of the question, which may be missing or of any kind.
Judge = Callable[[object, Values], Truth]


@dataclass(frozen=True, slots=True)
class Operand:
    """A right side, ready for use.

    `shown` says it in a sentence; `kind` is the kind of value it can judge, where
    there is only one; `other` is the second field, where two fields are compared.
    """

    judge: Judge
    shown: str = ""
    kind: type[Value] | None = None
    other: FieldPath | None = None


class Bind(Protocol):
    """Reads the right side of a condition; raises DocumentError."""

    def __call__(self, raw: object, *, place: Place) -> Operand:
        """Give the right side, ready to judge."""


def amount_of(size: Size) -> Decimal:
    """Give the bare number of a size, for comparing within one kind and currency."""
    return size.amount if isinstance(size, Money) else size


def read_constant(raw: object, *, place: Place) -> Value:
    """Read text, a whole number, yes or no, or money; raises DocumentError."""
    if isinstance(raw, str):
        return normalised(read_text(raw, place=place, longest=_LONGEST_TEXT))
    if isinstance(raw, dict):
        return _read_money(raw, place)
    if isinstance(raw, bool):
        return raw
    if not isinstance(raw, int):
        raise place.refusal("text, a whole number, true, false or money is needed here")
    if abs(raw) > _LARGEST:
        raise place.refusal("a whole number this large is written as text")
    return Decimal(raw)


def read_size(raw: object, *, place: Place) -> Size:
    """Read money, a whole number, or a decimal written as text; raises DocumentError.

    Never a float: 0.1 is not a tenth.
    """
    if isinstance(raw, str):
        return _read_decimal(raw, place)
    value = read_constant(raw, place=place)
    if not isinstance(value, Money | Decimal):
        raise place.refusal("a number or money is needed here")
    return value


def read_range(raw: object, *, place: Place) -> tuple[Size, Size]:
    """Read the two ends of a range, the lower first; raises DocumentError."""
    ends = read_list(raw, place=place, longest=2)
    if len(ends) != 2:
        raise place.refusal("a range has two ends")
    low = read_size(ends[0], place=place.at(0))
    high = read_size(ends[1], place=place.at(1))
    if not comparable(low, high) or amount_of(low) > amount_of(high):
        raise place.refusal("a range has its lower end first, and ends of one kind")
    return low, high


def read_options(raw: object, *, place: Place) -> dict[Value, str]:
    """Read a list of texts or of whole numbers; raises DocumentError.

    Gives each option with the words for it.
    """
    entries = read_list(raw, place=place, longest=_LONGEST_LIST)
    options = {
        read_constant(entry, place=place.at(index)): said(entry)
        for index, entry in enumerate(entries)
    }
    kinds = {type(option) for option in options}
    if kinds not in ({str}, {Decimal}):
        raise place.refusal("a list of texts or of whole numbers is needed here")
    return options


def shown_constant(raw: object, value: Value) -> str:
    """Say a constant as its author wrote it, not as it is compared."""
    return said(raw) if isinstance(value, str) else said_value(value)


def _read_money(raw: object, place: Place) -> Money:
    try:
        return Money.parse(raw)
    except MoneyError as error:
        raise place.refusal(str(error)) from error


def _read_decimal(raw: str, place: Place) -> Decimal:
    if not _DECIMAL.fullmatch(raw):
        raise place.refusal('a decimal number is written like "12.50"')
    return Decimal(raw)
