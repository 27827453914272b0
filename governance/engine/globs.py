"""Patterns for names of actions and workflows: `*` only, no regular expressions."""

from dataclasses import dataclass, field

from governance.engine.reading import Place

_LONGEST = 200
_STAR = "*"
_PUNCTUATION = frozenset("_-*")


@dataclass(frozen=True, slots=True)
class Glob:
    """A pattern whose segments are separated by dots.

    `payment.send` is that name alone. A `*` stands for any text within its segment
    (`invoice-*`, `*.send`), and as the whole last segment for one or more segments, so
    `payment.*` covers everything in the namespace and `*` covers every name there is.
    """

    pattern: str
    _segments: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Split the pattern once, not at every question."""
        object.__setattr__(self, "_segments", tuple(self.pattern.split(".")))

    def matches(self, name: str) -> bool:
        """Tell whether `name` is covered; takes time linear in its length."""
        if self.pattern in (_STAR, name):
            return True
        if _STAR not in self.pattern:
            return False
        parts, wanted = name.split("."), self._segments
        if wanted[-1] == _STAR and len(parts) > len(wanted):
            parts = parts[: len(wanted)]
        return len(parts) == len(wanted) and all(
            _segment_matches(segment, part)
            for segment, part in zip(wanted, parts, strict=True)
        )


def _segment_matches(segment: str, part: str) -> bool:
    before, star, after = segment.partition(_STAR)
    if not star:
        return part == segment
    fits = len(part) >= len(before) + len(after)
    return fits and part.startswith(before) and part.endswith(after)


def read_glob(raw: object, *, place: Place) -> Glob:
    """Read a pattern of a boundary document; raises DocumentError.

    One `*` per segment at most: with two, matching would no longer be one pass.
    """
    if not isinstance(raw, str) or not 0 < len(raw) <= _LONGEST:
        raise place.refusal(f"a pattern is text of 1 to {_LONGEST} characters")
    for segment in raw.split("."):
        if not segment:
            raise place.refusal("a pattern has no empty segments")
        if segment.count(_STAR) > 1:
            raise place.refusal("a segment of a pattern has at most one *")
        if not all(_may_stand_in_a_pattern(character) for character in segment):
            raise place.refusal("a pattern has letters, digits, - _ . and * only")
    return Glob(raw)


def _may_stand_in_a_pattern(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in _PUNCTUATION)
