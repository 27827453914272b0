"""A run in its block: completed, interrupted with what is known, stopped."""

from typing import Any
from uuid import UUID

import pytest

from config.demo.process import WORKFLOW_KEY
from governance.models import HaltScope, Interruption, Run, RunNote
from governance.services.rescuing import resume
from remit_client import Conflict, Fenced, NotAllowed, Remit, Stopped, current_run
from remit_client.run import Run as RunInHand
from tests.cast import Cast
from tests.clients.letters import LETTER, SEND, WHY
from tests.governance.halting import halt, lift
from tests.governance.losing import lose_agent
from tests.governance.seen import seen


class BrokenError(Exception):
    """Ends a block."""


def now_of(cast: Cast, run: RunInHand) -> Run:
    with cast.scope():
        return Run.objects.get(id=run.id)


def told_of(cast: Cast, run: RunInHand) -> Interruption:
    with cast.scope():
        return Interruption.objects.get(run_id=run.id)


def send(remit: Remit, run: RunInHand, outcome: Any = None) -> None:
    started = remit.start(run.act(SEND, LETTER, reason=WHY))
    if outcome:
        remit.outcome(started.action, outcome, "Seen at the post office.")


def break_off(remit: Remit, act: Any) -> RunInHand:
    run = remit.open_run(WORKFLOW_KEY)

    def work() -> None:
        with run:
            act(run)
            raise BrokenError("the printer\x00 burns")

    with pytest.raises(BrokenError):
        work()
    return run


def test_leaving_the_block_completes_the_run(acme: Cast, remit: Remit) -> None:
    with remit.open_run(WORKFLOW_KEY, subject="Letters", input={"n": 2}) as run:
        assert current_run() is run
        run.note("There are two letters.", {"n": 2})
        send(remit, run, "succeeded")
        run.summary = "Both letters are sent."

    ended = now_of(acme, run)
    assert (ended.state, ended.summary) == ("completed", "Both letters are sent.")
    assert (ended.subject, ended.input) == ("Letters", {"n": 2})
    assert current_run() is None
    with acme.scope():
        assert RunNote.objects.get(run_id=run.id).data == {"n": 2}


@pytest.mark.parametrize(
    ("outcome", "effects", "after"),
    [
        ("succeeded", "done", "after write to Nordlicht GmbH"),
        ("failed", "none", "before any effect"),
        ("unknown", "unknown", "before any effect"),
        (None, "unknown", "before any effect"),
    ],
)
def test_leaving_by_an_exception_tells_what_is_known(
    acme: Cast, remit: Remit, outcome: str | None, effects: str, after: str
) -> None:
    def act(run: RunInHand) -> None:
        send(remit, run, outcome)

    # By then the platform itself may have stopped a run with an unknown outcome.
    run = break_off(remit, act)

    told = told_of(acme, run)
    assert now_of(acme, run).state == "interrupted"
    if outcome != "unknown":
        assert told.cause.endswith("BrokenError: the printer\ufffd burns")
        assert (told.side_effects, told.last_safe_point) == (effects, after)


def test_what_only_waited_has_had_no_effect(acme: Cast, remit: Remit) -> None:
    def act(run: RunInHand) -> None:
        run.safe_point = "the list of letters"
        asked = run.act(SEND, {**LETTER, "to": "bank"}, reason=WHY)
        assert asked.status == "waiting"
        assert asked.checkpoint is not None
        assert asked.checkpoint.group == "Finance"

    told = told_of(acme, break_off(remit, act))

    assert (told.side_effects, told.last_safe_point) == ("none", "the list of letters")


def test_a_run_that_cannot_be_completed_yet_is_interrupted(
    acme: Cast, remit: Remit
) -> None:
    with (
        pytest.raises(Conflict, match="not over"),
        remit.open_run(WORKFLOW_KEY) as run,
    ):
        run.act(SEND, {**LETTER, "to": "bank"}, reason=WHY)

    assert now_of(acme, run).state == "interrupted"


def test_after_a_halt_the_next_call_says_so_until_it_is_lifted(
    acme: Cast, remit: Remit
) -> None:
    with remit.open_run(WORKFLOW_KEY) as run:
        halt(acme, HaltScope.AGENT, {"id": run.id})
        with pytest.raises(Stopped):
            run.save({"page": 1})
        before = run.should_stop
        with pytest.raises(Stopped):
            run.act(SEND, LETTER, reason=WHY)
        lift(acme, HaltScope.AGENT, {"id": run.id})
        run.save({"page": 2})
        after = run.should_stop

    assert (before, after) == (True, False)
    assert now_of(acme, run).save_point == {"page": 2}
    assert now_of(acme, run).state == "completed"


def test_a_run_that_was_taken_away_is_fenced_and_left_alone(
    acme: Cast, remit: Remit
) -> None:
    run = remit.open_run(WORKFLOW_KEY)
    assert lose_agent(acme, {"id": run.id})

    with pytest.raises(Fenced), run:
        run.save({"page": 1})

    told = told_of(acme, run)
    assert UUID(run.id) == told.run_id
    assert "BrokenError" not in told.cause
    assert now_of(acme, run).save_point is None


def test_a_run_that_a_person_lets_go_on_is_taken_up_at_its_save_point(
    acme: Cast, remit: Remit
) -> None:
    def save(run: RunInHand) -> None:
        run.save({"page": 4})

    stopped = break_off(remit, save)
    assert remit.open_runs() == []
    with acme.scope(acme.ada):
        rows = Run.objects.select_related("agent", "workflow_version__workflow")
        resume(rows.get(id=stopped.id), by=acme.ada, reason="The printer is new.")

    (again,) = remit.open_runs()
    with again as run:
        page = run.state.save_point
        run.save({"page": 5})

    assert (page, run.id) == ({"page": 4}, stopped.id)
    assert now_of(acme, run).state == "completed"
    shown = seen(acme, acme.vi, f"runs/{now_of(acme, run).number}/")
    assert "What becomes of it" not in shown


def test_an_agent_halts_itself_and_opens_no_run_then(acme: Cast, remit: Remit) -> None:
    remit.halt("The list of suppliers contradicts itself.")

    with pytest.raises(NotAllowed, match="contradicts itself"):
        remit.open_run(WORKFLOW_KEY)
