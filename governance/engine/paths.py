"""Dotted paths to the fields that a rule may look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from governance.engine.reading import Place, read_text
from governance.engine.values import Values

ROOTS = frozenset({"parameters", "resource", "agent", "workflow", "facts", "time"})
# What a condition on the elements of a list calls the element.
ITEM = "item"
# People say "per agent", not "per agent id".
_SELVES = {("agent", "id"), ("workflow", "key")}
_LONGEST = 200
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A path such as `facts.supplier.status`, split once."""

    dotted: str
    parts: tuple[str, ...]

    @classmethod
    def of(cls, dotted: str) -> Self:
        """Split a path that is known to be good."""
        return cls(dotted, tuple(dotted.split(".")))

    def find(self, values: Values) -> object:
        """Give what stands there, or None; a path through a non-object is missing."""
        found: object = values
        for part in self.parts:
            # Nearly always a dict, of which that is cheaper to ask.
            if type(found) is not dict and not isinstance(found, Mapping):
                return None
            found = found.get(part)
        return found

    @property
    def spoken(self) -> str:
        """Say it in words: `facts.supplier.status` is "supplier status"."""
        if self.parts in _SELVES or self.parts == (ITEM,):
            return self.parts[0]
        if self.parts == ("time", "now"):
            return "time"
        # A parameter needs no family name: it is what the action is about.
        keep = 1 if self.parts[0] in ("parameters", ITEM) else 2
        words = self.parts[-keep:]
        if words[0] == "facts":
            words = words[1:]
        return " ".join(words).replace("_", " ")


def read_path(raw: object, *, place: Place, item: bool = False) -> FieldPath:
    """Read a path below one of the known roots; raises DocumentError.

    Where the elements of a list are looked at, `item` is one too.
    """
    path = FieldPath.of(read_text(raw, place=place, longest=_LONGEST))
    if item and path.parts[0] == ITEM and len(path.parts) <= _DEEPEST:
        return _named(path, place)
    if path.parts[0] not in ROOTS:
        raise place.refusal(f"a field starts with one of {', '.join(sorted(ROOTS))}")
    if not 1 < len(path.parts) <= _DEEPEST:
        raise place.refusal(f"a field has 2 to {_DEEPEST} parts")
    return _named(path, place)


def _named(path: FieldPath, place: Place) -> FieldPath:
    if not all(_is_name(part) for part in path.parts):
        raise place.refusal("a part of a field has letters, digits, - and _ only")
    return path


def _is_name(part: str) -> bool:
    return part.isascii() and part.replace("-", "_").replace("_", "x").isalnum()
