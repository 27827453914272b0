"""Which characters nobody can see, and what they are called.

Text that an agent supplies may hold characters that look like nothing or like a
plain space, or that turn the direction of what follows. A person who answers for
an action must see them, so each is told apart here by name.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

# Printable by their category and yet blank: fillers, variation selectors, Braille
# and musical blanks. Unicode 15.1, DerivedCoreProperties.txt, Default_Ignorable.
_BLANK = (
    (0x034F, 0x034F),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFFA0, 0xFFA0),
    (0x13441, 0x13442),
    (0x16FE4, 0x16FE4),
    (0x1D159, 0x1D159),
    (0xE0100, 0xE01EF),
)

# Control characters have no name of their own in Unicode.
_CONTROLS = {
    " ": "space",
    "\0": "null",
    "\b": "backspace",
    "\t": "tab",
    "\n": "line break",
    "\r": "carriage return",
    "\x1b": "escape",
    "\x7f": "delete",
}

_KINDS = {
    "Cc": "control character",
    "Cn": "unassigned character",
    "Co": "private-use character",
    "Cs": "lone surrogate",
}

LINE_BREAKS = frozenset("\n\r\x85\u2028\u2029")
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: as it is, or (with a name) a run of one hidden character."""

    text: str
    name: str = ""
    code: str = ""


def is_hidden(character: str) -> bool:
    """Return whether this character shows nothing, or not what it is."""
    if not character.isprintable():
        return True
    if character.isascii():
        return False
    point = ord(character)
    return any(first <= point <= last for first, last in _BLANK)


def name_of(character: str) -> str:
    """Return what a person may call this character: "no-break space"."""
    named = _CONTROLS.get(character) or unicodedata.name(character, "").lower()
    return named or _KINDS.get(unicodedata.category(character), "hidden character")


def pieces_of(text: str) -> Iterator[Piece]:
    """Split text into what can be seen and named runs of what cannot.

    A plain space counts as hidden where a browser would swallow it: in a run of
    several, and at either end of a line.
    """
    at = 0
    for key, group in groupby(text, key=_kind):
        run = "".join(group)
        end = at + len(run)
        between = (text[at - 1 : at], text[end : end + 1]) if run == " " else ()
        lone = between and all(each and each not in LINE_BREAKS for each in between)
        yield Piece(run) if not key or lone else _named(run)
        at = end


def has_right_to_left(text: str) -> bool:
    """Return whether the text holds letters that run from right to left."""
    if text.isascii():
        return False
    return any(unicodedata.bidirectional(each) in _RIGHT_TO_LEFT for each in text)


def count_hidden(value: Any) -> int:
    """Return how many runs of hidden characters are anywhere inside a value."""
    if isinstance(value, Mapping):
        return sum(count_hidden(key) + count_hidden(value[key]) for key in value)
    if isinstance(value, list | tuple):
        return sum(count_hidden(each) for each in value)
    return sum(1 for piece in pieces_of(as_text(value)) if piece.name)


def as_text(value: Any) -> str:
    """Return any value as text: a string as it is, other JSON as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | int | Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return "" if value is None else str(value)


def _kind(character: str) -> str:
    return character if character == " " or is_hidden(character) else ""


def _named(run: str) -> Piece:
    name = name_of(run[0])
    times = f", {len(run)} times" if len(run) > 1 else ""
    return Piece(run, name=name + times, code=f"U+{ord(run[0]):04X}")
