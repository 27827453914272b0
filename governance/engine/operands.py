"""The right side of a condition: how it is read, how it judges, how it is said."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from governance.engine.money import Money, MoneyError
from governance.engine.paths import FieldPath
from governance.engine.reading import Place, read_list, read_object, read_text
from governance.engine.values import (
    Scalar,
    Seen,
    Truth,
    Value,
    comparable,
    normalised,
)
from governance.engine.wording import listed, said, said_value

_LONGEST_TEXT = 500
_LONGEST_LIST = 1000
_MOST_SHOWN = 5
# Above this a whole number is not the same in every JSON reader (RFC 8785, 3.2.2.3).
_LARGEST = 2**53 - 1

_DECIMAL = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,10})?")

Size = Money | Decimal
# Judges a value of the question, which may be missing or of any kind.
Judge = Callable[[Value | None, Seen], Truth]


@dataclass(frozen=True, slots=True)
class Operand:
    """A right side, ready for use.

    `shown` says it in a sentence; `wants` says what kind of value it can judge;
    `money` is the amount that it compares with, where it is money; `other` is the
    second field, where two fields are compared.
    """

    judge: Judge
    shown: str = ""
    wants: str = ""
    money: Money | None = None
    other: FieldPath | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What a value may be one of, all of one kind, and the words for it."""

    values: frozenset[Scalar]
    shown: str


class Bind(Protocol):
    """Reads the right side of a condition; raises DocumentError."""

    def __call__(self, raw: object, *, place: Place) -> Operand:
        """Give the right side, ready to judge."""


def amount_of(size: Size) -> Decimal:
    """Give the bare number of a size, for comparing within one kind and currency."""
    return size.amount if isinstance(size, Money) else size


def read_constant(raw: object, *, place: Place) -> Scalar:
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


def read_options(raw: object, *, place: Place) -> Options:
    """Read a list of texts or of whole numbers, or {"list": its name}.

    Raises DocumentError.
    """
    if isinstance(raw, dict):
        return _read_named(raw, place)
    entries = read_list(raw, place=place, longest=_LONGEST_LIST)
    options = {
        read_constant(entry, place=place.at(index)): said(entry)
        for index, entry in enumerate(entries)
    }
    kinds = {type(option) for option in options}
    if kinds not in ({str}, {Decimal}):
        raise place.refusal("a list of texts or of whole numbers is needed here")
    return Options(frozenset(options), _few(list(options.values())))


def shown_constant(raw: object, value: Scalar) -> str:
    """Say a constant as its author wrote it, not as it is compared."""
    return said(raw) if isinstance(value, str) else said_value(value)


def kind_of(value: Scalar) -> str:
    """Say what kind of value this is: what a condition on such values needs."""
    return _KINDS[type(value)]


_KINDS: dict[type[Scalar], str] = {
    Money: "an amount of money",
    Decimal: "a number",
    bool: "yes or no",
    str: "text",
}


def _read_named(raw: object, place: Place) -> Options:
    member = read_object(raw, place=place, members={"list"})["list"]
    inside = place.at("list")
    name = read_text(member, place=inside, longest=60)
    if name not in place.lists:
        raise inside.refusal("there is no list of this name")
    entries = frozenset(normalised(entry) for entry in place.lists[name])
    return Options(entries, f"on the list {said(name)}")


def _few(words: list[str]) -> str:
    spare = len(words) - _MOST_SHOWN
    if spare > 0:
        words = [*words[:_MOST_SHOWN], f"{spare} more"]
    return listed(words, joint="or")


def _read_money(raw: object, place: Place) -> Money:
    try:
        return Money.parse(raw)
    except MoneyError as error:
        raise place.refusal(str(error)) from error


def _read_decimal(raw: str, place: Place) -> Decimal:
    if not _DECIMAL.fullmatch(raw):
        raise place.refusal('a decimal number is written like "12.50"')
    return Decimal(raw)
