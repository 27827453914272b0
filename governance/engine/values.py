"""What the values of a question are, once they have been looked at closely."""

import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from governance.engine.money import Money, MoneyError

# Text here is always in the form that `normalised` gives.
Value = Money | Decimal | bool | str
# Kleene's three values: None is "unknown".
Truth = bool | None
Values = Mapping[str, object]

# No business number has more digits; beyond it a number is a way to make us work.
_MOST_DIGITS = 40


def normalised(text: str) -> str:
    """Give the form in which texts are compared: NFKC, case folded, stripped.

    Otherwise a no-break space or a full-width letter slips past a list.
    """
    if text.isascii():
        return text.casefold().strip()
    # Folding can undo the normal form, so it is made again (Unicode 3.13, D146).
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded).strip()


def is_missing(raw: object) -> bool:
    """Tell whether nothing was said: no value, null, or blank text.

    Blank counts as missing, so that an empty field never equals an empty record.
    """
    return raw is None or (isinstance(raw, str) and not raw.strip())


def as_value(raw: object) -> Value | None:
    """Give the comparable value, or None where there is none to be had.

    Lists, objects that are not money, blank text and absurd numbers have none.
    """
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        return normalised(raw) or None
    if isinstance(raw, int | Decimal | float):
        return _as_number(raw)
    if isinstance(raw, Mapping | Money):
        return _as_money(raw)
    return None


def comparable(one: Value | None, other: Value | None) -> bool:
    """Tell whether two values are of one kind and, if money, of one currency."""
    if isinstance(one, Money) and isinstance(other, Money):
        return one.currency == other.currency
    return one is not None and type(one) is type(other)


def _as_number(raw: int | float | Decimal) -> Decimal | None:
    # The shortest text of a float is what its sender wrote; its exact value is not.
    number = Decimal(repr(raw)) if isinstance(raw, float) else Decimal(raw)
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        return None
    return number


def _as_money(raw: object) -> Money | None:
    try:
        return Money.parse(raw)
    except MoneyError:
        return None
