"""A call that is tried again is one call: one key, one action, one answer."""

import time

import httpx2
import pytest

from config.demo.process import WORKFLOW_KEY
from governance.models import Action, Run
from remit_client import Calls, Conflict, Invalid, KeyRefused, Remit, Unreachable
from remit_client.transport import Transport
from tests.cast import Cast
from tests.clients.letters import LETTER, SEND, WHY
from tests.clients.wires import Wire
from tests.ports import free_port


def ask(remit: Remit, key: str | None = None) -> str:
    asked = remit.act(SEND, LETTER, reason=WHY, workflow=WORKFLOW_KEY, key=key)
    return asked.id


def actions_of(cast: Cast) -> set[str]:
    with cast.scope():
        return {str(action.id) for action in Action.objects.all()}


def test_a_lost_answer_is_asked_for_again_and_is_one_action(
    acme: Cast, remit: Remit, wire: Wire
) -> None:
    before = actions_of(acme)
    wire.lose_answer("actions").lose_answer("actions")

    asked = ask(remit)

    assert actions_of(acme) - before == {asked}
    assert len(wire.keys("actions")) == 3
    assert len(set(wire.keys("actions"))) == 1


def test_each_call_has_a_key_of_its_own(acme: Cast, remit: Remit, wire: Wire) -> None:
    before = actions_of(acme)

    asked = {ask(remit), ask(remit)}

    assert len(set(wire.keys("actions"))) == 2
    assert actions_of(acme) - before == asked


@pytest.mark.parametrize("status", [409, 429, 503])
def test_a_busy_server_is_asked_again_under_the_same_key(
    acme: Cast, remit: Remit, wire: Wire, status: int
) -> None:
    before = actions_of(acme)
    wire.refuse("actions", status)

    asked = ask(remit)

    assert actions_of(acme) - before == {asked}
    assert len(set(wire.keys("actions"))) == 1


def test_after_a_crash_the_same_key_finds_the_same_run_and_action(
    acme: Cast, remit: Remit
) -> None:
    run = remit.open_run(WORKFLOW_KEY, subject="Letter", key="letter-7")
    first = run.act(SEND, LETTER, reason=WHY, key="letter-7")
    remit.start(first)

    # The first answers are old by now: both are told as they are.
    found = remit.open_run(WORKFLOW_KEY, subject="Letter", key="letter-7")
    again = found.act(SEND, LETTER, reason=WHY, key="letter-7")

    assert (found.id, again.id) == (run.id, first.id)
    assert (first.status, again.status) == ("authorized", "running")
    with acme.scope():
        assert Run.objects.filter(subject="Letter").count() == 1


def test_what_is_not_acceptable_is_not_tried_again_and_names_its_field(
    remit: Remit, wire: Wire
) -> None:
    with pytest.raises(Invalid, match=r"parameters\.to") as caught:
        remit.act(SEND, {"text": "x"}, reason=WHY, workflow=WORKFLOW_KEY)

    assert caught.value.status == 422
    assert caught.value.code == "parameters"
    assert caught.value.field == "parameters.to"
    assert len(wire.requests) == 1


def test_what_is_in_no_state_for_it_is_a_conflict(remit: Remit, wire: Wire) -> None:
    asked = ask(remit)

    with pytest.raises(Conflict) as caught:
        remit.outcome(asked, "succeeded", "Sent it.")

    assert caught.value.code == "not_started"
    assert len(wire.keys("outcome")) == 1


def test_a_key_that_is_not_valid_is_an_error_of_its_own(address: str) -> None:
    with Remit(address, "rmt_nobody") as stranger, pytest.raises(KeyRefused):
        stranger.agent()


def test_nobody_there_is_unreachable_after_the_time_for_it() -> None:
    began = time.monotonic()

    with (
        Remit(f"http://127.0.0.1:{free_port()}", "rmt_x", timeout=1) as remit,
        pytest.raises(Unreachable, match="GET agent"),
    ):
        remit.agent()

    assert time.monotonic() - began < 5


def test_pauses_grow_and_last_as_long_as_they_are_told_to() -> None:
    pauses: list[float] = []
    answers = [503, 503, 429, 503]

    def answer(_: httpx2.Request) -> httpx2.Response:
        status = answers.pop(0)
        told = {"Retry-After": "7"} if status == 429 else {}
        return httpx2.Response(status, headers=told)

    transport = Transport(
        base_url="http://remit.example",
        key="rmt_x",
        timeout=20,
        transport=httpx2.MockTransport(answer),
        pause=pauses.append,
        clock=lambda: sum(pauses),
    )
    answers += [503] * 20
    with pytest.raises(Unreachable):
        Calls(transport).agent()

    assert 0.125 <= pauses[0] <= 0.25
    assert 0.25 <= pauses[1] <= 0.5
    assert pauses[2] == 7.0
    assert sum(pauses) < 20


@pytest.mark.parametrize(
    ("base_url", "key"), [("localhost:8000", "rmt_x"), ("http://remit", "")]
)
def test_an_address_or_key_that_is_none_is_refused_at_once(
    base_url: str, key: str
) -> None:
    with pytest.raises(ValueError, match="has to be"):
        Remit(base_url, key)
