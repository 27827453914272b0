"""``manage.py watch``: the dead man's switch hears of us while nothing is neglected."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import watch
from governance.selectors.neglected import complaints, neglected
from governance.services.sweep import sweep
from tests.cast import Cast
from tests.governance.answering import asked, clock_ahead
from tests.governance.happenings import ask, open_run, stopped
from tests.governance.losing import intended

LATER = timedelta(days=2)
COMPLAINTS = "config.management.commands.watch.complaints"


class Switch(BaseHTTPRequestHandler):
    """A dead man's switch; what is told to the class counts for the next call."""

    status = 200
    calls: list[str] = []

    def do_GET(self) -> None:
        self.calls.append(self.path)
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def switch(settings: Any) -> Iterator[type[Switch]]:
    """Have a dead man's switch expect us."""
    Switch.calls, Switch.status = [], 200
    server = HTTPServer(("127.0.0.1", 0), Switch)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.DEADMAN_URL = f"http://127.0.0.1:{server.server_port}/ping/a-secret"
    yield Switch
    server.shutdown()
    server.server_close()
    thread.join()


@contextmanager
def finding(*told: str) -> Iterator[None]:
    """Find this; the rows of other tests are old and were never seen to."""
    with mock.patch(COMPLAINTS, return_value=list(told)):
        yield


def once() -> str:
    said = io.StringIO()
    call_command("watch", "--once", stdout=said)
    return said.getvalue()


def test_while_nothing_is_neglected_the_switch_is_called(switch: type[Switch]) -> None:
    with finding():
        assert once() == "Nothing has been neglected.\n"

    assert switch.calls == ["/ping/a-secret"]


def test_with_something_neglected_it_is_not_and_says_what(switch: type[Switch]) -> None:
    with finding("3 checkpoints past their deadline"):
        with pytest.raises(CommandError, match="3 checkpoints past their deadline"):
            once()
        watch.Command().look()

    assert switch.calls == []


def test_a_switch_that_refuses_is_logged_without_its_address(
    switch: type[Switch], caplog: pytest.LogCaptureFixture
) -> None:
    switch.status = 500

    with finding():
        watch.Command().look()

    assert "the dead man's switch was not reached" in caplog.text
    assert "a-secret" not in caplog.text


def test_without_a_switch_it_looks_all_the_same(settings: Any) -> None:
    settings.DEADMAN_URL = ""

    with finding():
        assert once() == "Nothing has been neglected.\n"


@pytest.mark.parametrize(
    "kind",
    [
        "actions to be carried out",
        "actions of a worker or agent that went silent",
        "checkpoints past their deadline",
        "runs of an agent that went silent",
        "tickets of which nobody was told",
    ],
)
def test_each_kind_of_neglect_is_counted_and_of_all_clients(
    acme: Cast, kind: str
) -> None:
    with clock_ahead(LATER):
        before = neglected().get(kind, 0)

    if kind.startswith("checkpoints"):
        asked(acme)
    elif kind.startswith("tickets"):
        stopped(acme, open_run(acme))
    else:
        action = ask(acme, open_run(acme), amount="1.00")
        if "worker" in kind:
            intended(acme, action.id)

    with clock_ahead(LATER):
        assert neglected()[kind] > before
        assert any(kind in told for told in complaints())


def test_what_nobody_has_looked_around_for_is_a_complaint() -> None:
    sweep()
    assert not any("looks around" in told for told in complaints())

    with clock_ahead(LATER):
        assert any("nobody looks around: the last time" in one for one in complaints())
