"""Typed reading of a boundary document: everything unexpected is refused by place."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Self

from governance.engine.options import Options

_MOST_NAMED = 5
_LONGEST_NAME = 60


class DocumentError(ValueError):
    """A boundary document is malformed: in this rule, at this path, for this reason."""

    def __init__(self, *, rule: str, path: str, problem: str) -> None:
        """Keep the parts for whoever wants to point at the field."""
        self.rule, self.path, self.problem = rule, path, problem
        where = f"rule {rule}, {path}" if rule else path
        super().__init__(f"{where}: {problem}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document we are, and which named lists it has.

    `rule` is empty until its key is known.
    """

    rule: str = ""
    path: str = ""
    lists: Mapping[str, Options] = field(default_factory=dict)

    def at(self, part: str | int) -> Self:
        """Give the place of a member, or of an element, below this one."""
        if isinstance(part, int):
            return type(self)(self.rule, f"{self.path}[{part}]", self.lists)
        path = f"{self.path}.{part}" if self.path else part
        return type(self)(self.rule, path, self.lists)

    def refusal(self, problem: str) -> DocumentError:
        """Make the error that names this place, for the caller to raise."""
        return DocumentError(
            rule=self.rule, path=self.path or "document", problem=problem
        )


def read_object(
    raw: object, *, place: Place, members: Set[str]
) -> Mapping[str, object]:
    """Read an object with exactly these members; raises DocumentError.

    Nothing may be left out: a forgotten `conditions` would be a rule without any.
    """
    if not isinstance(raw, dict):
        raise place.refusal("an object is needed here")
    unknown = sorted(str(member)[:_LONGEST_NAME] for member in set(raw) - members)
    if unknown:
        more = ", and more" if len(unknown) > _MOST_NAMED else ""
        raise place.refusal(f"unknown: {', '.join(unknown[:_MOST_NAMED])}{more}")
    missing = sorted(members - set(raw))
    if missing:
        raise place.refusal(f"missing: {', '.join(missing)}")
    return raw


def read_list(raw: object, *, place: Place, longest: int) -> list[object]:
    """Read a list of at most `longest` elements; raises DocumentError."""
    if not isinstance(raw, list):
        raise place.refusal("a list is needed here")
    if len(raw) > longest:
        raise place.refusal(f"a list here has at most {longest} elements")
    return raw


def read_text(raw: object, *, place: Place, longest: int, blank: bool = False) -> str:
    """Read text that is storable, and not empty unless `blank`; raises DocumentError.

    NUL and lone surrogates are refused: neither PostgreSQL nor UTF-8 can hold them.
    """
    if not isinstance(raw, str):
        raise place.refusal("text is needed here")
    if len(raw) > longest:
        raise place.refusal(f"text here has at most {longest} characters")
    if not blank and not raw.strip():
        raise place.refusal("text here cannot be empty")
    if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in raw):
        raise place.refusal("text here has a character that cannot be stored")
    return raw


def read_choice(raw: object, *, place: Place, choices: Set[str]) -> str:
    """Read one of the given words; raises DocumentError."""
    if not isinstance(raw, str) or raw not in choices:
        raise place.refusal(f"one of {', '.join(sorted(choices))} is needed here")
    return raw


def read_flag(raw: object, *, place: Place) -> bool:
    """Read true or false; raises DocumentError."""
    if not isinstance(raw, bool):
        raise place.refusal("true or false is needed here")
    return raw


def read_whole_number(raw: object, *, place: Place, lowest: int, highest: int) -> int:
    """Read a whole number in a range, both ends included; raises DocumentError."""
    # In Python true is the number 1; in a document it is not.
    if isinstance(raw, bool) or not isinstance(raw, int):
        raise place.refusal("a whole number is needed here")
    if not lowest <= raw <= highest:
        raise place.refusal(f"a number from {lowest} to {highest} is needed here")
    return raw
