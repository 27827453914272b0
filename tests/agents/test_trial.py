"""A test message is signed like any other, has a type of its own, and is told."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from standardwebhooks import Webhook

from agents.models import Runner
from agents.webhooks import new_secret
from audit.selectors import Filters, trace
from tests.agents.target import Target, connected, listening
from tests.cast import Cast


@pytest.fixture
def target(settings: Any) -> Iterator[str]:
    """The address of a target that the operator lets runners reach."""
    with listening(settings) as address:
        yield address


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
