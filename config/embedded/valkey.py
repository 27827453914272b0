"""A private Valkey: Celery's broker, on a socket in a closed folder."""

import socket
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from config.embedded import children
from config.embedded.binaries import find_valkey
from config.embedded.children import Child, Command
from config.embedded.errors import EmbeddedServerError
from config.embedded.folders import lock, private_folder, wait_until_left

_SOCKET = "valkey.sock"
_START_SECONDS = 20.0
_STOP_SECONDS = 5.0
_POLL_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Valkey:
    """A running private server."""

    child: Child
    sockets: Path
    lock: IO[bytes]

    def url(self) -> str:
        """Return the address for Celery."""
        return f"redis+socket://{self.sockets / _SOCKET}"

    def stop(self) -> None:
        """Shut down."""
        self.child.stop(grace=_STOP_SECONDS)
        self.lock.close()


def start_valkey(*, data: Path, sockets: Path, log: Path, durable: bool) -> Valkey:
    """Start the server; with ``durable`` it keeps messages in ``data``.

    Raises:
        EmbeddedServerError: it cannot run here, or another process uses the data.
    """
    private_folder(data)
    held = lock(data.with_name(f"{data.name}.lock"))
    try:
        child = _start(data, sockets, log, durable=durable)
    except EmbeddedServerError:
        held.close()
        raise
    return Valkey(child=child, sockets=sockets, lock=held)


def _start(data: Path, sockets: Path, log: Path, *, durable: bool) -> Child:
    if not wait_until_left(data, seconds=_STOP_SECONDS):
        raise EmbeddedServerError(f"Another Valkey still runs on {data}.")
    arguments = {
        "--port": "0",
        "--unixsocket": str(sockets / _SOCKET),
        "--unixsocketperm": "700",
        "--dir": str(data),
        "--appendonly": "yes" if durable else "no",
        "--save": "",
        # A full broker must refuse, not forget.
        "--maxmemory-policy": "noeviction",
    }
    pairs = [part for pair in arguments.items() for part in pair]
    command = Command(name="valkey", arguments=[str(find_valkey()), *pairs])
    child = children.start(command, log=log)
    _wait_until_ready(child, sockets / _SOCKET, log)
    return child


def _wait_until_ready(child: Child, address: Path, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not _answers(address):
        if child.exit_code() is not None:
            child.kill_session()
            raise EmbeddedServerError(f"Valkey ended at once; see {log}.")
        if time.monotonic() > deadline:
            child.stop()
            raise EmbeddedServerError(f"Valkey does not get ready; see {log}.")
        time.sleep(_POLL_SECONDS)


def _answers(address: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(address))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
