"""F15 and F17: the ledger cannot be written, and the database's clock jumps."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http import HTTPStatus
from threading import Event
from typing import Any

from agents.models import EffectClass
from governance.models import Interruption, Run
from tests.cast import Cast
from tests.database import changed_by_force
from tests.faults.acting import asked, effects, ended, opened, request
from tests.faults.kinds import KINDS, equip
from tests.faults.programs import CARRIERS, LEASE_SECONDS
from tests.faults.rows import Scene, Seen, fault
from tests.faults.stack import Stack
from tests.governance.answering import clock_ahead

_KIND = KINDS[EffectClass.QUERYABLE]
_RUNS = 8
_JUMP = timedelta(minutes=10)
_FULL = """
CREATE FUNCTION refuse_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no space left on device' USING ERRCODE = 'disk_full'; END $$
"""
_REFUSE = """
CREATE TRIGGER refuse_entry BEFORE INSERT ON audit_entry
   FOR EACH ROW EXECUTE FUNCTION refuse_entry()
"""
_ACCEPT = "DROP FUNCTION refuse_entry() CASCADE"


@contextmanager
def _full() -> Iterator[None]:
    """Have the ledger take no entry."""
    changed_by_force(_FULL)
    changed_by_force(_REFUSE)
    try:
        yield
    finally:
        changed_by_force(_ACCEPT)


@fault(
    "F15",
    "the ledger takes no entry",
    "503, nothing half done, nothing sent; pages are read; then all goes on",
)
def nothing_can_be_written(scene: Scene) -> Seen:
    """Ask for a payment and have one carried out while no entry can be kept."""
    stack, cast = scene.stack, equip(scene.acme())
    run = opened(stack, cast)
    with stack.without(*CARRIERS):
        due = asked(stack, cast, run, action=_KIND)
    with _full():
        body = request(run, action=_KIND)
        refused = stack.call(cast, "POST", "actions", body)
        read = stack.call(cast, "GET", f"runs/{run['id']}")
        with cast.scope():
            actions = Run.objects.get(id=run["id"]).actions.count()
        paid_meanwhile = effects(stack, due["parameters"]["invoice"])
    found = ended(stack, cast, due)

    assert refused.status_code == HTTPStatus.SERVICE_UNAVAILABLE, refused.text
    assert refused.headers["Retry-After"]
    assert (read.status_code, actions, paid_meanwhile) == (HTTPStatus.OK, 1, 0)
    assert found.status == "succeeded"
    assert effects(stack, found.parameters["invoice"]) == 1
    return Seen("503 and no trace; what was due was paid once, afterwards")


@fault(
    "F17",
    "the database's clock jumps ahead by ten minutes",
    "nobody who is at work is stopped by it; sweeps go on",
)
def clock_jumps(scene: Scene) -> Seen:
    """Let the only clock that counts jump while agents are at work."""
    stack, cast = scene.stack, equip(scene.acme())
    with stack.also("web-short"):
        runs = [opened(stack, cast, to="web-short") for _ in range(_RUNS)]
        before = ended(stack, cast, asked(stack, cast, runs[0], action=_KIND))
        with _at_work(stack, cast, runs), clock_ahead(_JUMP):
            after = ended(stack, cast, asked(stack, cast, runs[1], action=_KIND))
            with cast.scope():
                stops = Interruption.objects.count()
                going = Run.objects.filter(state="running").count()
    assert (before.status, after.status) == ("succeeded", "succeeded")
    assert (stops, going) == (0, _RUNS)
    return Seen(f"{_RUNS} of {_RUNS} runs go on, both payments were made once")


@contextmanager
def _at_work(stack: Stack, cast: Cast, runs: list[dict[str, Any]]) -> Iterator[None]:
    """Have each run's agent send heartbeats, as often as an agent does."""
    over = Event()

    def beat(run: dict[str, Any]) -> None:
        path = f"runs/{run['id']}/heartbeat"
        while not over.wait(LEASE_SECONDS / 4):
            stack.call(cast, "POST", path, {"fence": 1}, to="web-short")

    with ThreadPoolExecutor(len(runs)) as pool:
        beating = [pool.submit(beat, run) for run in runs]
        try:
            yield
        finally:
            over.set()
    for one in beating:
        one.result()
