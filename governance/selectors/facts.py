"""What the platform looks up itself before it decides: never the agent's word."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from agents.lookups import key_in
from agents.models import ActionType
from governance.engine.texts import normalised
from governance.models import Record
from governance.models.registers import LONGEST_MATCH
from tenants.models.ready import Asked, Ready


def look_up(
    action_type: ActionType, parameters: Mapping[str, Any], *, resource_id: str = ""
) -> dict[str, dict[str, Any] | None]:
    """Return the records that the action type declares, by name; None where missing.

    One wait for all look-ups. A look-up names a register and where the key stands:
    ``{"supplier": {"register": "suppliers", "key": "supplier.id"}}``. Keys are
    compared as conditions compare texts, so another spelling finds the same record.
    """
    asked = {
        name: _ask(lookup["register"], key_in(lookup["key"], parameters, resource_id))
        for name, lookup in action_type.lookups.items()
    }
    return {name: _found(one) for name, one in asked.items()}


def _ask(register: str, key: str) -> Asked[Record] | None:
    # Longer than any key could be is not worth being looked at closely.
    match = normalised(key) if len(key) <= LONGEST_MATCH else ""
    return _record.ask(register=register, match=match) if match else None


def _found(asked: Asked[Record] | None) -> dict[str, Any] | None:
    row = asked.first() if asked is not None else None
    return None if row is None else dict(row.data)


@Ready
def _record(register: str, match: str) -> QuerySet[Record]:
    rows = Record.objects.filter(register__name=register, match_key=match)
    return rows.order_by("id")[:1]
