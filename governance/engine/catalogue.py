"""What rules are checked against: a client's actions, agents, workflows and groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from governance.engine.globs import Glob


@dataclass(frozen=True, slots=True)
class ActionShape:
    """One action that agents can ask for.

    `facts` names what the platform looks up for it, each with the fields that its
    records have, or None where nobody knows. `example` is what an agent may send.
    """

    name: str
    schema: Mapping[str, Any]
    facts: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    example: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What there is at a client. `agents` are names by id."""

    actions: Mapping[str, ActionShape]
    agents: Mapping[str, str] = field(default_factory=dict)
    workflows: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    zone: str = "UTC"

    def covered(self, glob: Glob) -> tuple[ActionShape, ...]:
        """Give the actions whose names a pattern covers, by name."""
        return tuple(
            shape for name, shape in sorted(self.actions.items()) if glob.matches(name)
        )
