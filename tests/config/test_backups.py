"""A backup holds every row of every client, and comes back as it was."""

import os
import re
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
from config.bootstrap import APPLICATION, BACKUP, OWNER
from config.embedded.binaries import find_postgres
from tests.cast import Cast
from tests.catalogue import ask
from tests.governance.happenings import an_invoice, unknown

_RESTORED = "remit_restored"
_ADMIN = os.environ["DATABASE_ADMIN_URL"]
_OURS = os.environ["DATABASE_URL"]
_TABLES: LiteralString = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
   AND relkind IN ('r', 'p') AND relpersistence <> 'u'
"""


def address(role: str, database: str) -> str:
    parts = urlsplit(_OURS)
    user = parts.netloc.replace(APPLICATION, role)
    return parts._replace(netloc=user, path=f"/{database}").geturl()


def rows(database: str) -> dict[str, int]:
    """Return how many rows each table has for a superuser, who sees them all."""
    counted = {}
    with psycopg.connect(_ADMIN, dbname=database) as admin:
        for (name,) in admin.execute(_TABLES).fetchall():
            count = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
            (counted[name],) = admin.execute(count).fetchone() or (0,)
    return counted


def described(database: str) -> str:
    """Return the whole schema: tables, policies, triggers, grants, functions."""
    program = find_postgres().folder / "pg_dump"
    url = urlsplit(_ADMIN)._replace(path=f"/{database}").geturl()
    found = subprocess.run(
        [program, "--schema-only", url], capture_output=True, text=True, check=True
    )
    # A random word guards the file against what psql would take for orders, and
    # a constraint that was read once is written with its casts elsewhere.
    lines = [line for line in found.stdout.splitlines() if not line.startswith("\\")]
    return re.sub(r"::(text|character varying)(\[\])?|[()]", "", "\n".join(lines))


@pytest.fixture
def another(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The addresses of another database, which nobody has made yet."""
    monkeypatch.setenv("DATABASE_OWNER_URL", address(OWNER, _RESTORED))
    monkeypatch.setenv("DATABASE_URL", address(APPLICATION, _RESTORED))
    yield
    with psycopg.connect(_ADMIN, autocommit=True) as admin:
        name = sql.Identifier(_RESTORED)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of the database of these tests."""
    written = tmp_path / "remit.backup"
    with monkeypatch.context() as changed:
        changed.setenv("DATABASE_BACKUP_URL", address(BACKUP, "remit"))
        call_command("backup", str(written))
    return written


@pytest.mark.usefixtures("globex")
def test_what_was_backed_up_comes_back_whole(
    acme: Cast, request: pytest.FixtureRequest
) -> None:
    unknown(acme, amount="1.00", invoice=an_invoice())
    archive: Path = request.getfixturevalue("archive")
    application = address(APPLICATION, _RESTORED)
    request.getfixturevalue("another")

    call_command("restore", str(archive))

    assert archive.stat().st_mode & 0o077 == 0
    assert rows(_RESTORED) == rows("remit")
    assert rows("remit")["audit_entry"]
    assert described(_RESTORED) == described("remit")
    with psycopg.connect(application) as one:
        one.execute("SELECT set_config('app.client', %s, true)", [str(acme.client.id)])
        seen = one.execute("SELECT client_id FROM agents_agent").fetchall()
    assert {client for (client,) in seen} == {acme.client.id}


def test_nothing_is_restored_over_what_is_there(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_BACKUP_URL", address(BACKUP, "remit"))
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


@pytest.mark.usefixtures("another")
def test_half_an_archive_restores_nothing(
    archive: Path,
) -> None:
    whole = archive.read_bytes()
    archive.write_bytes(whole[: len(whole) // 2])

    run = subprocess.run(
        [sys.executable, "manage.py", "restore", str(archive)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1
    assert run.stderr.startswith("CommandError: pg_restore failed")
    assert rows(_RESTORED) == {}
