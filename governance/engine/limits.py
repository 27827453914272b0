"""Limits: how much of something one subject may do within a window."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from governance.engine.findings import unusable
from governance.engine.money import Money
from governance.engine.operands import amount_of, read_size
from governance.engine.paths import FieldPath, read_path
from governance.engine.reading import (
    Place,
    read_choice,
    read_list,
    read_object,
    read_whole_number,
)
from governance.engine.values import Values, as_value
from governance.engine.verdict import Finding, Window
from governance.engine.wording import kept

_WINDOWS = frozenset({"ever", "day", "week", "month"})
_MOST_COUNTED = 1_000_000
_MOST_FIELDS = 5
# A subject is part of an index row, which PostgreSQL keeps below 2,704 bytes.
_LONGEST_SUBJECT = 1000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `cap` per subject and window: of actions, or of the money in `field`."""

    cap: Decimal
    currency: str
    field: FieldPath | None
    per: tuple[FieldPath, ...]
    window: Window


@dataclass(frozen=True, slots=True)
class Claim:
    """What one action takes of a limit, or the findings why that cannot be said."""

    amount: Decimal
    subject: str
    problems: tuple[Finding, ...]


def read_limit(raw: object, *, place: Place) -> Limit:
    """Read a limit on a count or on a sum of money; raises DocumentError."""
    counts = isinstance(raw, dict) and "count" in raw
    measure = {"count"} if counts else {"sum", "at_most"}
    members = read_object(raw, place=place, members=measure | {"per", "window"})
    window = read_choice(members["window"], place=place.at("window"), choices=_WINDOWS)
    per = _read_per(members["per"], place.at("per"))
    cap, currency, field = _read_cap(members, place)
    return Limit(cap, currency, field, per, cast("Window", window))


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
    most = read_size(members["at_most"], place=place.at("at_most"))
    if not isinstance(most, Money) or most.amount <= 0:
        raise place.at("at_most").refusal("an amount of money above zero is needed")
    return amount_of(most), most.currency, field


def _amount(limit: Limit, values: Values) -> tuple[Decimal, list[Finding]]:
    if limit.field is None:
        return Decimal(1), []
    actual = limit.field.find(values)
    money = as_value(actual)
    if not isinstance(money, Money) or money.currency != limit.currency:
        against = str(Money(limit.cap, limit.currency))
        text = unusable(
            limit.field, actual, wants="an amount of money", against=against
        )
        return Decimal(0), [_problem(limit.field, actual, text)]
    if money.amount < 0:
        # A negative amount would make room for the next one.
        text = f"{money} is below zero"
        return Decimal(0), [_problem(limit.field, actual, text)]
    return money.amount, []


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
