"""F1, F2, F3, F18: the web process dies, or is asked fifty times at once."""

import os
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier
from uuid import uuid4

import httpx2

from config.demo.process import WORKFLOW_KEY
from governance.models import Action, IdempotencyKey, Run
from tests.cast import Cast
from tests.faults.acting import an_invoice, effects, ended, opened, request
from tests.faults.programs import CARRIERS, SWEEP_SECONDS
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack
from tests.processes import eventually

_OPEN = {"workflow": WORKFLOW_KEY}
_AT_ONCE = 50


def _breaks(scene: Scene, cast: Cast, path: str, body: object, key: str) -> None:
    """Make a call whose web process dies of it."""
    try:
        answer = scene.stack.call(cast, "POST", path, body, key=key)
    except httpx2.TransportError:
        return
    raise AssertionError(f"it was answered with {answer.status_code}")


def _asked_again(scene: Scene, cast: Cast, key: str) -> httpx2.Response | None:
    """Ask with the same key, as an agent does that heard nothing."""
    # What the dying process had taken on in its last moment is reset too.
    with suppress(httpx2.TransportError):
        return scene.stack.call(cast, "POST", "runs", _OPEN, key=key)
    return None


def _runs(cast: Cast) -> int:
    with cast.scope():
        return Run.objects.count()


@fault("F1", "web killed before commit", "no row; the same key: one run", quick=True)
def killed_before_commit(scene: Scene) -> Seen:
    """Kill the process that has everything written, and nothing committed."""
    cast, key = scene.acme(), str(uuid4())
    scene.stack.orders.give("web.before_commit")

    _breaks(scene, cast, "runs", _OPEN, key)
    before = _runs(cast)
    again = eventually(partial(_asked_again, scene, cast, key))

    assert scene.stack.orders.hit("web.before_commit")
    assert before == 0
    assert again.status_code == 201
    assert "Idempotency-Replayed" not in again.headers
    assert _runs(cast) == 1
    return Seen("no row, then one run")


@fault("F2", "web killed after commit, before the answer", "answer replayed; 1 run")
def killed_before_answer(scene: Scene) -> Seen:
    """Kill the process that has committed and not answered."""
    cast, key = scene.acme(), str(uuid4())
    scene.stack.orders.give("web.before_answer")

    _breaks(scene, cast, "runs", _OPEN, key)
    before = _runs(cast)
    again = eventually(partial(_asked_again, scene, cast, key))

    assert before == 1
    assert again.status_code == 201
    assert again.headers["Idempotency-Replayed"] == "true"
    assert _runs(cast) == 1
    return Seen("replayed; 1 run")


@fault(
    "F3",
    "web killed after commit, before the doorbell",
    "found by a sweep within 5 s",
    quick=True,
)
def killed_before_the_doorbell(scene: Scene) -> Seen:
    """Kill the process that has allowed a payment and told no worker."""
    stack, cast, invoice = scene.stack, scene.acme(), an_invoice()
    body = request(opened(stack, cast), invoice=invoice)
    # The sweepers ring too, and it is not they who are to die of it.
    with stack.frozen(*CARRIERS):
        stack.orders.give("web.before_ring")
        # Ringing keeps no answer waiting, so this one may have been given or not.
        with suppress(httpx2.TransportError):
            stack.call(cast, "POST", "actions", body, key=str(uuid4()))
        eventually(lambda: stack.orders.hit("web.before_ring"))
    began = time.monotonic()
    with cast.scope():
        action = Action.objects.get()
    found = ended(stack, cast, {"id": action.id})
    took = time.monotonic() - began

    assert found.status == "succeeded"
    assert effects(stack, invoice) == 1
    assert took < 5 * SWEEP_SECONDS, f"it took {took:.1f} s"
    return Seen("found and paid once", f"found in {took:.1f} s")


@fault(
    "F18",
    "one request 50 times at once",
    "1 row, equal answers; other body 422; in flight 409",
    quick=True,
)
def one_request_many_times(scene: Scene) -> Seen:
    """Send the same request from many agents' threads at the same moment."""
    stack, cast, key = scene.stack, scene.acme(), str(uuid4())
    start = Barrier(_AT_ONCE, timeout=20)

    def send(_: int) -> tuple[int, bytes]:
        start.wait()
        # Who waits longer for the first one than a lock may take is told to repeat.
        while (answer := stack.call(cast, "POST", "runs", _OPEN, key=key)) is not None:
            if answer.status_code != 409:
                return answer.status_code, answer.content
        raise AssertionError

    with ThreadPoolExecutor(_AT_ONCE) as agents:
        answers = Counter(agents.map(send, range(_AT_ONCE)))
    other = stack.call(cast, "POST", "runs", {**_OPEN, "subject": "x"}, key=key)

    assert [status for status, _ in answers] == [201], answers
    assert _runs(cast) == 1
    assert other.status_code == 422
    in_flight = _in_flight(scene, cast)
    assert in_flight == 409, in_flight
    return Seen(f"1 row, {_AT_ONCE} equal answers; 422; 409")


def _in_flight(scene: Scene, cast: Cast) -> int:
    """Return what a repetition is answered while the first request is worked on."""
    stack, key = scene.stack, str(uuid4())
    stack.orders.give("web.before_commit", "stop")
    with ThreadPoolExecutor(1) as other:
        first = other.submit(stack.call, cast, "POST", "runs", _OPEN, key=key)
        (frozen,) = stack.until(lambda: stack.orders.hit("web.before_commit"))
        try:
            # Of two processes one is frozen, and nobody chooses whom a request meets.
            repeated = eventually(partial(_repeated, stack, cast, key), seconds=60)
        finally:
            os.kill(frozen, signal.SIGCONT)
        assert first.result().status_code == 201
    with cast.scope():
        assert IdempotencyKey.objects.filter(key=key).count() == 1
    return repeated.status_code


def _repeated(stack: Stack, cast: Cast, key: str) -> httpx2.Response | None:
    # What is handed to the process that is frozen is never answered.
    with suppress(httpx2.ReadTimeout):
        return stack.call(cast, "POST", "runs", _OPEN, key=key, seconds=3)
    return None
