"""Every table keeps clients apart: asked of the database, not of the code.

A new table fails here until it has what all others have.
"""

import re
from typing import Any

from django.db import models

from tenants.models import ClientOwned
from tests.catalogue import (
    GLOBAL,
    ask,
    client_key,
    client_tables,
    history_tables,
    owned_models,
    partitions,
    tables,
)

_COLUMNS = """
SELECT attrelid::regclass::text, attname FROM pg_attribute
 WHERE attrelid IN (SELECT oid FROM pg_class
                     WHERE relnamespace = 'public'::regnamespace
                       AND relkind IN ('r', 'p') AND NOT relispartition)
   AND attnum > 0 AND NOT attisdropped
"""
_SECURITY = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
   AND NOT (relrowsecurity AND relforcerowsecurity)
"""
_POLICIES = """
SELECT polrelid::regclass::text, polname, polcmd, polpermissive,
       polroles::regrole[]::text[],
       pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
  FROM pg_policy
"""
_FOREIGN_KEYS = """
SELECT conrelid::regclass::text, confrelid::regclass::text,
       (SELECT array_agg(attname::text ORDER BY ord)
          FROM unnest(conkey) WITH ORDINALITY AS k (num, ord)
          JOIN pg_attribute ON attrelid = conrelid AND attnum = k.num),
       (SELECT array_agg(attname::text ORDER BY ord)
          FROM unnest(confkey) WITH ORDINALITY AS k (num, ord)
          JOIN pg_attribute ON attrelid = confrelid AND attnum = k.num)
  FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND convalidated
"""
# Also those of unique and exclusion constraints, which have an index each.
_UNIQUE = """
SELECT indrelid::regclass::text,
       array_agg(pg_get_indexdef(indexrelid, num, true) ORDER BY num)
  FROM pg_index, generate_series(1, indnkeyatts) AS num
 WHERE indrelid IN (SELECT oid FROM pg_class
                     WHERE relnamespace = 'public'::regnamespace)
   AND (indisunique OR indisexclusion) AND NOT indisprimary
 GROUP BY indexrelid, indrelid
"""
_CHECKS = """
SELECT conrelid::regclass::text, attname, pg_get_constraintdef(pg_constraint.oid)
  FROM pg_constraint
  JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
 WHERE contype = 'c' AND cardinality(conkey) = 1
