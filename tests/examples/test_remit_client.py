"""The thin client: trying again, and what it makes of errors."""

from collections.abc import Callable

import httpx2
import pytest

from examples.invoice_agent.remit import (
    ATTEMPTS,
    KeyRefusedError,
    RemitClient,
    RemitError,
    UnreachableError,
)
from tests.examples.fake_remit import problem

Answer = httpx2.Response | Callable[[httpx2.Request], httpx2.Response]
RUN = {"id": "r", "fence": 1}


class Platform:
    """Gives the answers it was made with, in turn, and the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []
        self.pauses: list[float] = []
        self.client = RemitClient(
            url="http://remit.example/",
            key="rmt_secret",
            transport=httpx2.MockTransport(self._handle),
            pause=self.pauses.append,
        )

    def _handle(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        told = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return told if isinstance(told, httpx2.Response) else told(request)


def broken(request: httpx2.Request) -> httpx2.Response:
    raise httpx2.ReadError("connection reset", request=request)


def busy(seconds: str, status: int = 503) -> httpx2.Response:
    return httpx2.Response(status, headers={"Retry-After": seconds})


def opened() -> httpx2.Response:
    return httpx2.Response(201, json=RUN)


def open_run(platform: Platform) -> object:
    return platform.client.open_run(key="k1", workflow="w", subject="s", given={})


def test_a_broken_connection_is_tried_again_under_the_same_key() -> None:
    platform = Platform(broken, broken, opened())

    assert open_run(platform) == RUN
    keys = [each.headers["Idempotency-Key"] for each in platform.requests]
    assert keys == ["k1", "k1", "k1"]
    assert platform.pauses == [0.5, 1.0]


@pytest.mark.parametrize("status", [409, 429, 503])
def test_it_waits_as_long_as_it_is_told_to(status: int) -> None:
    platform = Platform(busy("7", status), opened())

    open_run(platform)

    assert platform.pauses == [7.0]


def test_it_never_waits_longer_than_half_a_minute() -> None:
    platform = Platform(busy("86400"), opened())

    open_run(platform)

    assert platform.pauses == [30.0]


def test_it_gives_up_in_the_end() -> None:
    platform = Platform(broken)

    with pytest.raises(UnreachableError, match="POST runs: connection reset"):
        open_run(platform)
    assert len(platform.requests) == ATTEMPTS


def test_a_problem_names_its_fields() -> None:
    errors = [{"field": "reason", "detail": "at least 3 words"}]
    platform = Platform(problem(422, "Invalid request", errors=errors))

    with pytest.raises(RemitError, match="reason: at least 3 words") as caught:
        open_run(platform)
    assert caught.value.status == 422
    assert len(platform.requests) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_is_an_error_of_its_own(status: int) -> None:
    platform = Platform(problem(status, "No", detail="This key was withdrawn."))

    with pytest.raises(KeyRefusedError, match="This key was withdrawn"):
        platform.client.me()


def test_an_answer_that_is_no_json_is_an_error() -> None:
    platform = Platform(httpx2.Response(200, text="<html>"))

    with pytest.raises(RemitError, match="HTTP 200"):
        platform.client.me()


def test_the_key_is_sent_and_the_path_is_versioned() -> None:
    platform = Platform(httpx2.Response(200, json={}))

    platform.client.action(action="a1", wait=25)

    request = platform.requests[0]
    assert request.headers["Authorization"] == "Bearer rmt_secret"
    assert str(request.url) == "http://remit.example/api/v1/actions/a1?wait=25"


def test_when_remit_is_too_busy_to_wait_the_client_waits() -> None:
    told = {"status": "running"}
    answer = httpx2.Response(200, json=told, headers={"Retry-After": "3"})
    platform = Platform(answer)

    assert platform.client.action(action="a1", wait=20) == told
    assert platform.pauses == [3.0]


def test_heartbeats_have_a_key_each() -> None:
    platform = Platform(httpx2.Response(200, json={"directive": "continue"}))

    platform.client.heartbeat(run="r", fence=1, save_point={})
    platform.client.heartbeat(run="r", fence=1, save_point={})

    keys = {each.headers["Idempotency-Key"] for each in platform.requests}
    assert len(keys) == 2
