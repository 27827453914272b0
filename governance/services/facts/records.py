"""Writes: one record of a register, kept by a person or by a program."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from audit.events import Event
from governance.models import Record, Register
from governance.selectors.registers import difference, record_by_key, versions_of
from governance.services.facts.columns import kinds_of
from governance.services.facts.loading import apply, count_change, take_register
from governance.services.facts.rows import read_row
from governance.services.facts.telling import tell
from tenants.errors import Conflict
from tenants.models.many import delete_all


def put_record(
    register: Register,
    key: str,
    values: Mapping[str, Any],
    *,
    new: bool = False,
    seen: UUID | None = None,
) -> bool:
    """Have a register hold this record, whole, and return whether it is new to it.

    Where nothing is different nothing is recorded. ``new`` wants no such record to be
    there; ``seen`` is the version of it that was shown.

    Raises:
        Invalid: key or values are not acceptable.
        Conflict: it is there already, or is no more what was shown.
    """
    state = take_register(register)
    row = read_row(key, values, kinds_of(register.columns))
    found = difference(register, [row])
    if new and not found.added:
        raise Conflict("There is a record with this key already.", field="key")
    for record, _ in found.changed:
        _require_seen(record, seen)
    apply(register, found, state)
    if not found.is_none:
        event = Event.RECORD_ADDED if found.added else Event.RECORD_CHANGED
        tell(event, register, private={"key": row.key})
    return bool(found.added)


def remove_record(register: Register, key: str, *, seen: UUID | None = None) -> Record:
    """Remove a record from a register, and return it as it was.

    Raises:
        NotFound: there is no such record.
        Conflict: it is no more what was shown.
    """
    state = take_register(register)
    record = record_by_key(register, key)
    _require_seen(record, seen)
    delete_all([record])
    count_change(state)
    tell(Event.RECORD_REMOVED, register, private={"key": record.key})
    return record


def _require_seen(record: Record, seen: UUID | None) -> None:
    if seen is not None and versions_of(record.id)[0].history_id != seen:
        raise Conflict("Somebody has changed this record meanwhile: look again.")
