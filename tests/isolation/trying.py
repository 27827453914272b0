"""What is typed in to try rules out, so that they say something of it."""

from collections.abc import Mapping
from typing import Any

from tests.cast import payment

# Who would ask, and in which workflow.
TRIER = {"agent": "agent_id", "workflow": "workflow"}


def _fields(value: Mapping[str, Any], name: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for member, one in value.items():
        below = f"{name}/{member}"
        found |= _fields(one, below) if isinstance(one, Mapping) else {below: one}
    return found


TRIED = {
    "action": "payment.send",
    "rules": "current",
    **_fields(payment()["parameters"], "example"),
}
