"""What a word without quotes stands for: few things, and always the same.

As in YAML 1.2, and less: true, false, null and whole numbers. Everything else is text,
so that no, on, 2026-01-01 and 740.00 stay what was written. A number with a fraction,
which only JSON Schema needs, is written with an exponent: 1.0e-02.
"""

import math
import re
from decimal import Decimal

from governance.clientfile.problems import refusal

Scalar = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
    "": None,
}
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]*)")
_EXPONENT = re.compile(r"-?[0-9]\.[0-9]+e[+-][0-9]+")
_MOST_DIGITS = 18


def plain(text: str, *, line: int) -> Scalar:
    """Return what a word without quotes stands for.

    Raises:
        UnreadableFileError: it is a number beyond what is exact everywhere.
    """
    if text in _WORDS:
        return _WORDS[text]
    if _WHOLE.fullmatch(text):
        if len(text) > _MOST_DIGITS:
            told = (
                f"a number of more than {_MOST_DIGITS} digits is not exact everywhere: "
                "put it in quotes, as text"
            )
            raise refusal(told, line=line)
        return int(text)
    if _EXPONENT.fullmatch(text):
        return _finite(text, line=line)
    return text


def fraction(number: float) -> str:
    """Return a number with a fraction as ``plain`` reads it."""
    sign, digits, exponent = Decimal(repr(number)).as_tuple()
    assert isinstance(exponent, int)  # noqa: S101 - only infinities have letters here
    first, rest = digits[0], "".join(map(str, digits[1:])) or "0"
    return f"{'-' * sign}{first}.{rest}e{exponent + len(digits) - 1:+03d}"


def _finite(text: str, *, line: int) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise refusal("this number is too large", line=line)
    return number
