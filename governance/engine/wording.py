"""Saying values to people, when some of them were written by an agent."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from governance.engine.money import Money
from governance.engine.values import Scalar, as_value

_LONGEST = 80
_PLAIN = frozenset("_-./@+")


def visible(text: str, *, longest: int = _LONGEST) -> str:
    r"""Shorten text, and escape what has no visible form of its own.

    Control and bidirectional characters could make a sentence read as another one;
    they appear as \u202e. The length counts characters as they are shown.
    """
    shown: list[str] = []
    length = 0
    for character in text:
        part = _visible_character(character)
        length += len(part)
        if length > longest:
            return "".join(shown) + "…"
        shown.append(part)
    return "".join(shown)


def said(raw: object) -> str:
    """Say any value of a question in a few words."""
    if isinstance(raw, str):
        return _said_text(raw)
    value = as_value(raw)
    if value is not None:
        return said_value(value)
    if raw is None:
        return "nothing"
    if isinstance(raw, int | float | Decimal):
        return "an unusable number"
    return "an object" if isinstance(raw, Mapping) else "a list"


def said_value(value: Scalar) -> str:
    """Say a comparable value; numbers with separated thousands."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value:,f}"
    return str(value) if isinstance(value, Money) else _said_text(value)


def kept(raw: object) -> object:
    """Give the JSON form in which a finding keeps the value it saw.

    Text is shortened and lists are named, not copied: the action itself has them.
    """
    if raw is None or isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        return visible(raw)
    value = as_value(raw)
    if isinstance(value, Money):
        return value.to_json()
    return format(value, "f") if isinstance(value, Decimal) else said(raw)


def listed(words: Iterable[str], *, joint: str) -> str:
    """Join words as one says them: "EUR, NOK or SEK"."""
    *front, last = words
    return f"{', '.join(front)} {joint} {last}" if front else last


def _said_text(text: str) -> str:
    # One plain word stands for itself; anything else is quoted, so that an agent
    # cannot continue our sentence in its own words.
    if text and all(_is_plain(character) for character in text):
        return visible(text)
    return f"“{visible(text)}”"


def _is_plain(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in _PLAIN)


def _visible_character(character: str) -> str:
    if character.isprintable() and character not in "\\“”":
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
