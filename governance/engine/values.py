"""What the values of a question are, once they have been looked at closely."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from governance.engine.money import Money, MoneyError
from governance.engine.texts import normalised

__all__ = [
    "UNUSABLE",
    "Scalar",
    "Seen",
    "Truth",
    "Unusable",
    "Value",
    "Values",
    "as_seen",
    "as_value",
    "comparable",
    "is_missing",
    "normalised",
]

# Text here is always in the form that `normalised` gives.
Scalar = Money | Decimal | bool | str
# Kleene's three values: None is "unknown".
Truth = bool | None
Values = Mapping[str, object]

# No business number has more digits; beyond it a number is a way to make us work.
_MOST_DIGITS = 40
# A longer text cannot be checked: its author wants us to work, or to be lost in it.
_LONGEST_TEXT = 10_000
# Made once: "int | float" in a test makes the union each time, which takes longer
# than the test.
_NUMBERS = (int, Decimal, float)
_LISTS = (list, tuple)
_SIMPLE = (Decimal, bool, str)
# As many elements of a list are looked at; a longer one cannot be checked.
_MOST_ELEMENTS = 1_000


class Unusable:
    """What is there but cannot be compared: an object, an endless list or number."""

    __slots__ = ()


UNUSABLE: Final = Unusable()

Value = Scalar | Unusable | tuple["Scalar | Unusable | None", ...]


class Seen(dict[str, Value | None]):
    """The values of one question by their path, each looked at closely once.

    Missing ones are None. `values` are the raw ones.
    """

    __slots__ = ("given",)

    def __init__(self, values: Values) -> None:
        """Begin with nothing looked at."""
        # A dict begins empty by itself.
        self.given = values

    def __missing__(self, dotted: str) -> Value | None:
        """Look at a value for the first time."""
        value = self[dotted] = as_seen(self.raw(dotted))
        return value

    def raw(self, dotted: str) -> object:
        """Give what stands at a path; a path through a non-object is missing."""
        found: object = self.given
        for part in dotted.split("."):
            # Nearly always a dict, of which that is cheaper to ask.
            if type(found) is not dict and not isinstance(found, Mapping):
                return None
            found = found.get(part)
        return found

    def with_item(self, item: object) -> "Seen":
        """Give the same values, with an element of a list as `item`."""
        return Seen({**self.given, "item": item})

    @property
    def zone(self) -> str:
        """The client's time zone."""
        named = self.raw("time.zone")
        return named if isinstance(named, str) else "UTC"


def is_missing(raw: object) -> bool:
    """Tell whether nothing was said: no value, null, blank text, an empty list.

    Blank counts as missing, so that an empty field never equals an empty record.
    """
    return as_seen(raw) is None


def as_seen(raw: object) -> Value | None:
    """Give the value as conditions see it; None where nothing was said."""
    if isinstance(raw, str):
        return UNUSABLE if len(raw) > _LONGEST_TEXT else normalised(raw) or None
    if raw is None:
        return None
    if isinstance(raw, _LISTS):
        return _elements(raw)
    value = as_value(raw)
    return UNUSABLE if value is None else value


def as_value(raw: object) -> Scalar | None:
    """Give the comparable value, or None where there is none to be had.

    Lists, objects that are not money, blank or endless text, absurd numbers have none.
    """
    if isinstance(raw, str):
        return None if len(raw) > _LONGEST_TEXT else normalised(raw) or None
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, _NUMBERS):
        return _as_number(raw)
    try:
        return Money.parse(raw)
    except MoneyError:
        return None


def comparable(one: object, other: object) -> bool:
    """Tell whether two values are of one kind and, if money, of one currency."""
    if isinstance(one, Money) and isinstance(other, Money):
        return one.currency == other.currency
    return type(one) is type(other) and isinstance(one, _SIMPLE)


def _elements(raw: Iterable[object]) -> Value | None:
    entries = list(raw)
    if len(entries) > _MOST_ELEMENTS:
        return UNUSABLE
    seen = (as_seen(entry) for entry in entries)
    # A list within a list has no use here that a sentence could say.
    return tuple(UNUSABLE if isinstance(one, tuple) else one for one in seen) or None


def _as_number(raw: int | float | Decimal) -> Decimal | None:
    # The shortest text of a float is what its sender wrote; its exact value is not.
    number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return None
    return number
