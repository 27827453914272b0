"""What a file holds, with the line of each part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from governance.clientfile.problems import Path
from governance.clientfile.scalars import Scalar


@dataclass(frozen=True, slots=True)
class Node:
    """One value and the line that it, or the name before it, stands on."""

    value: "Scalar | Sequence[Node] | Mapping[str, Node]"
    line: int

    def plain(self) -> Any:
        """Return the value alone, as JSON would give it."""
        if isinstance(self.value, Mapping):
            return {name: one.plain() for name, one in self.value.items()}
        if isinstance(self.value, list):
            return [one.plain() for one in self.value]
        return self.value

    def line_of(self, path: Path) -> int:
        """Return the line of what a path leads to, or of what is nearest to it."""
        found = self
        for part in path:
            below = _below(found.value, part)
            if below is None:
                break
            found = below
        return found.line


def _below(value: Any, part: str | int) -> Node | None:
    if isinstance(value, Mapping) and isinstance(part, str):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        found: Node = value[part]
        return found
    return None
