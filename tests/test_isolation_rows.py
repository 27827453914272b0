"""One client's rows do not exist for another: in SQL, as the application's role."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, transaction

from governance.models import RunNote
from tenants.clock import database_now
from tests.cast import Cast, make_acme, make_globex
from tests.catalogue import client_key, client_tables
from tests.database import changed, contents, run
from tests.lived_in import live_in

_INSERTABLE = """
SELECT attname::text FROM pg_attribute
 WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
   AND has_column_privilege(attrelid, attnum, 'INSERT')
"""
# By a trigger that looks for what a row is about, and in this scope finds nothing.
_TOLD_FIRST = {"governance_checkpointanswer": "only a question that waits is answered"}
# What a new row has to be, whichever row it is copied from.
_BEGINS = {"governance_checkpoint": {"state": "waiting"}}


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


def test_every_table_has_rows_of_both(us: Cast, them: Cast) -> None:
    # Otherwise the tests below would say nothing about the empty ones.
    for cast in (us, them):
        with cast.scope():
            assert [name for name, (count, _) in contents().items() if not count] == []


@pytest.mark.parametrize("nobody", ["", "c8e82a35-c088-4cef-b380-81920d75cf3c"])
def test_the_setting_of_no_client_shows_no_row(us: Cast, nobody: str) -> None:
    with transaction.atomic():
        run("SELECT set_config('app.client', %s, true)", nobody)

        assert {count for count, _ in contents().values()} == {0}


def test_a_scope_shows_its_own_rows_and_no_others(us: Cast, them: Cast) -> None:
    with us.scope():
        for table in client_tables():
            rows = run(
                "SELECT DISTINCT {key} FROM {table}", table=table, key=client_key(table)
            )
            assert rows == [(us.client.id,)], table


def test_the_models_of_a_scope_have_its_own_rows_and_no_others(
    us: Cast, them: Cast
) -> None:
    tables = set(client_tables())
    models = [one for one in apps.get_models() if one._meta.db_table in tables]
    assert len(models) == len(tables)
    for model in models:
        key = client_key(model._meta.db_table)
        manager = model._default_manager
        with them.scope():
            foreign = set(manager.values_list("pk", flat=True))
        with us.scope():
            assert not manager.filter(pk__in=foreign).exists(), model
            assert not manager.filter(**{key: them.client.id}).exists(), model
            assert not manager.exclude(**{key: us.client.id}).exists(), model
            assert manager.exists(), model


def test_no_row_can_be_inserted_for_another_client(us: Cast, them: Cast) -> None:
    with us.scope():
        for table in client_tables():
            theirs = {client_key(table): them.client.id, **_BEGINS.get(table, {})}
            with (
                pytest.raises((ProgrammingError, IntegrityError)) as refused,
                transaction.atomic(),
            ):
                _copy(table, theirs)
            told = _TOLD_FIRST.get(table, "violates row-level security policy")
            assert told in str(refused.value), table


def test_no_row_can_be_handed_to_another_client(us: Cast, them: Cast) -> None:
    # The only table all of whose columns may be updated.
    with (
        us.scope(),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        run("UPDATE governance_boundaryrule SET client_id = %s", them.client.id)


def test_no_row_of_another_client_can_be_changed_or_deleted(
    us: Cast, them: Cast
) -> None:
    with them.scope():
        before = contents()
        member = run("SELECT id FROM tenants_groupmember")[0][0]
    with us.scope():
        foreign = [them.client.id]
        own = changed("UPDATE governance_run SET summary = '-' WHERE true")
        assert own > 0
        assert not changed(
            "UPDATE governance_run SET summary = '-' WHERE client_id = %s", *foreign
        )
        assert not changed(
            "UPDATE governance_boundaryrule SET title = '-' WHERE client_id = %s",
            *foreign,
        )
        assert not changed("DELETE FROM tenants_groupmember WHERE id = %s", member)
        assert not changed(
            "DELETE FROM governance_boundaryrule WHERE client_id = %s", *foreign
        )
    with them.scope():
        assert contents() == before


@pytest.mark.parametrize(
    ("table", "column", "target"),
    [
        ("agents_agentkey", "agent_id", "agents_agent"),
        ("governance_clearance", "agent_id", "agents_agent"),
        ("governance_clearance", "signed_by_id", "tenants_membership"),
        ("governance_decision", "action_id", "governance_action"),
        ("governance_interruption", "ticket_id", "governance_ticket"),
        ("governance_outcome", "intent_id", "governance_intent"),
        ("governance_runnote", "run_id", "governance_run"),
        ("tenants_groupmember", "membership_id", "tenants_membership"),
    ],
)
def test_no_row_can_refer_to_one_of_another_client(
    us: Cast, them: Cast, table: str, column: str, target: str
) -> None:
    with them.scope():
        foreign = run("SELECT id FROM {table} LIMIT 1", table=target)[0][0]
    values: dict[str, Any] = {column: foreign}
    if table == "agents_agentkey":
        values["prefix"] = uuid4().hex[:8]
    with us.scope(), transaction.atomic():
        with pytest.raises(IntegrityError) as refused, transaction.atomic():
            _copy(table, values)
        transaction.set_rollback(True)

    assert f'"{table}_client_id_{column}_fkey"' in str(refused.value)


def test_the_orm_cannot_refer_to_one_of_another_client(us: Cast, them: Cast) -> None:
    with them.scope():
        foreign = run("SELECT id FROM governance_run LIMIT 1")[0][0]
    with us.scope():
        note = RunNote(run_id=foreign, text="Not ours.", noted_at=database_now())
        with pytest.raises(IntegrityError), transaction.atomic():
            note.save()


def test_what_is_unique_within_a_client_may_be_twice_across(
    us: Cast, them: Cast
) -> None:
    with us.scope():
        ours = run("SELECT number FROM governance_run")
    with them.scope():
        theirs = run("SELECT number FROM governance_run")

    assert sorted(ours) == sorted(theirs)


def test_bulk_writes_past_the_managers_save_are_refused_by_the_database(
    us: Cast, them: Cast
) -> None:
    with them.scope():
        foreign = RunNote.objects.earliest("id")
    foreign.id = uuid4()
    with (
        us.scope(),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        RunNote.objects.bulk_create([foreign])


def _copy(table: str, values: dict[str, Any]) -> None:
    """Insert a copy of a row of the scope, with a new id and some other values."""
    columns = [name for (name,) in run(_INSERTABLE, table)]
    key = "history_id" if "history_id" in columns else "id"
    given: dict[str, UUID | str] = {key: uuid4(), **values}
    quote = connection.ops.quote_name
    chosen = ["%s" if name in given else quote(name) for name in columns]
    statement = (
        f"INSERT INTO {quote(table)} ({', '.join(map(quote, columns))}) "  # noqa: S608
        f"SELECT {', '.join(chosen)} FROM {quote(table)} LIMIT 1"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [given[name] for name in columns if name in given])
