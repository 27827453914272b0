"""SQL as the application's own role, past managers and models."""

import os
from typing import Any, LiteralString

import psycopg
from django.db import connection
from psycopg import sql

from tests.catalogue import client_tables

# Every change makes a row of a newer transaction, or one row less: so neither can stay
# the same, whatever is changed, and no row has to be read for that.
_STATE: LiteralString = """
SELECT {name}, count(*), coalesce(sum(t.xmin::text::bigint), 0)::text
  FROM {table} AS t
"""
# When a key was last used changes with whoever comes with it, and is no deed.
_WITHOUT_USE: LiteralString = """
SELECT {name}, count(*), coalesce(md5(string_agg(row, '' ORDER BY row)), '')
  FROM (SELECT md5((to_jsonb(t) - 'last_used_at')::text) AS row FROM {table} AS t)
    AS rows
"""
_USED = {"agents_agentkey", "governance_feedkey"}


def run(statement: LiteralString, *params: Any, **names: str) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows; ``{names}`` become quoted names."""
    quoted = {name: sql.Identifier(value) for name, value in names.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**quoted), params or None)
        return list(cursor.fetchall()) if cursor.description else []


def changed(statement: LiteralString, *params: Any, **names: str) -> int:
    """Run a statement and return how many rows it changed."""
    quoted = {name: sql.Identifier(value) for name, value in names.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(**quoted), params or None)
        return int(cursor.rowcount)


def changed_by_force(statement: LiteralString, *params: Any) -> int:
    """Run a statement as the superuser, whom nothing binds; return the rows changed."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(os.environ["DATABASE_ADMIN_URL"], dbname=name) as admin:
        return admin.execute(statement, params).rowcount


def contents() -> dict[str, tuple[int, str]]:
    """Return count and state of the rows that the open scope shows, by table."""
    tables = client_tables()
    asked = sql.SQL(" UNION ALL ").join(
        sql.SQL(_WITHOUT_USE if table in _USED else _STATE).format(
            name=sql.Literal(table), table=sql.Identifier(table)
        )
        for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        found = cursor.fetchall()
    return {table: (count, digest) for table, count, digest in sorted(found)}
