"""What the values of a column are: read from a cell of a table, or checked as JSON."""

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from governance.engine.money import Money, MoneyError
from tenants.errors import Invalid

ID = "id"
MOST_COLUMNS = 100
LONGEST_TEXT = 4_000
_LONGEST_NAME = 60
_NAME = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,10})?")
# Beyond this, other readers of JSON see another number.
_MOST = 2**53 - 1
_DEEPEST = 6
# NUL, the other control characters but tab and line breaks, half characters.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}


class Kind(StrEnum):
    """Of what type the values of a column are."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    YES_NO = "yes/no"
    DATE = "date"


Kinds = Mapping[str, Kind]


class WrongValueError(ValueError):
    """A value that a column cannot have; says what it could be."""


def kinds_of(columns: Sequence[Mapping[str, str]]) -> dict[str, Kind]:
    """Return the declared columns of a register by name."""
    return {one["name"]: Kind(one["type"]) for one in columns}


def read_columns(given: Sequence[tuple[str, str]]) -> list[dict[str, str]]:
    """Return what is declared of columns, as a register keeps it.

    Raises:
        Invalid: a name or type is none, or a name is there twice.
    """
    found: dict[str, str] = {}
    for name, kind in given:
        if (why := name_problem(name)) or name == ID:
            told = why or "The column id is the key of a record, which is always text."
            raise Invalid(told, field="columns")
        if kind not in set(Kind):
            told = f"“{kind[:40]}” is no type: there is {', '.join(Kind)}."
            raise Invalid(told, field="columns")
        if name in found:
            raise Invalid(f"The column {name} is there twice.", field="columns")
        found[name] = kind
    if len(found) > MOST_COLUMNS:
        raise Invalid(f"There are at most {MOST_COLUMNS} columns.", field="columns")
    return [{"name": name, "type": kind} for name, kind in found.items()]


def name_problem(name: str) -> str:
    """Return why rules could not call a column so, or an empty text."""
    if len(name) <= _LONGEST_NAME and _NAME.fullmatch(name):
        return ""
    shown = visible(name[:_LONGEST_NAME])
    told = "rules call it by letters, digits, - and _, 60 at most"
    return f"“{shown}” is no name of a column: {told}."


def from_cell(text: str, kind: Kind) -> Any:
    """Return what a cell says; None where it says nothing.

    Raises:
        WrongValueError: it is not of the type.
    """
    text = text.strip()
    return _READERS[kind](text) if text else None


def from_json(value: Any, kind: Kind | None) -> Any:
    """Return a JSON value, if a column of this type (None: any) can have it.

    Raises:
        WrongValueError: it cannot.
    """
    if value is None:
        return None
    _require_keepable(value)
    if kind is None:
        return value
    if kind is Kind.DATE and isinstance(value, str):
        return _date(value)
    if kind_of(value) is not kind:
        raise WrongValueError(_WANTED[kind])
    return value


def kind_of(value: Any) -> Kind | None:
    """Return of what type a kept value is; None for lists and objects but money."""
    if isinstance(value, bool):
        return Kind.YES_NO
    if isinstance(value, int | float):
        return Kind.NUMBER
    if isinstance(value, str):
        return Kind.TEXT
    try:
        Money.parse(value)
    except MoneyError:
        return None
    return Kind.MONEY


def as_cell(value: Any) -> str:
    """Return a kept value as people write it into a cell: ``from_cell`` reads it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    kind = kind_of(value)
    if kind is Kind.YES_NO:
        return "yes" if value else "no"
    if kind is Kind.MONEY:
        return f"{value['amount']} {value['currency']}"
    if kind is Kind.NUMBER:
        return format(Decimal(str(value)), "f")
    return json.dumps(value, ensure_ascii=False)


def visible(text: str) -> str:
    """Return a text with what cannot be seen written out."""
    return _REFUSED.sub(lambda wrong: f"\\u{ord(wrong[0]):04x}", text)


def _text(text: str) -> str:
    if found := _REFUSED.search(text):
        raise WrongValueError(f"the control character U+{ord(found[0]):04X} is in it")
    if len(text) > LONGEST_TEXT:
        raise WrongValueError(f"it has over {LONGEST_TEXT:,} characters")
    return text


def _number(text: str) -> int | float:
    if not _NUMBER.fullmatch(text):
        raise WrongValueError(_WANTED[Kind.NUMBER])
    if "." not in text:
        return int(text)
    if Decimal(text) != Decimal(repr(float(text))):
        raise WrongValueError("it has more digits than a number can keep")
    return float(text)


def _money(text: str) -> dict[str, str]:
    amount, _, currency = text.partition(" ")
    try:
        return Money.parse({"amount": amount, "currency": currency.strip()}).to_json()
    except MoneyError as error:
        raise WrongValueError(_WANTED[Kind.MONEY]) from error


def _yes_no(text: str) -> bool:
    if text.lower() not in _YES_NO:
        raise WrongValueError(_WANTED[Kind.YES_NO])
    return _YES_NO[text.lower()]


def _date(text: str) -> str:
    try:
        # Others would take 20270131 too, which a rule could not compare.
        if date.fromisoformat(text).isoformat() == text:
            return text
    except ValueError as error:
        raise WrongValueError(_WANTED[Kind.DATE]) from error
    raise WrongValueError(_WANTED[Kind.DATE])


def _require_keepable(value: Any) -> None:
    for one in _leaves(value):
        if isinstance(one, str):
            _text(one)
        elif isinstance(one, float) and not math.isfinite(one):
            raise WrongValueError("it is no finite number")
        elif isinstance(one, int | float) and abs(one) > _MOST:
            raise WrongValueError("the number is too large: make it a text")


def _leaves(value: Any, depth: int = 1) -> Iterator[Any]:
    if depth > _DEEPEST:
        raise WrongValueError("it is nested too deep")
    if isinstance(value, Mapping):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _leaves(one, depth + 1)
    else:
        yield value


_READERS: dict[Kind, Callable[[str], Any]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.YES_NO: _yes_no,
    Kind.DATE: _date,
}
_WANTED = {
    Kind.TEXT: "a text is wanted",
    Kind.NUMBER: "a number like 12 or 12.5 is wanted",
    Kind.MONEY: "money like 740.00 EUR is wanted",
    Kind.YES_NO: "yes or no is wanted",
    Kind.DATE: "a date like 2027-01-31 is wanted",
}
