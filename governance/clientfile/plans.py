"""What loading a file would do, in words."""

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import sha256
from typing import Any

from governance.clientfile.problems import Path, Problem


class Kind(StrEnum):
    """What becomes of something."""

    ADDED = "Added"
    CHANGED = "Changed"
    RETIRED = "Retired"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that becomes different.

    ``item`` is how the file has it, or how it was where it is retired; ``old`` is how
    it is until now, if it is there; ``parts`` are the members that are different.
    """

    kind: Kind
    section: str
    path: Path
    told: str
    item: Mapping[str, Any]
    parts: Set[str] = frozenset()
    old: Mapping[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.kind}: {self.told}"


@dataclass(slots=True)
class Plan:
    """What would become different, what waits for people, what stays, what is wrong."""

    changes: list[Change] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    alone: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def proposes(self) -> bool:
        """Whether the next boundary version would be proposed."""
        return any(one.section in {"rules", "lists"} for one in self.changes)

    @property
    def heading(self) -> str:
        """Return the whole of it in a sentence."""
        if self.problems:
            return "This cannot be loaded as it stands."
        count = len(self.changes)
        if not count:
            return "Nothing would change."
        return f"{count} {'thing' if count == 1 else 'things'} would change."

    @property
    def digest(self) -> str:
        """Return a hash of all that would be different, from what and to what."""
        changes = [(str(one), one.item, one.old) for one in self.changes]
        problems = [str(one) for one in self.problems]
        said = json.dumps([changes, self.waiting, problems], sort_keys=True)
        return sha256(said.encode()).hexdigest()

    def lines(self) -> list[str]:
        """Return the plan as lines of text."""
        return [
            self.heading,
            *(f"  {one}" for one in self.problems),
            *(f"  {one}" for one in self.changes),
            *(f"  Waits: {one}" for one in self.waiting),
            *(f"  Left alone: {one}" for one in self.alone),
        ]
