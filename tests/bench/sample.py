"""Copies of the tables for the floor, and one question's rows to put into them."""

import json
from typing import Any, LiteralString

from django.db import connections
from psycopg import sql

from tests.bench.floor import TABLES, copy_of

# Whose rows belong to one question: by table, how to find them.
_OF: dict[str, LiteralString] = {
    "governance_idempotencykey": "answer::jsonb ->> 'id' = {action}",
    "governance_action": "id::text = {action}",
    "governance_decision": "action_id::text = {action}",
    "governance_reservation": "action_id::text = {action}",
    "governance_limituse": "id IN (SELECT limit_use_id FROM governance_reservation "
    "WHERE action_id::text = {action})",
    "audit_entry": "target_id = {action}",
    "audit_pending": "entry_id IN (SELECT id FROM audit_entry "
    "WHERE target_id = {action})",
    "audit_privatevalue": "entry_id IN (SELECT id FROM audit_entry "
    "WHERE target_id = {action})",
}
# What names a row beside its id, and has to be new each time.
_NEW = {"id", "key", "entry_id"}
_COLUMNS = """
SELECT column_name FROM information_schema.columns
 WHERE table_name = %s AND is_generated = 'NEVER' AND column_name <> 'recorded_at'
"""


def lay_floor() -> None:
    """Make the floor's tables, as the owner."""
    with connections["owner"].cursor() as owner:
        for table in TABLES:
            statement = sql.SQL(
                "CREATE TABLE IF NOT EXISTS {copy} (LIKE {table} INCLUDING ALL);"
                "GRANT SELECT, INSERT, UPDATE ON {copy} TO remit_app"
            )
            names = {"copy": copy_of(table), "table": table}
            quoted = {name: sql.Identifier(value) for name, value in names.items()}
            owner.execute(statement.format(**quoted))


def sample_of(cursor: Any, action: str) -> str:
    """Return the rows of one question as JSON; the cursor is one that sees all."""
    rows = {table: _rows(cursor, table, action) for table in TABLES}
    ids = {
        row[name]
        for found in rows.values()
        for row in found
        for name in _NEW & row.keys()
    }
    # An invoice is paid once: the counter of this one is another one's next time.
    ids |= {
        row["subject"] for row in rows["governance_limituse"] if row["subject"] != "{}"
    }
    inside = [action, *(row["id"] for row in rows["audit_entry"])]
    return json.dumps(
        {"rows": rows, "ids": sorted(ids), "inside": inside, "action": action}
    )


def _rows(cursor: Any, table: str, action: str) -> list[dict[str, str | None]]:
    cursor.execute(_COLUMNS, [table])
    columns = [name for (name,) in cursor.fetchall()]
    statement = sql.SQL("SELECT {columns} FROM {table} WHERE ").format(
        columns=sql.SQL(", ").join(map(_as_text, columns)), table=sql.Identifier(table)
    ) + sql.SQL(_OF[table]).format(action=sql.Literal(action))
    cursor.execute(statement)
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def _as_text(column: str) -> sql.Composed:
    name = sql.Identifier(column)
    if column == "body":
        return sql.SQL("convert_from({}, 'UTF8')").format(name)
    return sql.SQL("{}::text").format(name)