"""

_SCOPE = "(NULLIF(current_setting('app.client'::text, true), ''::text))::uuid"
_CLIENT = "tenants_client"

# Unique across clients on purpose, each for its reason.
_UNIQUE_ACROSS_CLIENTS = {
    # Found by it before the client is known; made at random.
    ("agents_agentkey", "prefix"),
    ("governance_feedkey", "prefix"),
    # It is the client's address: /c/<slug>/.
    ("tenants_client", "slug"),
}
# What look-ups may read before the client is known: see test_catalogue_grants.
_RESOLVED = {
    "agents_agent",
    "agents_agentkey",
    "governance_feedkey",
    "governance_action",
    "governance_announcement",
    "governance_checkpoint",
    "governance_clearance",
    "governance_compensation",
    "governance_drill",
    "governance_readiness",
    "governance_idempotencykey",
    "governance_recount",
    "governance_replayjob",
    "governance_run",
    "governance_ticket",
    "tenants_client",
    "tenants_invitation",
    "tenants_membership",
}
# Ids of rows without a foreign key, each for its reason.
_PLAIN_IDS = {
    # The ledger's partitions may be moved away while the texts stay.
    "audit_privatevalue.entry_id",
    # Of a mail, which is no client's row and is deleted when it is old.
    "governance_checkpointnotice.mail_id",
    "governance_ticketnotice.mail_id",
    # Of five kinds of things; a foreign one halts nothing.
    "governance_halt.target_id",
    # Of a boundary version or a clearance; of a foreign one nothing is asked.
    "governance_review.target_id",
}


def test_every_table_is_a_clients_or_argued_to_be_global() -> None:
    with_client = {table for table, column in ask(_COLUMNS) if column == "client_id"}
    own = {table for table in client_tables() if client_key(table) == "id"}

    assert set(client_tables()) == (with_client - {"audit_pending"}) | own
    assert set(GLOBAL) <= set(tables())


def test_there_are_no_views() -> None:
    # One without security_invoker would show every client's rows.
    others = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    assert ask(f"{others} AND relkind IN ('v', 'm', 'f')") == []


def test_every_clients_table_has_row_security_that_binds_its_owner_too() -> None:
    assert {table for (table,) in ask(_SECURITY)} == set(GLOBAL)


def test_a_clients_rows_are_shown_to_its_scope_to_leads_and_to_backups_alone() -> None:
    expected: set[tuple[Any, ...]] = set()
    for table in client_tables():
        own = f"({client_key(table)} = {_SCOPE})"
        expected |= {
            (table, "own_client", "*", True, "remit_app", own, own),
            (table, "lead_reads", "r", True, "remit_lead", "true", None),
        }
    for table in {*client_tables(), *partitions()}:
        backup = (table, "backup_reads", "r", True, "remit_backup", "true", None)
        expected.add(backup)
    for table in _RESOLVED:
        reads = (table, "resolver_reads", "r", True, "remit_resolver", "true", None)
        expected.add(reads)
    for keys in ("agents_agentkey", "governance_feedkey"):
        dates = (keys, "resolver_dates", "w", True, "remit_resolver")
        expected.add((*dates, "true", "true"))
    found = {(*row[:4], ",".join(row[4]), *row[5:]) for row in ask(_POLICIES)}

    assert found == expected


def test_every_foreign_key_between_clients_rows_is_composite() -> None:
    for table, target, columns, referred in ask(_FOREIGN_KEYS):
        if target == _CLIENT:
            assert (columns, referred) == (["client_id"], ["id"]), table
        elif target in client_tables():
            assert table in client_tables(), f"{table} belongs to no client"
            assert columns[0] == "client_id", f"{table} {columns}"
            assert referred == ["client_id", "id"], f"{table} {columns}"


def test_every_clients_row_refers_to_its_client() -> None:
    found = {table for table, target, *_ in ask(_FOREIGN_KEYS) if target == _CLIENT}
    owned = {model._meta.db_table for model in owned_models()}

    assert found == owned


def test_every_models_reference_to_a_clients_row_has_its_composite_key() -> None:
    found = {(table, target, *columns) for table, target, columns, _ in _composite()}
    expected = {
        (
            model._meta.db_table,
            field.remote_field.model._meta.db_table,
            "client_id",
            field.column,
        )
        for model in owned_models()
        for field in model._meta.local_fields
        if isinstance(field, models.ForeignKey)
        and issubclass(field.remote_field.model, ClientOwned)
    }

    assert found == expected
    assert len(expected) > 30


def _composite() -> list[tuple[Any, ...]]:
    return [row for row in ask(_FOREIGN_KEYS) if len(row[2]) > 1]


def test_an_id_without_a_foreign_key_is_argued() -> None:
    found = {
        f"{model._meta.db_table}.{field.column}"
        for model in owned_models()
        for field in model._meta.local_fields
        if isinstance(field, models.UUIDField) and not field.primary_key
    }

    assert found == _PLAIN_IDS


def test_every_clients_row_can_be_referred_to_with_its_client() -> None:
    unique = {(table, *columns) for table, columns in ask(_UNIQUE)}
    for model in owned_models():
        assert (model._meta.db_table, "client_id", "id") in unique


def test_what_is_unique_is_unique_within_its_client() -> None:
    # A conflict across clients would tell that the other's row exists.
    owned = set(client_tables()) | set(partitions())
    across = {
        (table, *columns)
        for table, columns in ask(_UNIQUE)
        if table in owned and columns[0] != "client_id"
    }

    assert across == _UNIQUE_ACROSS_CLIENTS


def test_every_choice_is_checked_by_the_database() -> None:
    # Versions are copies of rows that have been checked.
    checked: dict[tuple[str, str], set[str]] = {}
    for table, column, definition in ask(_CHECKS):
        words = re.findall(r"'([^']*)'::", definition)
        checked.setdefault((table, column), set()).update(words)
    versions = set(history_tables())
    for model in owned_models():
        table = model._meta.db_table
        assert table not in versions
        for field in model._meta.local_fields:
            if field.choices:
                known = {str(value) for value, _ in field.flatchoices}
                known |= {""} if field.blank else set()
                assert checked.get((table, field.attname)) == known, field
