"""Writes: creating a register, naming it anew, and saying what its columns are."""

from collections.abc import Mapping, Sequence
from typing import Any

from audit.events import Event
from governance.models import Record, Register, RegisterState
from governance.selectors.registers import Difference, Row
from governance.services.facts.columns import (
    Kind,
    Kinds,
    WrongValueError,
    as_cell,
    from_cell,
    kinds_of,
    read_columns,
)
from governance.services.facts.loading import apply, count_change, take_register
from governance.services.facts.telling import tell
from tenants.errors import Conflict, Invalid
from tenants.services.inputs import read_name, read_slug

Columns = Sequence[tuple[str, str]]


def create_register(*, name: str, title: str, columns: Columns = ()) -> Register:
    """Create a register without records and return it.

    ``name`` is what action types call it, and stays; ``columns`` are names and types.

    Raises:
        Invalid: name, title or columns are not acceptable.
        Conflict: another register has the name.
    """
    register = Register(
        name=_read_name(name),
        title=read_name(title, field="title"),
        columns=read_columns(columns),
    )
    if Register.objects.filter(name=register.name).exists():
        raise Conflict("Another register has this name.", field="name")
    register.save(force_insert=True)
    RegisterState(register=register).save(force_insert=True)
    tell(Event.REGISTER_CREATED, register, params={"name": register.name})
    return register


def change_register(
    register: Register, *, title: str, columns: Columns, revision: int | None = None
) -> None:
    """Give a register another title or other types of columns.

    Values that are there are read as the new types, or nothing is changed.
    ``revision`` is what the register was when its columns were shown.

    Raises:
        Invalid: title or columns are not acceptable, or a value does not fit.
        Conflict: nothing would be different, or it was changed since.
    """
    state = take_register(register)
    if revision is not None and revision != state.revision:
        raise Conflict("Somebody has changed this register meanwhile: look again.")
    words, read = read_name(title, field="title"), read_columns(columns)
    if (words, read) == (register.title, register.columns):
        raise Conflict("Nothing is different.")
    before = register.title
    retyped = _retyped(register, kinds_of(register.columns), kinds_of(read))
    typed, register.title, register.columns = read != register.columns, words, read
    register.save(update_fields=["title", "columns"])
    apply(register, retyped, state)
    if typed and retyped.is_none:
        # What was previewed by other types is no more what would be kept.
        count_change(state)
    params = {"before": before, "columns": _spoken(read)}
    tell(Event.REGISTER_CHANGED, register, params=params)


def _retyped(register: Register, before: Kinds, after: Kinds) -> Difference:
    """Return the records with values of the columns that get another type."""
    changing = {
        name: after.get(name, Kind.TEXT)
        for name in before.keys() | after.keys()
        if before.get(name) != after.get(name)
    }
    changed = []
    rows = Record.objects.filter(register=register).order_by("match_key")
    for record in rows if changing else ():
        data = _read_anew(record, changing)
        if data != record.data:
            row = Row(key=record.key, match=record.match_key, data=data)
            changed.append((record, row))
    return Difference(added=[], changed=changed, removed=[], same=0)


def _read_anew(record: Record, kinds: Kinds) -> dict[str, Any]:
    data: dict[str, Any] = dict(record.data)
    for name in kinds.keys() & data.keys():
        cell = as_cell(data[name])
        try:
            data[name] = from_cell(cell, kinds[name])
        except WrongValueError as error:
            told = f"{record.key} has “{cell[:40]}” as {name}: {error}."
            raise Invalid(told, field="columns") from error
    return data


def _read_name(text: str) -> str:
    try:
        return read_slug(text)
    except Invalid as error:
        raise Invalid(error.message, field="name") from error


def _spoken(columns: Sequence[Mapping[str, str]]) -> str:
    told = ", ".join(f"{one['name']} is {one['type']}" for one in columns)
    return told or "all columns are text"
