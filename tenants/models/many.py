"""Writing many rows of a tracked model at once, each with its version.

One statement for the rows and one for their versions, whose values are one document:
twenty thousand rows as parameters would take the driver most of a minute.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import connection, models

from tenants.clock import database_now
from tenants.models.base import ClientOwned, ForeignClientError
from tenants.scoping import client_scope_now

_INSERT = """
INSERT INTO {table} ({columns})
SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)
"""
_CHANGE = """
UPDATE {table} one SET {changes}
  FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) new
 WHERE one.client_id = new.client_id AND one.id = new.id
"""
_DELETE = "DELETE FROM {table} WHERE client_id = %s AND id = ANY(%s)"
_CREATED, _CHANGED, _DELETED = "+", "~", "-"
_Names = Iterable[str]


def create_all(rows: Sequence[ClientOwned]) -> None:
    """Insert new rows of one model, whose fields JSON can say.

    Raises:
        ForeignClientError: the scope is another client's.
    """
    if rows:
        _require_own_scope(rows)
        _insert(type(rows[0]), [_values(row) for row in rows])
        _keep_versions(rows, _CREATED)


def change_all(rows: Sequence[ClientOwned], fields: _Names) -> None:
    """Write these fields of rows of one model that are there.

    Raises:
        ForeignClientError: the scope is another client's.
    """
    if rows:
        _require_own_scope(rows)
        columns = [_quoted(_column(rows[0], name)) for name in fields]
        changes = ", ".join(f"{column} = new.{column}" for column in columns)
        table, document = _table(type(rows[0])), _document(map(_values, rows))
        _run(_CHANGE.format(table=table, changes=changes), [document])
        _keep_versions(rows, _CHANGED)


def delete_all(rows: Sequence[ClientOwned]) -> None:
    """Delete rows of one model, to which nothing refers.

    Raises:
        ForeignClientError: the scope is another client's.
    """
    if rows:
        _require_own_scope(rows)
        ids = [row.id for row in rows]
        table = _table(type(rows[0]))
        _run(_DELETE.format(table=table), [rows[0].client_id, ids])
        _keep_versions(rows, _DELETED)


def _require_own_scope(rows: Sequence[ClientOwned]) -> None:
    own = client_scope_now().client_id
    if any(row.client_id != own for row in rows):
        raise ForeignClientError(f"{type(rows[0]).__name__} of another client")


def _keep_versions(rows: Sequence[ClientOwned], kind: str) -> None:
    tracked: Any = type(rows[0])
    scope, now = client_scope_now(), database_now()
    common = {
        "history_date": now,
        "history_type": kind,
        "history_user_id": scope.actor.id,
        "history_change_reason": scope.reason,
        "actor_kind": scope.actor.kind.value,
        "actor_label": scope.actor.label,
        "recorded_at": now,
    }
    model = tracked.history.model
    ids = model._meta.pk  # noqa: SLF001 - Django's documented _meta
    versions = [_values(row) | common | {ids.column: ids.default()} for row in rows]
    _insert(model, versions)


def _insert(model: type[models.Model], found: Sequence[Mapping[str, Any]]) -> None:
    columns = ", ".join(map(_quoted, found[0]))
    statement = _INSERT.format(table=_table(model), columns=columns)
    _run(statement, [_document(found)])


def _values(row: models.Model) -> dict[str, Any]:
    return {
        str(field.column): getattr(row, field.attname)
        for field in row._meta.local_concrete_fields  # noqa: SLF001
    }


def _document(found: Iterable[Mapping[str, Any]]) -> str:
    return json.dumps(list(found), default=str)


def _column(row: models.Model, name: str) -> str:
    return str(row._meta.get_field(name).column)  # type: ignore[union-attr]  # noqa: SLF001


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)  # noqa: SLF001 - Django's documented _meta


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _run(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
