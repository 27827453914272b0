"""A private PostgreSQL: reached through a socket in a closed folder, and only so.

Whoever can enter that folder is let in as any role, so no password exists; there
is no TCP port. One process may use the data at a time, and when it ends, however
it ends, the server shuts down.
"""

import os
import shutil
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import IO
from urllib.parse import quote, urlencode

from config.embedded import children
from config.embedded.binaries import PostgresPrograms, find_postgres
from config.embedded.children import Child, Command
from config.embedded.errors import EmbeddedServerError
from config.embedded.folders import lock, private_folder, wait_until_left
from config.embedded.identity import Identity, find_identity, give

SUPERUSER = "postgres"

_PORT = "5432"
_READY_LINE = 7
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0
_INITDB_SECONDS = 120.0
_POLL_SECONDS = 0.01
_NO_SETTINGS: Mapping[str, str] = MappingProxyType({})
_ENV = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PATH": os.defpath}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running private server."""

    child: Child
    sockets: Path
    lock: IO[bytes]

    def url(self, *, role: str, database: str) -> str:
        """Return the address of a database for a role."""
        return address(self.sockets, role=role, database=database)

    def stop(self) -> None:
        """Shut down: sessions end, what was committed is on disk."""
        self.child.stop(grace=_STOP_SECONDS)
        self.lock.close()


def address(sockets: Path, *, role: str, database: str) -> str:
    """Return where a server with this folder of sockets has a database for a role."""
    where = urlencode({"host": str(sockets)}, quote_via=quote)
    return f"postgresql://{role}@/{database}?{where}"


def start_postgres(
    *, data: Path, sockets: Path, log: Path, settings: Mapping[str, str] = _NO_SETTINGS
) -> Postgres:
    """Start the server on ``data``, which is made on first use.

    ``sockets`` is a folder from ``folders.socket_folder``; ``settings`` are
    server parameters, for example ``{"fsync": "off"}`` for tests.

    Raises:
        EmbeddedServerError: it cannot run here, another process uses the data,
            or the data is another major version's.
    """
    private_folder(data.parent)
    held = lock(data.with_name(f"{data.name}.lock"))
    try:
        child = _start(data, sockets, log, settings)
    except EmbeddedServerError:
        held.close()
        raise
    return Postgres(child=child, sockets=sockets, lock=held)


def _start(data: Path, sockets: Path, log: Path, settings: Mapping[str, str]) -> Child:
    programs = find_postgres()
    identity = find_identity(program=programs.folder / "postgres", data=data)
    if not data.exists():
        _initialise(data, programs, identity)
    _refuse_other_version(data, programs)
    give(data, identity)
    give(sockets, identity)
    _forget_predecessor(data, sockets)
    command = Command(
        name="postgres",
        arguments=_arguments(programs, data, sockets, settings),
        env=_ENV,
        stop_signal=signal.SIGINT,
        become=identity.become,
    )
    child = children.start(command, log=log)
    _wait_until_ready(child, data, log)
    return child


def _initialise(data: Path, programs: PostgresPrograms, identity: Identity) -> None:
    # Made beside and renamed when whole: an interrupted start leaves no half.
    unfinished = data.with_name(f"{data.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    give(private_folder(unfinished), identity)
    command = Command(
        name="initdb",
        arguments=[
            str(programs.folder / "initdb"),
            f"--pgdata={unfinished}",
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
        ],
        env=_ENV,
        become=identity.become,
    )
    code, output = children.run(command, seconds=_INITDB_SECONDS)
    if code != 0:
        raise EmbeddedServerError(f"initdb failed: {_last_line(output)}")
    unfinished.rename(data)


def _refuse_other_version(data: Path, programs: PostgresPrograms) -> None:
    try:
        found = (data / "PG_VERSION").read_text(encoding="ascii").strip()
    except OSError:
        found = "no known version"
    if found != str(programs.major):
        raise EmbeddedServerError(
            f"The data in {data} is of PostgreSQL {found}, but this is PostgreSQL "
            f"{programs.major}. `make reset` starts afresh."
        )


def _forget_predecessor(data: Path, sockets: Path) -> None:
    # A killed server leaves its lock files. Process numbers are used again, so
    # PostgreSQL may take a stranger for its predecessor and refuse to start.
    pid_file = data / "postmaster.pid"
    if not pid_file.exists() or not Path("/proc/self/cwd").exists():
        return
    if not wait_until_left(data, seconds=_STOP_SECONDS):
        raise EmbeddedServerError(f"Another PostgreSQL still runs on {data}.")
    pid_file.unlink(missing_ok=True)
    (sockets / f".s.PGSQL.{_PORT}.lock").unlink(missing_ok=True)


def _arguments(
    programs: PostgresPrograms, data: Path, sockets: Path, settings: Mapping[str, str]
) -> list[str]:
    parameters = {
        "listen_addresses": "",
        "port": _PORT,
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "timezone": "UTC",
        "log_timezone": "UTC",
        **settings,
    }
    pairs = [f"--{name}={value}" for name, value in parameters.items()]
    return [str(programs.folder / "postgres"), "-D", str(data), *pairs]


def _wait_until_ready(child: Child, data: Path, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not _is_ready(child, data):
        if child.exit_code() is not None:
            child.kill_session()
            raise EmbeddedServerError(f"PostgreSQL ended at once; see {log}.")
        if time.monotonic() > deadline:
            child.stop()
            raise EmbeddedServerError(f"PostgreSQL does not get ready; see {log}.")
        time.sleep(_POLL_SECONDS)


def _is_ready(child: Child, data: Path) -> bool:
    try:
        lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return (
        len(lines) > _READY_LINE
        and lines[0] == str(child.pid)
        and lines[_READY_LINE].strip() == "ready"
    )


def _last_line(output: str) -> str:
    return (output.strip().splitlines() or ["no message"])[-1]
