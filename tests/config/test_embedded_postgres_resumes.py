"""The private PostgreSQL keeps its data, however it was stopped."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from config.embedded.errors import EmbeddedServerError
from config.embedded.folders import socket_folder
from config.embedded.postgres import SUPERUSER, Postgres, start_postgres


@contextmanager
def running(base: Path) -> Iterator[Postgres]:
    server = start_postgres(
        data=base / "postgres",
        sockets=socket_folder(base),
        log=base / "postgres.log",
    )
    try:
        yield server
    finally:
        server.stop()


def connect(server: Postgres) -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(server.url(role=SUPERUSER, database="postgres"))


def written(server: Postgres) -> list[int]:
    with connect(server) as connection:
        return [number for (number,) in connection.execute("SELECT * FROM kept")]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a server in whose table ``kept`` stands a 1."""
    base = tmp_path_factory.mktemp("base")
    with running(base) as server, connect(server) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS number")
    return base


def test_a_second_start_finds_the_data(base: Path) -> None:
    with running(base) as server:
        assert written(server) == [1]


def test_a_start_after_a_crash_finds_the_data(base: Path) -> None:
    with running(base) as server:
        os.kill(server.child.pid, signal.SIGKILL)

    with running(base) as server:
        assert written(server) == [1]


def test_a_start_is_not_misled_by_a_number_that_somebody_else_has_now(
    base: Path,
) -> None:
    pid_file = base / "postgres" / "postmaster.pid"
    pid_file.write_text(f"{os.getppid()}\n{base}\n0\n5432\n\n\n0 0\nready\n")

    with running(base) as server:
        assert written(server) == [1]


def test_only_one_process_uses_the_data(base: Path) -> None:
    with running(base), pytest.raises(EmbeddedServerError, match="in use"):
        start_postgres(
            data=base / "postgres",
            sockets=socket_folder(base),
            log=base / "second.log",
        )


def test_data_of_another_major_version_is_refused_in_one_line(base: Path) -> None:
    version = base / "postgres" / "PG_VERSION"
    found = version.read_text()
    version.write_text("12\n")
    try:
        with (
            pytest.raises(EmbeddedServerError, match=r"PostgreSQL 12.*make reset") as e,
            running(base),
        ):
            pass
    finally:
        version.write_text(found)

    assert "\n" not in str(e.value)


def test_it_listens_on_no_port_and_its_folders_are_closed(base: Path) -> None:
    with running(base) as server, connect(server) as connection:
        addresses = connection.execute("SHOW listen_addresses").fetchone()
        encoding = connection.execute("SHOW server_encoding").fetchone()

    assert addresses == ("",)
    assert encoding == ("UTF8",)
    assert (base / "postgres").stat().st_mode & 0o077 == 0
    assert (base / "run").stat().st_mode & 0o077 == 0
