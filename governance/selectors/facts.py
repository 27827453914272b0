"""What the platform looks up itself before it decides: never the agent's word."""

from collections.abc import Mapping
from typing import Any

from agents.models import ActionType
from governance.models import Record


def look_up(
    action_type: ActionType, parameters: Mapping[str, Any]
) -> dict[str, dict[str, Any] | None]:
    """Return the records that the action type declares, by name; None where missing.

    One query for each look-up. A look-up names a register and the parameter that
    holds the key: ``{"supplier": {"register": "suppliers", "key": "supplier_id"}}``.
    """
    return {
        name: _record(lookup["register"], parameters.get(lookup["key"]))
        for name, lookup in action_type.lookups.items()
    }


def _record(register: str, key: Any) -> dict[str, Any] | None:
    if not isinstance(key, str):
        return None
    row = Record.objects.filter(register__name=register, key=key).first()
    return None if row is None else dict(row.data)
