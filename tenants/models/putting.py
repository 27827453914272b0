"""Rows as statements that are put off: a table's statement is written once."""

from functools import cache
from typing import Any

from django.db import connection, models

from tenants.statements import later

_Fields = tuple["models.Field[Any, Any]", ...]


def put_row(row: models.Model) -> None:
    """Put the insertion of a new row off."""
    statement, fields = _insertion(type(row))
    later(statement, _values(row, fields))
    row._state.adding = False  # noqa: SLF001 - Django's documented _state
    row._state.db = connection.alias  # noqa: SLF001


def put_changes(row: models.Model, names: tuple[str, ...]) -> None:
    """Put writing these fields of a client's row off."""
    statement, fields = _change(type(row), names)
    later(statement, [*_values(row, fields), row.client_id, row.pk])  # type: ignore[attr-defined]


def _values(row: models.Model, fields: _Fields) -> list[Any]:
    return [
        field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in fields
    ]


@cache
def _insertion(model: type[models.Model]) -> tuple[str, _Fields]:
    fields = tuple(model._meta.local_concrete_fields)  # noqa: SLF001
    columns = ", ".join(map(_column, fields))
    places = ", ".join(["%s"] * len(fields))
    return f"INSERT INTO {_table(model)} ({columns}) VALUES ({places})", fields  # noqa: S608


@cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, _Fields]:
    by_name = {field.name: field for field in model._meta.local_concrete_fields}  # noqa: SLF001
    fields = tuple(by_name[name] for name in names)
    changes = ", ".join(f"{_column(field)} = %s" for field in fields)
    where = "WHERE client_id = %s AND id = %s"
    return f"UPDATE {_table(model)} SET {changes} {where}", fields  # noqa: S608


def _column(field: "models.Field[Any, Any]") -> str:
    return connection.ops.quote_name(str(field.column))


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
