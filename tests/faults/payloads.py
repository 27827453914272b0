"""F27 and F28: what no agent should send."""

import os
from pathlib import Path
from typing import Any

from audit.models import Entry
from governance.models import Action, IdempotencyKey
from tests.cast import Cast
from tests.faults.acting import opened, request
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack, members
from tests.governance.test_unreadable_bodies import UNACCEPTABLE, UNREADABLE

_PROBLEM = "application/problem+json"
_TEN_MEGABYTES = 10 * 1024 * 1024
_ROUNDS = 10
_PAGE, _TICKS = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")
# What ten bodies of ten megabytes would have to leave behind to count as a leak.
_GROWTH = 20 * 1024 * 1024


def _stored(cast: Cast) -> tuple[int, int, int]:
    with cast.scope():
        rows = (Action, Entry, IdempotencyKey)
        first, second, third = (one.objects.count() for one in rows)
        return first, second, third


@fault(
    "F27",
    "poison payloads",
    "400, 413 or 422 as problem+json; nothing stored; never 500",
)
def poison(scene: Scene) -> Seen:
    """Send everything that some reader of JSON has stumbled over."""
    stack, cast = scene.stack, scene.acme()
    run = opened(stack, cast)
    before = _stored(cast)

    statuses = set()
    payloads = UNREADABLE | {name: body for name, (body, _) in UNACCEPTABLE.items()}
    for name, body in {**payloads, **_misshapen(run)}.items():
        answer = stack.call(cast, "POST", "actions", body)
        assert answer.status_code in {400, 413, 422}, (name, answer.status_code)
        assert answer.headers["content-type"] == _PROBLEM, name
        statuses.add(answer.status_code)

    assert _stored(cast) == before
    assert stack.call(cast, "POST", "actions", request(run)).status_code == 201
    seen = ", ".join(str(one) for one in sorted(statuses))
    return Seen(f"{seen}; nothing stored", f"{len(payloads) + 4} payloads")


def _misshapen(run: dict[str, Any]) -> dict[str, Any]:
    whole = request(run)
    return {
        "a field that does not exist": {**whole, "surprise": 1},
        "a number for a text": request(run, account=7),
        "a negative amount": request(run) | {"parameters": {"amount": -1}},
        "no reason": {**whole, "reason": ""},
    }


@fault("F28", "10 MB payload", "413 as problem+json, memory flat, under 50 ms of work")
def large(scene: Scene) -> Seen:
    """Send ten bodies of ten megabytes, and look at what it costs the web."""
    stack, cast = scene.stack, scene.acme()
    body = b'{"reason": "' + b"a" * _TEN_MEGABYTES + b'"}'
    stack.call(cast, "POST", "actions", body)
    memory, work = _memory(stack), _work(stack)

    for _ in range(_ROUNDS):
        answer = stack.call(cast, "POST", "actions", body)
        assert answer.status_code == 413, answer.text
        assert answer.headers["content-type"] == _PROBLEM
    grown = _memory(stack) - memory
    # Not by the clock on the wall, which also tells how busy the machine is.
    each = (_work(stack) - work) * 1000 / _ROUNDS

    assert grown < _GROWTH, f"grown by {grown} bytes"
    assert each < 50, f"{each:.0f} ms"
    return Seen(f"413; {max(0, grown) // 1024} KiB more", f"{each:.0f} ms")


def _work(stack: Stack) -> float:
    """Return how many seconds of work the web's processes have done."""
    return sum(
        sum(int(ticks) for ticks in _stat(process)[11:13]) / _TICKS
        for process in members(stack.pid("web"))
    )


def _stat(process: int) -> list[str]:
    # What follows the name, which may hold anything.
    text = Path(f"/proc/{process}/stat").read_text("utf-8")
    return text.rpartition(")")[2].split()


def _memory(stack: Stack) -> int:
    """Return how much memory the web's processes have."""
    return sum(
        int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * _PAGE
        for process in members(stack.pid("web"))
    )
