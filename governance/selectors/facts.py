"""What the platform looks up itself before it decides: never the agent's word."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from agents.models import ActionType
from governance.models import Record
from tenants.models.ready import Asked, Ready


def look_up(
    action_type: ActionType, parameters: Mapping[str, Any]
) -> dict[str, dict[str, Any] | None]:
    """Return the records that the action type declares, by name; None where missing.

    One wait for all look-ups. A look-up names a register and the parameter that
    holds the key: ``{"supplier": {"register": "suppliers", "key": "supplier_id"}}``.
    """
    asked = {
        name: _ask(lookup["register"], parameters.get(lookup["key"]))
        for name, lookup in action_type.lookups.items()
    }
    return {name: _found(one) for name, one in asked.items()}


def _ask(register: str, key: Any) -> Asked[Record] | None:
    return _record.ask(register=register, key=key) if isinstance(key, str) else None


def _found(asked: Asked[Record] | None) -> dict[str, Any] | None:
    row = asked.first() if asked is not None else None
    return None if row is None else dict(row.data)


@Ready
def _record(register: str, key: str) -> QuerySet[Record]:
    return Record.objects.filter(register__name=register, key=key).order_by("id")[:1]
