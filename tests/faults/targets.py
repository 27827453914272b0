"""F34: a target leads elsewhere, drips, or turns out to be at a private address."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Event, Thread
from typing import Any

from agents.models import AllowedHost, EffectClass, RunnerKind
from agents.services import allow_host, connect_runner, publish_action_type
from agents.webhooks import new_secret
from config.demo.process import PAY
from tenants.identifiers import uuid7
from tests.cast import Cast
from tests.database import changed_by_force
from tests.faults.acting import asked, ended
from tests.faults.ground import TARGETS
from tests.faults.kinds import TIMEOUT_SECONDS
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack
from tests.governance.kinds import allow

# No worker may be held for longer by whatever is at the other end.
_MOST_SECONDS = 10


@dataclass
class Elsewhere:
    """A port that nobody may be led to, and how often somebody came."""

    port: int
    visits: int = 0


@fault(
    "F34",
    "a target leads elsewhere, drips, or is at a private address by now",
    "not followed, cut, not reached; no worker is held for 10 s",
)
def targets_misbehave(scene: Scene) -> Seen:
    """Send to a target that redirects, to one that drips, and to one that moved."""
    stack, cast = scene.stack, scene.acme()
    with cast.scope(cast.ada):
        for target in TARGETS:
            allow_host(target, by=cast.ada, reason="A trial.")
    with _elsewhere() as elsewhere, _leading(elsewhere.port), _dripping():
        leads = _declared(cast, "lead.away", TARGETS[0])
        drips = _declared(cast, "drip.on", TARGETS[1])
        moved = _declared(cast, "move.away", TARGETS[0])
        _move(cast, moved, elsewhere.port)
        seen = [_sent(stack, cast, one) for one in (leads, drips, moved)]

        assert [status for status, _ in seen] == ["unknown", "unknown", "failed"]
        assert elsewhere.visits == 0
    slowest = max(took for _, took in seen)
    assert slowest < _MOST_SECONDS
    return Seen("not followed, cut, not reached", f"{slowest:.1f} s at most")


def _declared(cast: Cast, name: str, target: str) -> str:
    with cast.scope(cast.ada):
        runner = connect_runner(
            name=name,
            kind=RunnerKind.WEBHOOK,
            url=f"http://{target}/hook",
            secret=new_secret(),
            timeout=TIMEOUT_SECONDS,
        )
        unsafe = replace(PAY, name=name, effect_class=EffectClass.UNSAFE, probe={})
        publish_action_type(unsafe, runner=runner)
        allow(cast, name)
    return name


def _move(cast: Cast, name: str, port: int) -> None:
    """Have a name that was let through stand for an address of this machine."""
    with cast.scope(cast.ada):
        host = AllowedHost.objects.first()
        assert host is not None
        host.pk, host.host, host.port = uuid7(), "localhost", port
        host.save(force_insert=True)
    changed = changed_by_force(
        "UPDATE agents_runner SET url = %s WHERE name = %s AND client_id = %s",
        f"https://localhost:{port}/hook",
        name,
        str(cast.client.id),
    )
    assert changed == 1


def _sent(stack: Stack, cast: Cast, action: str) -> tuple[str, float]:
    made = asked(stack, cast, action=action)
    began = time.monotonic()
    return ended(stack, cast, made).status, time.monotonic() - began


@contextmanager
def _elsewhere() -> Iterator[Elsewhere]:
    """Listen where nobody may come, and count who does."""
    server = socket.create_server(("127.0.0.1", 0))
    found = Elsewhere(server.getsockname()[1])

    def count() -> None:
        with suppress(OSError):
            while True:
                server.accept()[0].close()
                found.visits += 1

    with _running(count, server.close):
        yield found


@contextmanager
def _leading(port: int) -> Iterator[None]:
    """Answer every request with the way to somewhere else."""

    class Leading(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(HTTPStatus.TEMPORARY_REDIRECT)
            self.send_header("Location", f"http://127.0.0.1:{port}/hook")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = HTTPServer(_address(TARGETS[0]), Leading)
    with _running(server.serve_forever, server.shutdown):
        yield
    server.server_close()


@contextmanager
def _dripping() -> Iterator[None]:
    """Answer a byte at a time, more often than a limit on each read would notice."""
    server, over = socket.create_server(_address(TARGETS[1])), Event()

    def drip() -> None:
        with suppress(OSError):
            connection, _ = server.accept()
            with connection:
                connection.recv(65_536)
                while not over.wait(TIMEOUT_SECONDS / 10):
                    connection.sendall(b"x")

    def end() -> None:
        over.set()
        server.close()

    with _running(drip, end):
        yield


@contextmanager
def _running(serve: Callable[[], None], end: Callable[[], None]) -> Iterator[None]:
    thread = Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield
    finally:
        end()


def _address(target: str) -> tuple[str, int]:
    host, _, port = target.partition(":")
    return host, int(port)
