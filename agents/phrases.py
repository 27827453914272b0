"""What an action would do, in words: the action type's phrase with its values.

Values come from an agent, so they are only ever substituted, never interpreted.
"""

import re
from collections.abc import Mapping
from typing import Any

from agents.lookups import value_at

_PLACEHOLDER = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.]*)\}")
_BRACED = re.compile(r"\{[^{}]*\}?|\}")
_LONGEST = 80


def fill(phrase: str, values: Mapping[str, Any]) -> str:
    """Return the phrase with ``{name}`` or ``{name.part}`` replaced by its value."""
    return _PLACEHOLDER.sub(
        lambda match: _text(value_at(match.group(1), values)), phrase
    )


def placeholders(phrase: str) -> list[str]:
    """Return what the phrase speaks of, in its order: ``name`` or ``name.part``."""
    return _PLACEHOLDER.findall(phrase)


def stray_braces(phrase: str) -> list[str]:
    """Return what is in braces, or begins or ends with one, and is no placeholder."""
    found = _BRACED.findall(phrase)
    return [one for one in found if not _PLACEHOLDER.fullmatch(one)]


def _text(value: Any) -> str:
    if value is None:
        return "(nothing)"
    if isinstance(value, Mapping) and {"amount", "currency"} <= value.keys():
        return f"{_grouped(str(value['amount']))} {value['currency']}"
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _grouped(amount: str) -> str:
    whole, point, rest = amount.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.isdigit() else amount
