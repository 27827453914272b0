r"""A text that matches a pattern, for the patterns that ``patterns`` accepts.

Each repetition is taken as seldom as it may be, and more often only where the text
would be too short. Of alternatives, the one with the shortest text is taken.
"""

import re
from dataclasses import dataclass

from agents.schemas.patterns import ends

# Tried in this order where a class allows several: readable ones first.
_CHARACTERS = "Aa0x" + "".join(map(chr, range(33, 127))) + " äöé"
_CLASS = re.compile(r"\[\^?(?:\\.|[^\\\]])+\]")
_TIMES = re.compile(r"\{([0-9]+)(?:,([0-9]+))?\}")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Something that repeats: one character, or a choice of sequences."""

    character: str
    choices: tuple[tuple["_Piece", ...], ...]
    least: int
    most: int


def matching(pattern: str, *, at_least: int = 0) -> str:
    """Return a text that matches; as long as ``at_least`` where that can be.

    Raises:
        ValueError: the pattern is none of those, or nothing matches a class of it.
    """
    reader = _Reader(pattern.removeprefix("^")[: -1 if ends(pattern) else None])
    pieces = reader.sequence()
    if reader.rest:
        raise ValueError(pattern)
    text = _written(pieces, at_least - len(_written(pieces, 0)))
    return text if ends(pattern) else text.ljust(at_least, "x")


def _written(pieces: tuple[_Piece, ...], missing: int) -> str:
    text = ""
    for piece in pieces:
        for time in range(piece.most):
            if time >= piece.least and missing <= 0:
                break
            part = _once(piece, missing)
            # What has to stand there was counted before.
            missing -= len(part) - (len(_once(piece, 0)) if time < piece.least else 0)
            text += part
    return text


def _once(piece: _Piece, missing: int) -> str:
    if not piece.choices:
        return piece.character
    texts = [_written(choice, missing) for choice in piece.choices]
    return max(texts, key=len) if missing > 0 else min(texts, key=len)


class _Reader:
    """Reads a pattern once, from left to right."""

    def __init__(self, pattern: str) -> None:
        self.rest = pattern

    def sequence(self) -> tuple[_Piece, ...]:
        pieces = []
        while self.rest and self.rest[0] not in "|)":
            character, choices = self._atom()
            least, most = self._times()
            pieces.append(_Piece(character, choices, least, most))
        return tuple(pieces)

    def _atom(self) -> tuple[str, tuple[tuple[_Piece, ...], ...]]:
        first = self.rest[0]
        if first == "(":
            return "", self._group()
        taken = _CLASS.match(self.rest)
        length = taken.end() if taken else 2 if first == "\\" else 1
        atom, self.rest = self.rest[:length], self.rest[length:]
        one = re.compile(atom)
        found = [each for each in _CHARACTERS if one.fullmatch(each)]
        if not found and len(atom) > 1:
            raise ValueError(f"nothing matches {atom}")
        return (found or [atom])[0], ()

    def _group(self) -> tuple[tuple[_Piece, ...], ...]:
        self.rest = self.rest[1:].removeprefix("?:")
        choices = [self.sequence()]
        while self.rest.startswith("|"):
            self.rest = self.rest[1:]
            choices.append(self.sequence())
        self.rest = self.rest.removeprefix(")")
        return tuple(choices)

    def _times(self) -> tuple[int, int]:
        if self.rest.startswith("?"):
            self.rest = self.rest[1:]
            return 0, 1
        found = _TIMES.match(self.rest)
        if found is None:
            return 1, 1
        self.rest = self.rest[found.end() :]
        return int(found[1]), int(found[2] or found[1])
