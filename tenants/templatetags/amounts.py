"""How money and values that an agent sent read."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from tenants.templatetags.characters import as_text

_MONEY = frozenset({"amount", "currency"})
_CODE = re.compile(r"[A-Z]{3}")
_AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# ISO 4217 currencies that have no smaller unit.
_WHOLE = re.compile(
    "BIF|CLP|DJF|GNF|ISK|JPY|KMF|KRW|PYG|RWF|UGX|UYI|VND|VUV|XAF|XOF|XPF"
)


def money(value: Any) -> str | None:
    """Return an amount with its currency, "7,400.00 EUR", or None where it is none.

    No digit is ever dropped or rounded away.
    """
    if not isinstance(value, Mapping) or value.keys() != _MONEY:
        return None
    amount, currency = str(value["amount"]), str(value["currency"])
    if not _AMOUNT.fullmatch(amount) or not _CODE.fullmatch(currency):
        return None
    least = 0 if _WHOLE.fullmatch(currency) else 2
    places = max(least, len(amount.partition(".")[2]))
    return f"{Decimal(amount):,.{places}f} {currency}"


def fields(value: Any, *, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every value inside a JSON document as (path, text), exactly as it is.

    Money is one value, ungrouped as it would be sent: ("amount", "7400.00 EUR").
    """
    if money(value) is not None:
        yield path, f"{value['amount']} {value['currency']}"
    elif isinstance(value, Mapping) and value:
        for key, each in value.items():
            yield from fields(each, path=f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple) and value:
        for place, each in enumerate(value):
            yield from fields(each, path=f"{path}[{place}]")
    else:
        yield path, "null" if value is None else as_text(value)
