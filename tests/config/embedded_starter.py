"""A process that starts private servers and then waits: tests kill it."""

import signal
import sys
from pathlib import Path

from config.embedded.folders import socket_folder
from config.embedded.postgres import start_postgres
from config.embedded.valkey import start_valkey


def main(base: Path) -> None:
    """Start both servers below ``base``; print their process ids."""
    sockets = socket_folder(base)
    postgres = start_postgres(
        data=base / "postgres", sockets=sockets, log=base / "postgres.log"
    )
    valkey = start_valkey(
        data=base / "valkey", sockets=sockets, log=base / "valkey.log", durable=True
    )
    print(postgres.child.pid, valkey.child.pid, flush=True)  # noqa: T201
    signal.pause()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
