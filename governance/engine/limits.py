"""Limits: how much of something one subject may do within a window."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from governance.engine.findings import unusable
from governance.engine.money import Money
from governance.engine.operands import amount_of, read_size
from governance.engine.paths import FieldPath, read_path
from governance.engine.reading import (
    Place,
    read_list,
    read_object,
    read_whole_number,
)
from governance.engine.values import Values, as_value
from governance.engine.verdict import Finding
from governance.engine.windows import read_window
from governance.engine.wording import kept, said

_MOST_COUNTED = 1_000_000
_MOST_FIELDS = 5
# As many as money has. A counter keeps no more, and a rounded one is not exact.
_MOST_DIGITS, _MOST_DECIMALS = 15, 4
# A subject is part of an index row, which PostgreSQL keeps below 2,704 bytes.
_LONGEST_SUBJECT = 1000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `cap` per subject and window: of actions, or of what `field` holds.

    That is money where there is a `currency`, and otherwise plain numbers.
    """

    cap: Decimal
    currency: str
    field: FieldPath | None
    per: tuple[FieldPath, ...]
    window: str


@dataclass(frozen=True, slots=True)
class Claim:
    """What one action takes of a limit, or the findings why that cannot be said."""

    amount: Decimal
    subject: str
    problems: tuple[Finding, ...]


def read_limit(raw: object, *, place: Place) -> Limit:
    """Read a limit on a count or on a sum; raises DocumentError."""
    counts = isinstance(raw, dict) and "count" in raw
    measure = {"count"} if counts else {"sum", "at_most"}
    members = read_object(raw, place=place, members=measure | {"per", "window"})
    window = read_window(members["window"], place=place.at("window"))
    per = _read_per(members["per"], place.at("per"))
    cap, currency, field = _read_cap(members, place)
    return Limit(cap, currency, field, per, window)


def claim(limit: Limit, *, values: Values) -> Claim:
    """Work out what an action takes of a limit, and from whose room."""
    amount, problems = _amount(limit, values)
    named: dict[str, object] = {}
    for field in limit.per:
        actual = field.find(values)
        value = as_value(actual)
        if value is None or isinstance(value, Money):
            text = unusable(field, actual, wants="text or a number", against="")
            problems = [*problems, _problem(field, actual, text)]
        # A number is kept apart from the text that looks like it.
        named[field.dotted] = (
            {"number": _plain(value)} if isinstance(value, Decimal) else value
        )
    if problems:
        return Claim(amount, "", tuple(problems))
    return Claim(amount, _canonical(named), ())


def _read_per(raw: object, place: Place) -> tuple[FieldPath, ...]:
    entries = read_list(raw, place=place, longest=_MOST_FIELDS)
    fields = tuple(
        read_path(entry, place=place.at(index)) for index, entry in enumerate(entries)
    )
    if len(set(fields)) < len(fields):
        raise place.refusal("a field is named twice")
    return fields


def _read_cap(
    members: Mapping[str, object], place: Place
) -> tuple[Decimal, str, FieldPath | None]:
    if "count" in members:
        inside = place.at("count")
        count = read_whole_number(
            members["count"], place=inside, lowest=1, highest=_MOST_COUNTED
        )
        return Decimal(count), "", None
    field = read_path(members["sum"], place=place.at("sum"))
    inside = place.at("at_most")
    most = read_size(members["at_most"], place=inside)
    cap = amount_of(most)
    if cap <= 0:
        raise inside.refusal("an amount or a number above zero is needed")
    if not _fits(cap):
        raise inside.refusal(f"at most {_MOST_DECIMALS} decimals are counted")
    return cap, most.currency if isinstance(most, Money) else "", field


def _amount(limit: Limit, values: Values) -> tuple[Decimal, list[Finding]]:
    if limit.field is None:
        return Decimal(1), []
    actual = limit.field.find(values)
    value = as_value(actual)
    text = _trouble(limit, limit.field, actual)
    if text or not isinstance(value, Money | Decimal):
        return Decimal(0), [_problem(limit.field, actual, text)]
    return amount_of(value), []


def _trouble(limit: Limit, field: FieldPath, actual: object) -> str:
    """Say why an amount cannot be counted under the limit, or nothing."""
    value = as_value(actual)
    if limit.currency:
        if not isinstance(value, Money) or value.currency != limit.currency:
            cap = str(Money(limit.cap, limit.currency))
            return unusable(field, actual, wants="an amount of money", against=cap)
    elif not isinstance(value, Decimal):
        return unusable(field, actual, wants="a number", against="")
    elif not _fits(value):
        return f"{field.spoken} is larger or finer than what can be counted"
    if amount_of(value) < 0:
        # A negative amount would make room for the next one.
        told = value if isinstance(value, Money) else f"{field.spoken} {said(actual)}"
        return f"{told} is below zero"
    return ""


def _fits(number: Decimal) -> bool:
    return number == 0 or (
        number.adjusted() < _MOST_DIGITS
        and number == number.quantize(Decimal(1).scaleb(-_MOST_DECIMALS))
    )


def _problem(field: FieldPath, actual: object, text: str) -> Finding:
    return Finding(field.dotted, "limit", None, kept(actual), None, text)


def _plain(number: Decimal) -> str:
    # 3, 3.0 and 3.00 are one subject. Decimal.normalize() would round.
    text = format(number, "f") if number else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _canonical(named: Mapping[str, object]) -> str:
    text = json.dumps(named, sort_keys=True, separators=(",", ":"))
    if len(text) <= _LONGEST_SUBJECT:
        return text
    # No field is called "sha256", so this is nobody else's subject.
    return json.dumps({"sha256": hashlib.sha256(text.encode()).hexdigest()})
