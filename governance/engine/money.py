"""Money: an exact amount in a named currency, never a float."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

_CURRENCY = re.compile(r"[A-Z]{3}")
# Fifteen whole digits hold any invoice; four decimals are the most that ISO 4217 has.
_AMOUNT = re.compile(r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,4})?")


class MoneyError(ValueError):
    """Something that should be money is not."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency. Amounts of two currencies are never compared."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        """Refuse a float and what is no number; raises MoneyError."""
        if type(self.amount) is not Decimal or not self.amount.is_finite():
            raise MoneyError("an amount is a finite decimal number")

    @classmethod
    def parse(cls, raw: object) -> Self:
        """Read {"amount": "740.00", "currency": "EUR"}, or take money as it is.

        The amount is text with at most 15 whole digits and 4 decimals, because a JSON
        number may have gone through a float on its way. Raises MoneyError.
        """
        if isinstance(raw, cls):
            return raw
        # Nearly always a dict, of which that is cheaper to ask.
        if (type(raw) is not dict and not isinstance(raw, Mapping)) or len(raw) != 2:
            raise MoneyError("money is an object of amount and currency, nothing else")
        amount, currency = raw.get("amount"), raw.get("currency")
        if not isinstance(amount, str) or not _AMOUNT.fullmatch(amount):
            raise MoneyError('an amount is text like "740.00"')
        if not isinstance(currency, str) or not is_currency(currency):
            raise MoneyError('a currency is three capital letters, like "EUR"')
        return cls(Decimal(amount), currency)

    def to_json(self) -> dict[str, str]:
        """Give the form that `parse` reads."""
        return {"amount": format(self.amount, "f"), "currency": self.currency}

    def __str__(self) -> str:
        """Say it for people: thousands separated, at least two decimals."""
        # A negative zero is said like any other zero.
        amount = Decimal(0) if self.amount.is_zero() else self.amount
        exponent = amount.as_tuple().exponent
        decimals = max(2, -exponent) if isinstance(exponent, int) else 2
        return f"{amount:,.{decimals}f} {self.currency}"


def is_currency(text: str) -> bool:
    """Tell whether text has the form of a currency's code (ISO 4217)."""
    return _CURRENCY.fullmatch(text) is not None


def amounts_in(parameters: object) -> Iterator[Money]:
    """Yield the money among parameters, not what lies deeper."""
    if not isinstance(parameters, Mapping):
        return
    for value in parameters.values():
        if isinstance(value, Mapping):
            try:
                yield Money.parse(value)
            except MoneyError:
                continue
