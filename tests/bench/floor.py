"""What asking is measured beside: the least that any Django view could do for it.

The floor authenticates by the same statement and inserts the same rows, by plain SQL in
one transaction, into tables of the same shape: their columns, checks and indexes, but
no row security, no foreign keys and no triggers. It decides nothing.
"""

import json
import os
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from psycopg import sql

from agents import rates
from agents.selectors import caller_for_key
from tenants.identifiers import uuid7

SAMPLE = "BENCH_SAMPLE"
# In the order in which asking writes them, and what is added to where it is there.
TABLES = (
    "governance_idempotencykey",
    "governance_limituse",
    "governance_action",
    "governance_decision",
    "governance_reservation",
    "audit_entry",
    "audit_pending",
    "audit_privatevalue",
)
_COUNTED = (
    ' ON CONFLICT (client_id, rule_key, currency, subject, "window") '
    "DO UPDATE SET reserved = one.reserved + excluded.reserved"
)
Row = dict[str, str | None]


def copy_of(table: str) -> str:
    """Return the name of a table's copy without what stands around it."""
    return f"bench_{table}"


@csrf_exempt
def nothing(_: HttpRequest) -> HttpResponse:
    """Answer and do nothing: what is left is the server and whoever asks."""
    return HttpResponse(b"{}", status=201, content_type="application/json")


@csrf_exempt
def insert_rows(request: HttpRequest) -> HttpResponse:
    """Authenticate and insert what one question makes, in one transaction."""
    key = request.headers["Authorization"].partition(" ")[2]
    if caller_for_key(key, bucket=rates.ordinary()) is None:
        return HttpResponse(status=401)
    json.loads(request.body)
    fresh = {old: str(uuid7()) for old in _sample()["ids"]}
    with transaction.atomic(), connection.cursor() as cursor:
        for statement, rows in _statements():
            values = [_renewed(one, fresh) for row in rows for one in row]
            cursor.execute(statement, values)
    return JsonResponse({"id": fresh[_sample()["action"]]}, status=201)


def _renewed(value: str | None, fresh: dict[str, str]) -> str | None:
    if value is None or value in fresh:
        return value and fresh[value]
    if value.startswith('{"'):
        # The bytes of an entry say their own id.
        for old in _sample()["inside"]:
            value = value.replace(old, fresh[old])
    return value


@cache
def _sample() -> dict[str, Any]:
    sample: dict[str, Any] = json.loads(os.environ[SAMPLE])
    return sample


@cache
def _statements() -> list[tuple[str, list[list[str | None]]]]:
    rows: dict[str, list[Row]] = _sample()["rows"]
    return [
        (_insert(table, rows[table]), [list(row.values()) for row in rows[table]])
        for table in TABLES
    ]


def _insert(table: str, rows: list[Row]) -> str:
    columns = list(rows[0])
    row = sql.SQL("({})").format(sql.SQL(", ").join([sql.Placeholder()] * len(columns)))
    statement = sql.SQL("INSERT INTO {} AS one ({}) VALUES {}").format(
        sql.Identifier(copy_of(table)),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join([row] * len(rows)),
    )
    counted = _COUNTED if table == "governance_limituse" else ""
    return statement.as_string(None) + counted
