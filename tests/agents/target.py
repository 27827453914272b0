"""A target of webhooks that keeps what it is sent, and answers as it is told."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from agents.models import Runner
from agents.webhooks import new_secret
from tests.agents.connecting import connect
from tests.cast import Cast


class Target(BaseHTTPRequestHandler):
    """One request; what is told to the class counts for the next."""

    status = 200
    seen: list[tuple[dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        self.seen.append((dict(self.headers), self.rfile.read(size)))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def listening(settings: Any) -> Iterator[str]:
    """Yield the address of a target that the operator lets runners reach."""
    Target.seen, Target.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Target)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    key = f"127.0.0.1:{server.server_port}"
    settings.EGRESS_ALLOWED = [*settings.EGRESS_ALLOWED, key]
    yield key
    server.shutdown()
    server.server_close()
    thread.join()


def connected(cast: Cast, target: str, secret: str = "") -> Runner:
    """Allow the target's host and connect it."""
    sent = {"host": target, "reason": "A trial."}
    cast.browser(cast.ada).post(f"/c/{cast.client.slug}/hosts/allow/", sent)
    with cast.scope():
        return connect(cast, url=f"http://{target}/hook", secret=secret or new_secret())
