"""Changing the records of a register: whoever does so waits for the one before."""

from collections.abc import Sequence

from governance.models import Record, Register, RegisterState
from governance.selectors.registers import Difference, Row, difference, register_state
from tenants.clock import database_now
from tenants.models.many import change_all, create_all, delete_all


def take_register(register: Register) -> RegisterState:
    """Wait until nobody else changes a register's records, until the commit."""
    return register_state(register, lock=True)


def load_rows(
    register: Register, rows: Sequence[Row], *, removes: bool = False
) -> Difference:
    """Have a register hold these rows, and with ``removes`` no others.

    Returns what was different.
    """
    state = take_register(register)
    found = difference(register, rows, removes=removes)
    apply(register, found, state)
    return found


def apply(register: Register, found: Difference, state: RegisterState) -> None:
    """Make a difference so; the register has been taken."""
    if found.is_none:
        return
    for record, row in found.changed:
        record.key, record.match_key, record.data = row.key, row.match, row.data
    delete_all(found.removed)
    change_all([one for one, _ in found.changed], ["key", "match_key", "data"])
    create_all([_record(register, row) for row in found.added])
    count_change(state)


def count_change(state: RegisterState) -> None:
    """Say that a register has been changed now."""
    state.revision += 1
    state.changed_at = database_now()
    state.save(update_fields=["revision", "changed_at"])


def _record(register: Register, row: Row) -> Record:
    return Record(register=register, key=row.key, match_key=row.match, data=row.data)
