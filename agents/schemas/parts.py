"""The parts of a schema by their names."""

from collections.abc import Mapping
from typing import Any


def part_of(dotted: str, schema: Mapping[str, Any]) -> Any:
    """Return the schema of a part, as in ``supplier.id``; None where there is none."""
    at: Any = schema
    for name in dotted.split("."):
        at = properties_of(at).get(name) if isinstance(at, Mapping) else None
    return at


def properties_of(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the properties that a schema names, by name."""
    found = schema.get("properties", {})
    return found if isinstance(found, Mapping) else {}
