"""Heartbeats in the background: a run outlives its lease, unless its agent does not."""

from collections.abc import Iterator

import pytest

from config.demo.process import WORKFLOW_KEY
from governance.models import HaltScope, Run
from remit_client import Fenced, Remit
from tenants.clock import database_now
from tests import processes
from tests.cast import Cast
from tests.clients.letters import LETTER, SEND, WHY
from tests.clients.wires import Wire
from tests.governance.halting import halt, lift
from tests.processes import eventually

LEASE_SECONDS = 5


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server whose leases are short, and which looks for what is overdue."""
    lease = str(LEASE_SECONDS)
    with processes.web(tmp_path_factory.mktemp("web"), RUN_LEASE_SECONDS=lease) as url:
        yield url


def now_of(cast: Cast, run_id: str) -> Run:
    with cast.scope():
        return Run.objects.get(id=run_id)


def test_a_run_in_its_block_outlives_its_lease(acme: Cast, remit: Remit) -> None:
    with remit.open_run(WORKFLOW_KEY) as run:
        first = run.state.lease_until
        run.save({"page": 3})
        eventually(lambda: database_now() > first)
        run.act(SEND, LETTER, reason=WHY)
        assert now_of(acme, run.id).state == "running"
        assert now_of(acme, run.id).lease_until > first
        remit.start(run.effects.all()[0])
        remit.outcome(run.effects.all()[0], "succeeded", "Sent.")

    ended = now_of(acme, run.id)
    assert (ended.state, ended.save_point) == ("completed", {"page": 3})


def test_a_halt_is_heard_of_in_the_background(acme: Cast, remit: Remit) -> None:
    with remit.open_run(WORKFLOW_KEY) as run:
        halt(acme, HaltScope.RUN, {"id": run.id})
        eventually(lambda: run.should_stop)
        lift(acme, HaltScope.RUN, {"id": run.id})
        eventually(lambda: not run.should_stop)


def test_an_agent_that_was_frozen_is_fenced_at_its_next_call(
    acme: Cast, remit: Remit, wire: Wire, address: str
) -> None:
    def freeze() -> None:
        with remit.open_run(WORKFLOW_KEY) as run:
            wire.freeze()
            eventually(lambda: now_of(acme, run.id).state == "interrupted")
            wire.thaw()
            run.act(SEND, LETTER, reason=WHY)

    # The other one's heartbeats have the server look for who is silent.
    with (
        Remit(address, acme.key) as other,
        other.open_run(WORKFLOW_KEY),
        pytest.raises(Fenced),
    ):
        freeze()

    assert not wire.keys("actions")
    assert not wire.keys("interrupt")
