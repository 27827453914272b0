"""Backups: the whole database as one archive of ``pg_dump``, and back from it.

Row security binds even the owner of the tables, so a role of its own reads for a
backup, ``remit_backup``: every table lets it see all rows, and none lets it write.
A restore fills a database that bootstrap has just made, so what bootstrap makes
(schema, extension, default rights) is left out of it. A superuser does it, as it
does bootstrap: functions belong to another role than tables. It needs no Django.
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

import psycopg

from config.embedded.binaries import find_postgres
from config.embedded.children import Command, run
from config.embedded.errors import EmbeddedServerError

_HOURS = 24 * 3600.0
_PRIVATE = 0o600
# Where row security would hide rows from the backup, it would be one without them.
_HIDDEN = """
SELECT relname FROM pg_class c
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
   AND relrowsecurity AND NOT EXISTS (
       SELECT FROM pg_policy p WHERE p.polrelid = c.oid
          AND p.polroles = ARRAY['remit_backup'::regrole::oid]
          AND p.polcmd = 'r' AND pg_get_expr(p.polqual, c.oid) = 'true')
 ORDER BY relname
"""
_TABLES = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
# What bootstrap has made already, as the archive's table of contents names it.
_MADE = ("EXTENSION", "COMMENT - EXTENSION", "SCHEMA", "ACL - SCHEMA", "DEFAULT ACL")


class BackupError(Exception):
    """It cannot be backed up, or restored; says why in one line."""


def back_up(*, url: str, archive: Path) -> None:
    """Write the database to an archive, which appears when it is whole.

    ``url`` is that of the role ``remit_backup``. All tables are read as of one
    moment, while others go on working.

    Raises:
        BackupError: the file exists, the database cannot be read whole, or the
            program fails.
    """
    if archive.exists():
        raise BackupError(f"{archive} exists: choose another name.")
    _refuse_hidden(url)
    part = archive.with_name(f"{archive.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=_PRIVATE)
    options = ["--format=custom", "--enable-row-security", "--no-unlogged-table-data"]
    try:
        _run("pg_dump", url, [*options, f"--file={part}"])
        part.rename(archive)
    finally:
        part.unlink(missing_ok=True)


def restore(*, url: str, archive: Path) -> None:
    """Fill an empty database from an archive: all of it, or nothing.

    ``url`` is a superuser's, of a database that bootstrap made.

    Raises:
        BackupError: there is no such archive, the database is not empty, or the
            program fails.
    """
    if not archive.is_file():
        raise BackupError(f"There is no archive {archive}.")
    if _asked(url, _TABLES) != [(0,)]:
        raise BackupError("The database is not empty: restore into a new one.")
    contents = archive.with_name(f"{archive.name}.contents")
    contents.write_text("\n".join(_wanted(archive)), encoding="utf-8")
    options = ["--single-transaction", "--exit-on-error", f"--use-list={contents}"]
    try:
        _run("pg_restore", url, [*options, str(archive)])
    finally:
        contents.unlink()
    _asked(url, "ANALYZE")


def _refuse_hidden(url: str) -> None:
    hidden = [str(name) for (name,) in _asked(url, _HIDDEN)]
    if hidden:
        raise BackupError(
            f"Rows of {', '.join(hidden)} are hidden from backups: "
            "run manage.py prepare first."
        )


def _wanted(archive: Path) -> Iterator[str]:
    listed = _output([_program("pg_restore"), "--list", str(archive)], {})
    for line in listed.splitlines():
        # "3; 1259 16385 TABLE public agents_agent remit_owner"
        described = " ".join(line.partition(";")[2].split()[2:])
        if not described.startswith(_MADE):
            yield line


def _asked(url: str, query: str) -> list[tuple[object, ...]]:
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            found = connection.execute(query.encode())
            return found.fetchall() if found.description else []
    except psycopg.Error as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise BackupError(f"The database refused: {first}") from error


def _run(program: str, url: str, options: list[str]) -> None:
    # No password where anybody can list the processes.
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    bare = parts._replace(netloc=f"{user.partition(':')[0]}@{host}")
    password = {"PGPASSWORD": unquote(parts.password)} if parts.password else {}
    _output([_program(program), f"--dbname={urlunsplit(bare)}", *options], password)


def _program(name: str) -> str:
    try:
        beside = find_postgres().folder / name
    except EmbeddedServerError:
        beside = Path()
    found = str(beside) if beside.is_file() else shutil.which(name)
    if found is None:
        raise BackupError(f"There is no {name} here: install PostgreSQL's client.")
    return found


def _output(arguments: list[str], extra: dict[str, str]) -> str:
    name = Path(arguments[0]).name
    env = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", **extra}
    code, output = run(Command(name=name, arguments=arguments, env=env), seconds=_HOURS)
    if code != 0:
        lines = output.strip().splitlines() or ["no message"]
        errors = [line for line in lines if "error:" in line]
        raise BackupError(f"{name} failed: {(errors or lines)[-1]}")
    return output
