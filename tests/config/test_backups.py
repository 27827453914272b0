"""A backup holds every row of every client, and comes back as it was."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg import sql

from config.backups import BackupError, back_up
from config.bootstrap import APPLICATION, BACKUP, OWNER, bootstrap
from config.embedded.binaries import find_postgres
from tests.cast import Cast
from tests.catalogue import ask
from tests.governance.happenings import an_invoice, unknown

_RESTORED = "remit_restored"
_ADMIN = os.environ["DATABASE_ADMIN_URL"]
_ROWS: LiteralString = """
SELECT relname, (xpath('/row/n/text()', query_to_xml(
           format('SELECT count(*) AS n FROM %I', relname), false, true, '')
       ))[1]::text::bigint
  FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
   AND relpersistence <> 'u' ORDER BY relname
"""


def address(role: str, database: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    user = parts.netloc.replace(APPLICATION, role)
    return parts._replace(netloc=user, path=f"/{database}").geturl()


def asked(database: str, query: LiteralString) -> list[tuple[object, ...]]:
    """Return what a superuser sees, whom row security does not bind."""
    with psycopg.connect(_ADMIN, dbname=database) as admin:
        return admin.execute(query).fetchall()


def described(database: str) -> str:
    """Return the whole schema: tables, policies, triggers, grants, functions."""
    program = find_postgres().folder / "pg_dump"
    url = urlsplit(_ADMIN)._replace(path=f"/{database}").geturl()
    found = subprocess.run(
        [program, "--schema-only", url], capture_output=True, text=True, check=True
    )
    # A random word guards the file against what psql would take for orders.
    lines = found.stdout.splitlines()
    return "\n".join(line for line in lines if not line.startswith("\\"))


@pytest.fixture
def empty() -> Iterator[str]:
    """The owner's address of a database that bootstrap has just made."""
    bootstrap(
        admin_url=_ADMIN,
        owner_url=address(OWNER, _RESTORED),
        application_url=address(APPLICATION, _RESTORED),
    )
    yield address(OWNER, _RESTORED)
    with psycopg.connect(_ADMIN, autocommit=True) as admin:
        name = sql.Identifier(_RESTORED)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture
def backed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_BACKUP_URL", address(BACKUP, "remit"))


@pytest.mark.usefixtures("backed_up")
def test_what_was_backed_up_comes_back_whole(
    acme: Cast,
    globex: Cast,
    empty: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    archive = tmp_path / "remit.backup"
    unknown(acme, amount="1.00", invoice=an_invoice())
    monkeypatch.setenv("DATABASE_OWNER_URL", empty)

    call_command("backup", str(archive))
    call_command("restore", str(archive))

    assert archive.stat().st_mode & 0o077 == 0
    assert asked(_RESTORED, _ROWS) == asked("remit", _ROWS)
    assert dict(asked("remit", _ROWS))["audit_entry"]
    assert described(_RESTORED) == described("remit")
    with psycopg.connect(address(APPLICATION, _RESTORED)) as application:
        scope = "SELECT set_config('app.client', %s, true)"
        application.execute(scope, [str(acme.client.id)])
        seen = application.execute("SELECT client_id FROM agents_agent").fetchall()
    assert {client for (client,) in seen} == {acme.client.id}


@pytest.mark.usefixtures("backed_up")
def test_nothing_is_restored_over_what_is_there(tmp_path: Path) -> None:
    archive = tmp_path / "remit.backup"
    call_command("backup", str(archive))
    before = ask("SELECT count(*) FROM audit_entry")

    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", str(archive))
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", str(archive))
    with pytest.raises(CommandError, match="no archive"):
        call_command("restore", str(tmp_path / "another"))
    assert ask("SELECT count(*) FROM audit_entry") == before


def test_a_role_that_sees_less_than_everything_makes_no_backup(tmp_path: Path) -> None:
    archive = tmp_path / "remit.backup"

    with pytest.raises(BackupError, match="pg_dump failed"):
        back_up(url=address(APPLICATION, "remit"), archive=archive)
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_hides_rows_from_backups_stops_them(tmp_path: Path) -> None:
    archive = tmp_path / "remit.backup"
    with psycopg.connect(_ADMIN, dbname="remit", autocommit=True) as admin:
        admin.execute("DROP POLICY backup_reads ON agents_agent")
        try:
            with pytest.raises(BackupError, match="agents_agent are hidden"):
                back_up(url=address(BACKUP, "remit"), archive=archive)
        finally:
            admin.execute(
                "CREATE POLICY backup_reads ON agents_agent FOR SELECT "
                "TO remit_backup USING (true)"
            )


def test_half_an_archive_restores_nothing(empty: str, tmp_path: Path) -> None:
    archive = tmp_path / "remit.backup"
    back_up(url=address(BACKUP, "remit"), archive=archive)
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])

    run = subprocess.run(
        [sys.executable, "manage.py", "restore", str(archive)],
        env={**os.environ, "DATABASE_OWNER_URL": empty},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert run.stderr.startswith("CommandError: pg_restore failed")
    assert asked(_RESTORED, _ROWS) == []
