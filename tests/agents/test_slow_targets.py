"""A target that sends its answer byte by byte holds a worker no longer than it may."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

import httpx2
import pytest

from agents.egress import Limits
from agents.runners.exchange import Message, exchange
from agents.webhooks import new_secret

HEADERS = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
LENGTH = b"content-length: 1000\r\n\r\n"
SECONDS = 0.6


@pytest.mark.parametrize(
    "begins", [b"", HEADERS, HEADERS + LENGTH], ids=["at once", "headers", "body"]
)
def test_what_drips_is_cut(begins: bytes) -> None:
    with dripping(begins) as port:
        began = time.monotonic()
        with pytest.raises(httpx2.ReadTimeout, match="took too long"):
            exchange(message(port))

    assert time.monotonic() - began < SECONDS * 5


def test_who_answers_in_time_is_not_cut() -> None:
    answer = HEADERS + b'content-length: 15\r\n\r\n{"reference":1}'
    with dripping(answer) as port:
        assert exchange(message(port)) == (200, {"reference": 1})


def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    with pytest.raises(httpx2.ConnectError):
        exchange(message(port))


def message(port: int) -> Message:
    """Return a message to this port that may take so long."""
    host = f"127.0.0.1:{port}"
    return Message(
        method="POST",
        url=f"http://{host}/hook",
        id="1",
        body="{}",
        secrets=(new_secret(),),
        limits=Limits(listed=frozenset([host]), private=frozenset([host])),
        timeout_seconds=SECONDS,
    )


@contextmanager
def dripping(begins: bytes) -> Iterator[int]:
    """Yield the port of a server that begins so and then sends a byte at a time."""
    over = Event()
    server = socket.create_server(("127.0.0.1", 0))
    thread = Thread(target=_drip, args=(server, begins, over), daemon=True)
    thread.start()
    yield server.getsockname()[1]
    over.set()
    server.close()
    thread.join()


def _drip(server: socket.socket, begins: bytes, over: Event) -> None:
    connection, _ = server.accept()
    with connection:
        connection.recv(65_536)
        connection.sendall(begins)
        # Far more often than a limit on each read would notice.
        while not over.wait(SECONDS / 10):
            try:
                connection.sendall(b"x")
            except OSError:
                return
