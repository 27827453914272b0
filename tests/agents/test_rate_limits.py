"""A key may be used so often and no oftener; what keeps a run safe gets through."""

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from agents.models import AgentKey
from agents.rates import Bucket
from agents.selectors import TooOften, caller_for_key
from agents.services import issue_key
from config.demo.process import WORKFLOW_KEY
from governance.models import Run
from tenants.clock import database_now
from tests.cast import Cast
from tests.catalogue import ask
from tests.governance.answering import clock_ahead

# So slow that nothing comes back while a test runs.
TEN_AN_AGE = Bucket(name="test", pace=timedelta(hours=1), burst=10)


@pytest.fixture
def few(settings: Any) -> None:
    """Three calls at once, two vital ones, and one more every ten seconds."""
    settings.RATE_LIMITS = {
        "ordinary": {"per_second": 0.1, "burst": 3},
        "vital": {"per_second": 0.1, "burst": 2},
    }


def use_up(cast: Cast) -> Any:
    """Call until a call is refused, and return that answer."""
    for _ in range(10):
        answer = cast.api("GET", "agent")
        if answer.status_code != 200:
            return answer
    raise AssertionError("ten calls at once got through")


def admitted(key: str, *, bucket: Bucket = TEN_AN_AGE, times: int = 1) -> int:
    """Return how many of so many calls get through."""
    through = 0
    for _ in range(times):
        try:
            through += caller_for_key(key, bucket=bucket) is not None
        except TooOften:
            continue
    return through


def allowances() -> int:
    count: int = ask("SELECT count(*) FROM agents_allowance")[0][0]
    return count


def test_a_flood_is_told_when_to_come_again(acme: Cast, few: None) -> None:
    refused = use_up(acme)

    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert 1 <= int(refused["Retry-After"]) <= 10
    assert refused.json()["type"] == "urn:remit:problem:too_many_requests"


def test_a_refused_call_does_nothing(acme: Cast, few: None) -> None:
    use_up(acme)

    refused = acme.api("POST", "runs", {"workflow": WORKFLOW_KEY})

    assert refused.status_code == 429
    with acme.scope():
        assert not Run.objects.exists()


def test_heartbeats_and_interrupts_get_through_a_flood(acme: Cast, few: None) -> None:
    run = acme.open_run()
    use_up(acme)

    beat = acme.api("POST", f"runs/{run['id']}/heartbeat", {"fence": run["fence"]})
    stopped = acme.api(
        "POST",
        f"runs/{run['id']}/interrupt",
        {
            "reason": "Too much to do.",
            "last_safe_point": "start",
            "side_effects": "none",
        },
    )

    assert (beat.status_code, stopped.status_code) == (200, 200)


def test_a_flood_of_heartbeats_is_limited_as_well(acme: Cast, few: None) -> None:
    run = acme.open_run()
    path, body = f"runs/{run['id']}/heartbeat", {"fence": run["fence"]}

    answers = [acme.api("POST", path, body).status_code for _ in range(4)]

    assert answers.count(429) > 0
    assert acme.api("GET", "agent").status_code == 200


def test_another_key_of_the_same_agent_has_its_own_allowance(
    acme: Cast, few: None
) -> None:
    with acme.scope():
        other = issue_key(agent=acme.agent)
    use_up(acme)

    answer = acme.api("GET", "agent", Authorization=f"Bearer {other}")

    assert answer.status_code == 200


def test_the_allowance_comes_back_with_time(acme: Cast, few: None) -> None:
    use_up(acme)

    with clock_ahead(timedelta(seconds=12)):
        assert acme.api("GET", "agent").status_code == 200


def test_the_allowance_never_grows_beyond_its_burst(acme: Cast) -> None:
    admitted(acme.key, times=10)

    with clock_ahead(timedelta(days=365)):
        assert admitted(acme.key, times=30) == 10


def test_the_wait_is_until_the_next_call_gets_through(acme: Cast) -> None:
    admitted(acme.key, times=10)

    with pytest.raises(TooOften) as refusal:
        caller_for_key(acme.key, bucket=TEN_AN_AGE)

    wait = refusal.value.wait
    assert timedelta(minutes=59) < wait <= timedelta(hours=1)
    with clock_ahead(wait - timedelta(minutes=1)):
        assert admitted(acme.key) == 0
    with clock_ahead(wait):
        assert admitted(acme.key, times=2) == 1


def test_twenty_at_once_get_exactly_the_burst_through(acme: Cast) -> None:
    barrier = threading.Barrier(20)
    through: list[int] = []

    def call() -> None:
        try:
            # A call of another bucket makes the connection before the start.
            admitted(acme.key, bucket=Bucket("other", timedelta(seconds=1), 100))
            barrier.wait(timeout=20)
            through.append(admitted(acme.key, times=5))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=call) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert len(through) == 20
    assert sum(through) == TEN_AN_AGE.burst


def test_what_is_not_the_whole_key_uses_nothing_up(acme: Cast) -> None:
    before = allowances()
    wrong = [f"{acme.key[:-1]}!", f"rmt_{'x' * 8}_{'y' * 43}", "rmt", "", "ä_b_c"]

    for text in wrong:
        assert caller_for_key(text, bucket=TEN_AN_AGE) is None

    assert allowances() == before
    assert admitted(acme.key, times=11) == 10


def test_a_key_that_was_withdrawn_uses_nothing_up(acme: Cast) -> None:
    with acme.scope():
        AgentKey.objects.update(revoked_at=database_now())
    before = allowances()

    assert caller_for_key(acme.key, bucket=TEN_AN_AGE) is None
    assert allowances() == before


def test_the_look_up_costs_one_query(
    acme: Cast, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        caller_for_key(acme.key, bucket=TEN_AN_AGE)


def test_an_unknown_key_is_refused_as_one(acme: Cast) -> None:
    answer = acme.api("GET", "agent", Authorization=f"Bearer rmt_{uuid.uuid4()}")

    assert answer.status_code == 401
