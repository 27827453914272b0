"""What no role can do, whatever its code believes: change what was said for ever."""

import os
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connections, transaction
from psycopg import sql

from tenants.scoping import Actor, ActorKind, lead_scope
from tests.cast import Cast, make_acme, make_globex
from tests.catalogue import client_key, client_tables, history_tables, partitions
from tests.database import contents, run
from tests.lived_in import live_in

LEE = Actor(kind=ActorKind.PERSON, id=uuid4(), label="Lee Park")
SAID_FOR_EVER = [
    "agents_actiontype",
    "audit_entry",
    "governance_boundaryversion",
    "governance_decision",
    "governance_intent",
    "governance_interruption",
    "governance_outcome",
    "governance_runnote",
    "governance_workflowversion",
]
CHANGES: list[LiteralString] = [
    "UPDATE {table} SET {key} = {key}",
    "DELETE FROM {table}",
    "TRUNCATE {table} CASCADE",
]
_UNFORCE: LiteralString = "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
DENIED = "permission denied|must be owner"


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme, where everything has happened once."""
    cast = make_acme()
    live_in(cast)
    return cast


@pytest.fixture(scope="module")
def them() -> Cast:
    """Globex, where everything has happened once."""
    cast = make_globex()
    live_in(cast)
    return cast


@pytest.mark.parametrize(
    "statement",
    [
        *CHANGES,
        "ALTER TABLE {table} DISABLE TRIGGER append_only",
        "ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY",
        "CREATE POLICY mine ON {table} USING (true)",
        "DROP POLICY own_client ON {table}",
        "DROP TRIGGER append_only ON {table}",
        "DROP TABLE {table}",
    ],
)
def test_the_application_neither_changes_nor_unguards_what_was_said(
    us: Cast, statement: LiteralString
) -> None:
    for table in [*SAID_FOR_EVER, *history_tables()]:
        _refused(us, statement, table=table, key=client_key(table))


@pytest.mark.parametrize(
    "statement",
    [
        "SET ROLE remit_owner",
        "SET ROLE remit_resolver",
        "SET SESSION AUTHORIZATION remit_owner",
        "SET session_replication_role = replica",
        "CREATE TABLE stolen AS SELECT * FROM agents_agent",
        "CREATE TEMPORARY TABLE tenants_membership (id uuid)",
        "SELECT FROM audit_pending",
        "SELECT FROM agents_allowance",
        "DROP FUNCTION remit_now()",
        "ALTER FUNCTION remit_now() OWNER TO remit_app",
        "UPDATE tenants_user SET is_governance_lead = true",
        (
            "INSERT INTO tenants_user (id, email, name, password, is_active, "
            "is_governance_lead) VALUES (gen_random_uuid(), 'eve@remit.example', "
            "'Eve', '', true, true)"
        ),
    ],
)
def test_the_application_cannot_become_or_replace_what_stands_above_it(
    us: Cast, statement: LiteralString
) -> None:
    _refused(us, statement)


def test_the_application_cannot_ask_for_rows_without_row_security(us: Cast) -> None:
    with (
        us.scope(),
        pytest.raises(ProgrammingError, match="affected by row-level security"),
        transaction.atomic(),
    ):
        run("SET LOCAL row_security = off; SELECT FROM agents_agent")


def test_the_ledgers_partitions_are_out_of_the_applications_reach(us: Cast) -> None:
    for table in partitions():
        _refused(us, "SELECT FROM {table}", table=table)
        _refused(us, "INSERT INTO {table} DEFAULT VALUES", table=table)


@pytest.mark.parametrize("statement", CHANGES)
def test_the_owner_too_is_refused_to_change_what_was_said(
    us: Cast, statement: LiteralString
) -> None:
    for table in [*SAID_FOR_EVER, *history_tables(), *_filled_partitions()]:
        with (
            transaction.atomic(using="owner"),
            connections["owner"].cursor() as cursor,
        ):
            # Without this the owner sees no rows, and so could change none.
            cursor.execute(_named(_UNFORCE, table))
            with pytest.raises(ProgrammingError, match="is append-only"):
                cursor.execute(_named(statement, table))
            transaction.set_rollback(True, using="owner")


@pytest.mark.parametrize("statement", CHANGES)
def test_replication_mode_does_not_switch_the_guards_off(
    us: Cast, statement: LiteralString
) -> None:
    database = settings.DATABASES["owner"]["NAME"]
    url = os.environ["DATABASE_ADMIN_URL"]
    with psycopg.connect(url, dbname=database, autocommit=True) as superuser:
        superuser.execute("SET session_replication_role = replica")
        for table in [*SAID_FOR_EVER, *history_tables(), *_filled_partitions()]:
            with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
                superuser.execute(_named(statement, table))
            assert "is append-only" in str(refused.value), table


def test_a_lead_reads_the_rows_of_all_clients(us: Cast, them: Cast) -> None:
    with lead_scope(actor=LEE):
        for table in client_tables():
            rows = run(
                "SELECT DISTINCT {key} FROM {table}", table=table, key=client_key(table)
            )
            assert {(us.client.id,), (them.client.id,)} <= set(rows), table


@pytest.mark.parametrize(
    "statement",
    [
        *CHANGES,
        "INSERT INTO {table} DEFAULT VALUES",
        "SELECT FROM {table} FOR UPDATE",
    ],
)
def test_a_lead_writes_nothing(us: Cast, statement: LiteralString) -> None:
    before = _contents(us)
    for table in client_tables():
        with (
            lead_scope(actor=LEE),
            pytest.raises(ProgrammingError, match=DENIED),
            transaction.atomic(),
        ):
            run(statement, table=table, key=client_key(table))

    assert _contents(us) == before


def _contents(cast: Cast) -> dict[str, tuple[int, str]]:
    with cast.scope():
        return contents()


def _refused(cast: Cast, statement: LiteralString, **names: str) -> None:
    with (
        cast.scope(),
        pytest.raises(ProgrammingError, match=DENIED),
        transaction.atomic(),
    ):
        run(statement, **names)


def _named(statement: LiteralString, table: str) -> sql.Composed:
    key = "client_id" if table in partitions() else client_key(table)
    return sql.SQL(statement).format(
        table=sql.Identifier(table), key=sql.Identifier(key)
    )


def _filled_partitions() -> list[str]:
    found: list[tuple[Any, ...]] = []
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r' "
            "AND pg_relation_size(oid) > 0"
        )
        found = cursor.fetchall()
    return [name for (name,) in found]
