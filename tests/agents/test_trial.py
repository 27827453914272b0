"""A test message is signed like any other, has a type of its own, and is told."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from standardwebhooks import Webhook

from agents.models import Runner
from agents.webhooks import new_secret
from audit.selectors import Filters, trace
from tests.agents.connecting import connect
from tests.cast import Cast


class Target(BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers as it is told."""

    status = 200
    seen: list[tuple[dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        size = int(self.headers["Content-Length"])
        self.seen.append((dict(self.headers), self.rfile.read(size)))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def target(settings: Any) -> Iterator[str]:
    """The address of a target that the operator lets runners reach."""
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


def press(cast: Cast, runner: Runner) -> str:
    """Press "Send a test message" and return the page that follows."""
    path = f"/c/{cast.client.slug}/connections/{runner.id}/test/"
    answer = cast.browser(cast.ada).post(path, {"sure": "yes"}, follow=True)
    return str(answer.content.decode())


def test_the_target_gets_a_signed_message_and_its_answer_is_shown(
    acme: Cast, target: str
) -> None:
    secret = new_secret()
    runner = connected(acme, target, secret)

    page = press(acme, runner)

    [(headers, body)] = Target.seen
    Webhook(secret).verify(body, headers)
    assert json.loads(body)["type"] == "remit.test"
    assert json.loads(body)["data"] == {}
    assert "The test message: It was answered with status 200 after" in page
    with acme.scope():
        told = trace(Filters()).lines[0].sentence
    assert told.startswith(f"Ada Rossi sent a test message over {runner.name}: It was")


def test_what_went_wrong_is_shown(acme: Cast, target: str, settings: Any) -> None:
    runner = connected(acme, target)
    Target.status = 401

    assert "It was answered with status 401 after" in press(acme, runner)

    settings.EGRESS_ALLOWED = []
    assert "It was not sent: " in press(acme, runner)
    assert len(Target.seen) == 1
