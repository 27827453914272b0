"""Servers of the tests: loaded by ``-p tests.cluster`` before anything is set up.

Starts a private PostgreSQL and a private Valkey, and sets the environment that
``config.settings`` reads. With DATABASE_URL set already, outside servers are used
as they are and nothing is started. Processes that tests start inherit all of it.
Where tests run in several processes, each has servers of its own.
"""

import atexit
import os
import shutil
import signal
import tempfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from config.bootstrap import APPLICATION, OWNER, bootstrap
from config.embedded.errors import EmbeddedServerError
from config.embedded.folders import lock, socket_folder
from config.embedded.postgres import SUPERUSER, Postgres, start_postgres
from config.embedded.valkey import Valkey, start_valkey
from tests.ports import free_port

_PREFIX = "remit-test-"
_MEMORY = Path("/dev/shm")  # noqa: S108 - a private folder is made within
_ROOM_BYTES = 1024**3
_DATABASE = "remit"
# A crash loses the tests' data, and nobody misses it.
_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Servers:
    """A private PostgreSQL and a private Valkey, in a folder of their own."""

    def __init__(self, base: Path, *, durable: bool) -> None:
        """Start both."""
        self._base, self._sockets = base, socket_folder(base)
        self._settings = {} if durable else _FAST
        self.postgres = self._start_postgres()
        self.valkey = self._start_valkey()

    def stop(self) -> None:
        """Shut both down."""
        self.valkey.stop()
        self.postgres.stop()

    def crash_postgres(self) -> None:
        """Let PostgreSQL end without a word to anybody, and start it again."""
        child = self.postgres.child
        # An immediate shutdown: sessions are cut, and nothing is written any more.
        os.kill(child.pid, signal.SIGQUIT)
        child.stop()
        self.postgres.lock.close()
        self.postgres = self._start_postgres()

    @contextmanager
    def without_valkey(self) -> Iterator[None]:
        """Have no broker for a while; what it knew is gone."""
        self.valkey.stop()
        try:
            yield
        finally:
            self.valkey = self._start_valkey()

    @contextmanager
    def with_frozen_valkey(self) -> Iterator[None]:
        """Have a broker for a while that takes connections and never answers."""
        os.killpg(self.valkey.child.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.valkey.child.pid, signal.SIGCONT)

    def _start_postgres(self) -> Postgres:
        return start_postgres(
            data=self._base / "postgres",
            sockets=self._sockets,
            log=self._base / "postgres.log",
            settings=self._settings,
        )

    def _start_valkey(self) -> Valkey:
        return start_valkey(
            data=self._base / "valkey",
            sockets=self._sockets,
            log=self._base / "valkey.log",
            durable=False,
        )


def start_servers(*, durable: bool = False) -> Servers:
    """Start both servers and set the environment; they end with this process.

    With ``durable``, what has been committed survives a crash, as in production.
    """
    base = _make_folder(in_memory=not durable)
    held = lock(base / "tests.lock")
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    atexit.register(held.close)
    servers = Servers(base, durable=durable)
    atexit.register(servers.stop)
    os.environ.update(_environment(servers.postgres, servers.valkey, base))
    bootstrap(
        admin_url=os.environ["DATABASE_ADMIN_URL"],
        owner_url=os.environ["DATABASE_OWNER_URL"],
        application_url=os.environ["DATABASE_URL"],
    )
    return servers


def _environment(postgres: Postgres, valkey: Valkey, base: Path) -> dict[str, str]:
    bank = f"127.0.0.1:{free_port()}"
    return {
        "DATABASE_URL": postgres.url(role=APPLICATION, database=_DATABASE),
        "DATABASE_OWNER_URL": postgres.url(role=OWNER, database=_DATABASE),
        "DATABASE_ADMIN_URL": postgres.url(role=SUPERUSER, database="postgres"),
        "BROKER_URL": valkey.url(),
        "SECRET_KEY": "the tests' key, known to everybody, and so of no use to them",
        "KEY_PEPPER": "the tests' pepper, which is known as well",
        "FIELD_KEY": b64encode(bytes(range(32))).decode(),
        "PERMIT_KEY": b64encode(bytes(range(32, 64))).decode(),
        "BANK_URL": f"http://{bank}",
        "BANK_SECRET": f"whsec_{b64encode(b'the bank of the tests').decode()}",
        "EGRESS_ALLOWED": bank,
        "SWEEP_SECONDS": "1",
        "EMAIL_FILE_PATH": str(base / "mail"),
        "REMIT_DATA": str(base / "data"),
    }


def _make_folder(*, in_memory: bool) -> Path:
    where = Path(tempfile.gettempdir())
    if in_memory and _has_room(_MEMORY):
        where = _MEMORY
    for abandoned in where.glob(f"{_PREFIX}*"):
        _remove_if_abandoned(abandoned)
    return Path(tempfile.mkdtemp(prefix=_PREFIX, dir=where))


def _has_room(where: Path) -> bool:
    return os.access(where, os.W_OK) and shutil.disk_usage(where).free > _ROOM_BYTES


def _remove_if_abandoned(folder: Path) -> None:
    # A run that was killed could not tidy up; one that goes on holds its lock.
    try:
        held = lock(folder / "tests.lock")
    except (EmbeddedServerError, OSError):
        return
    shutil.rmtree(folder, ignore_errors=True)
    held.close()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the servers, before the settings are read."""
    shared_out = early_config.known_args_namespace.numprocesses
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    if not os.environ.get("DATABASE_URL") and (is_worker or not shared_out):
        start_servers()
