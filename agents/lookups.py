"""Where the key of a look-up stands: in the parameters, or as the action's resource."""

import re
from collections.abc import Mapping
from typing import Any

# What is acted upon, which the agent names beside the parameters.
RESOURCE = "resource.id"
_DEEPEST = 8
_KEY = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


def is_key(dotted: str) -> bool:
    """Return whether a look-up could find its key by this path."""
    return bool(_KEY.fullmatch(dotted)) and dotted.count(".") < _DEEPEST


def key_in(dotted: str, parameters: Mapping[str, Any], resource_id: str) -> str:
    """Return the key that stands there as text; empty where none does."""
    found = stands_at(dotted, parameters, resource_id)
    return "" if found is None else str(found)


def value_at(dotted: str, parameters: Mapping[str, Any]) -> Any:
    """Return the parameter, or the part of one, that stands there; None if none."""
    found: Any = parameters
    for part in dotted.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def stands_at(
    dotted: str, parameters: Mapping[str, Any], resource_id: str
) -> str | int | None:
    """Return the text or whole number that stands there; None where none does."""
    if dotted == RESOURCE:
        return resource_id
    found = value_at(dotted, parameters)
    is_key = isinstance(found, str | int) and not isinstance(found, bool)
    return found if is_key else None
