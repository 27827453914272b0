"""Real processes of the tests: the bank, a Celery worker, the web server."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import httpx2

from config.embedded.children import Child, Command, start
from tests.cast import REPOSITORY
from tests.ports import free_port

_PATIENCE_SECONDS = 30
_GLANCE_SECONDS = 0.05
# How long a process may take to begin, on a busy machine.
START_SECONDS = 120

T = TypeVar("T")


class NotYetError(AssertionError):
    """What was waited for did not come."""


def eventually(
    look: Callable[[], T | None], *, seconds: float = _PATIENCE_SECONDS
) -> T:
    """Return the first true answer of ``look``; fail when none comes in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        seen = look()
        if seen:
            return seen
        time.sleep(_GLANCE_SECONDS)
    raise NotYetError(f"not within {seconds:g} seconds")


@contextmanager
def bank(folder: Path) -> Iterator[None]:
    """Run the stub bank at BANK_URL."""
    port = urlsplit(os.environ["BANK_URL"]).port
    arguments = ["examples.bank", "--port", str(port), "--data", str(folder)]
    with _process("bank", arguments, folder, ready=lambda: listens(port or 0)):
        yield


@contextmanager
def worker(folder: Path, **changed: str) -> Iterator[Child]:
    """Run a Celery worker on the tests' broker and database, in such an environment."""
    arguments = ["celery", "-A", "config.celery", "worker", "-c", "1", "-l", "INFO"]
    log, env = folder / "worker.log", {**os.environ, **changed}
    with _process(
        "worker", arguments, folder, ready=lambda: _says(log, "ready"), env=env
    ) as child:
        yield child


@contextmanager
def sweeper(folder: Path) -> Iterator[Child]:
    """Run the process that finds what is overdue."""
    arguments = ["django", "sweep", "--settings", "config.settings"]
    with _process("sweeper", arguments, folder, ready=lambda: True) as child:
        yield child


@contextmanager
def web(folder: Path, **changed: str) -> Iterator[str]:
    """Serve Remit, in an environment changed so, and yield its address."""
    port = free_port()
    arguments = ["granian", "--interface", "wsgi", "--port", str(port)]
    arguments += ["--blocking-threads", "4", "config.wsgi:application"]
    # What Remit says of its own address has to be true: a page shows it to agents.
    env = {**os.environ, "PUBLIC_URL": f"http://localhost:{port}", **changed}
    with _process("web", arguments, folder, ready=lambda: listens(port), env=env):
        yield f"http://localhost:{port}"


def example(
    name: str, *arguments: str, address: str, key: str
) -> subprocess.CompletedProcess[str]:
    """Run an example to its end, as one with remit-client installed does."""
    ours = {
        "PYTHONPATH": str(REPOSITORY / "clients/python/src"),
        "REMIT_KEY": key,
        "REMIT_URL": address,
    }
    return subprocess.run(
        [sys.executable, "-m", f"examples.{name}", *arguments],
        cwd=REPOSITORY,
        env={**os.environ, **ours},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def turn_bank(match: str, mode: str) -> None:
    """Have the bank answer so for this invoice from now on."""
    switched = httpx2.post(
        f"{os.environ['BANK_URL']}/switch", json={"match": match, "mode": mode}
    )
    assert switched.status_code == 200, switched.text


def payments_of(invoice: str) -> int:
    """Return how often the bank has paid an invoice: the truth outside of Remit."""
    booked = httpx2.get(f"{os.environ['BANK_URL']}/payments").json()["payments"]
    return sum(one["order"]["invoice"] == invoice for one in booked)


@contextmanager
def _process(
    name: str,
    arguments: list[str],
    folder: Path,
    *,
    ready: Callable[[], bool],
    env: dict[str, str] | None = None,
) -> Iterator[Child]:
    command = Command(
        name=name,
        arguments=[sys.executable, "-m", *arguments],
        cwd=REPOSITORY,
        env=env,
    )
    log = folder / f"{name}.log"
    child = start(command, log=log)
    try:
        eventually(lambda: child.exit_code() is not None or ready())
        assert child.exit_code() is None, log.read_text(encoding="utf-8")
        yield child
    finally:
        child.stop()


def listens(port: int) -> bool:
    """Return whether somebody listens at a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _says(log: Path, word: str) -> bool:
    return log.exists() and word in log.read_text(encoding="utf-8")
