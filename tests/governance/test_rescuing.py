"""A run that stopped midway: its agent goes on, people do the rest, or nobody does."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from config.demo.process import WORKFLOW_KEY
from governance.models import Run, Ticket
from governance.services.rescuing import TAKE_UP_WITHIN
from tenants.models import Membership
from tests.cast import Cast, payment
from tests.governance.answering import clock_ahead
from tests.governance.happenings import PAID, carried_out, open_run, stopped, unknown
from tests.governance.losing import lose_agent
from tests.governance.policies import run_at
from tests.governance.seen import headline, read, seen, visit
from tests.governance.setting_up import do

WHY = "The file is whole again."
SAVED = {"page": 3}


def begun(cast: Cast) -> Run:
    """Return a run that has left a save point."""
    run = open_run(cast)
    beat(cast, run, save_point=SAVED)
    return run


def beat(cast: Cast, run: Run, *, fence: int = 1, **more: Any) -> Any:
    body = {"fence": fence, **more}
    return cast.api("POST", f"runs/{run.id}/heartbeat", body)


def decide(
    cast: Cast, run: Run, decided: str, *, who: Membership | None = None, why: str = WHY
) -> Any:
    fields = {"decided": decided, "reason": why}
    return do(cast, who or cast.bo, f"runs/{run.number}/rescue/", **fields)


def write(
    cast: Cast, run: Run, step: str, *, done: str = "yes", words: str = WHY
) -> Any:
    fields = {"step": step, "done": done, "words": words}
    return do(cast, cast.bo, f"runs/{run.number}/steps/", **fields)


def now_of(cast: Cast, run: Run) -> Run:
    with cast.scope():
        return Run.objects.get(id=run.id)


def ticket_of(cast: Cast, run: Run) -> Ticket:
    with cast.scope():
        return Ticket.objects.filter(run=run).latest("number")


def open_runs(cast: Cast) -> list[dict[str, Any]]:
    answer = cast.api("GET", "runs")
    assert answer.status_code == 200
    return list(answer.json()["runs"])


def test_its_agent_goes_on_from_the_save_point_under_a_new_fence(acme: Cast) -> None:
    run = begun(acme)
    beat(acme, run, sequence=40)
    stopped(acme, run)
    assert open_runs(acme) == []

    answer = decide(acme, run, "resume")

    assert "It goes on as soon as its agent takes it up." in read(answer)
    (found,) = open_runs(acme)
    assert (found["id"], found["fence"], found["save_point"]) == (
        str(run.id),
        2,
        SAVED,
    )
    assert beat(acme, run).json()["type"].endswith("fenced")
    told = beat(acme, run, fence=2, sequence=1, save_point={"page": 4}).json()
    assert told["directive"] == "continue"
    assert now_of(acme, run).save_point == {"page": 4}
    assert acme.ask_payment({"id": str(run.id)})["status"] == "authorized"
    ticket = ticket_of(acme, run)
    assert (ticket.state, WHY in ticket.resolution) == ("resolved", True)
    assert "What becomes of it" not in seen(acme, acme.bo, f"runs/{run.number}/")
    trace = seen(acme, acme.vi, "trace/")
    assert f"Bo Lindqvist let run {run.number} go on from its last save point" in trace


def test_not_taken_up_in_time_it_stops_again_and_is_decided_about_again(
    acme: Cast,
) -> None:
    run = begun(acme)
    stopped(acme, run)
    decide(acme, run, "resume")

    with clock_ahead(TAKE_UP_WITHIN - timedelta(minutes=1)):
        assert now_of(acme, run).state == "running"
    assert lose_agent(acme, {"id": str(run.id)})

    assert now_of(acme, run).state == "interrupted"
    assert ticket_of(acme, run).state == "open"
    assert decide(acme, run, "abandon").status_code == 200


def test_what_is_unknown_is_found_out_first(acme: Cast) -> None:
    ticket = unknown(acme)
    run = ticket.run
    assert run is not None

    page = seen(acme, acme.bo, f"runs/{run.number}/")
    refused = [decide(acme, run, how).status_code for how in ("resume", "abandon")]

    assert "Before anybody decides, somebody finds out what is unknown" in page
    assert "Let its agent go on" not in page
    assert refused == [409, 409]
    assert now_of(acme, run).state == "interrupted"


def test_without_a_save_point_nothing_is_done_twice(acme: Cast) -> None:
    run = open_run(acme)
    carried_out(acme, run, PAID)
    stopped(acme, run)

    refused = decide(acme, run, "resume")

    assert refused.status_code == 409
    assert "its agent left no save point" in read(refused)


def test_what_is_stopped_for_good_does_not_go_on(acme: Cast) -> None:
    opened = run_at(acme, "payment.send", {"cases": {"AGENT_SELF_HALT": "fail_closed"}})
    with acme.scope():
        run = Run.objects.get(id=UUID(opened["id"]))
    stopped(acme, run)

    refused = decide(acme, run, "resume")

    assert refused.status_code == 409
    assert "Its process says that it stays stopped for good." in read(refused)


def test_a_halted_agent_does_not_go_on(acme: Cast) -> None:
    run = begun(acme)
    stopped(acme, run)
    do(acme, acme.bo, f"halts/set/{acme.agent.id}/", reason="Wait.")

    refused = decide(acme, run, "resume")

    assert refused.status_code == 409
    assert "It cannot go on. Invoice agent is halted: Wait" in read(refused)


def test_people_do_the_rest_and_the_last_step_completes_the_run(acme: Cast) -> None:
    run = begun(acme)
    carried_out(acme, run, PAID)
    stopped(acme, run)

    page = decide(acme, run, "by_hand")
    assert "What people do by hand" in read(page)
    assert "and people do the rest: 3 steps are left." in read(page)
    # The payment was made: nobody pays it again.
    steps = ["read", "match", "notify"]
    for number, step in enumerate(steps):
        assert now_of(acme, run).state == "interrupted", step
        done = "no" if number == 1 else "yes"
        answer = write(acme, run, step, done=done, words=f"Seen in file {number}.")
        assert answer.status_code == 200, read(answer)

    assert now_of(acme, run).state == "completed"
    assert ticket_of(acme, run).state == "resolved"
    shown = seen(acme, acme.vi, f"runs/{run.number}/")
    assert f"Run {run.number} stopped midway, and people did the rest." in shown
    assert "“Seen in file 0.”" in shown
    assert "By hand Bo Lindqvist," in shown
    assert "Left out" in shown
    trace = seen(acme, acme.vi, "trace/")
    told = "Bo Lindqvist left “Match it to the order” of run"
    assert told in trace
    assert "Bo Lindqvist did “Tell the supplier” of run" in trace


def test_a_step_is_written_about_once_and_in_words(acme: Cast) -> None:
    run = begun(acme)
    stopped(acme, run)
    early = write(acme, run, "read")
    decide(acme, run, "by_hand")

    silent = write(acme, run, "read", words=" ")
    unsaid = write(acme, run, "read", done="maybe")
    first = write(acme, run, "read")
    again = write(acme, run, "read")
    nothing = write(acme, run, "none-such")

    assert early.status_code == 409
    assert silent.status_code == unsaid.status_code == 422
    assert first.status_code == 200
    assert again.status_code == nothing.status_code == 409


def test_the_last_step_waits_for_what_is_unknown(acme: Cast) -> None:
    run = unknown(acme).run
    assert run is not None
    decide(acme, run, "by_hand")
    for step in ("read", "match", "pay"):
        assert write(acme, run, step).status_code == 200

    last = write(acme, run, "notify")

    assert last.status_code == 409
    assert "It is still unknown whether this happened" in read(last)
    assert now_of(acme, run).state == "interrupted"


def test_it_is_left_as_it_is_for_good(acme: Cast) -> None:
    run = begun(acme)
    stopped(acme, run)

    answer = decide(acme, run, "abandon")
    later = decide(acme, run, "resume")

    assert "Nothing more is done in this run." in read(answer)
    assert later.status_code == 409
    assert "Bo Lindqvist has decided: nothing more is done." in read(later)
    assert f"Run {run.number} stopped midway, and is left as it is." in read(later)
    assert now_of(acme, run).state == "interrupted"
    assert ticket_of(acme, run).state == "resolved"


@pytest.mark.parametrize("decided", ["resume", "by_hand", "abandon"])
def test_who_may_not_decides_nothing_and_is_told_so(acme: Cast, decided: str) -> None:
    run = begun(acme)
    stopped(acme, run)

    refused = decide(acme, run, decided, who=acme.vi)
    page = seen(acme, acme.vi, f"runs/{run.number}/")

    assert refused.status_code == 403
    assert "Only an admin or operator decides. You are here as auditor." in page
    assert now_of(acme, run).state == "interrupted"


@pytest.mark.parametrize(
    ("decided", "why"), [("resume", " "), ("none", WHY), ("", WHY), ("abandon", "")]
)
def test_a_decision_is_one_with_its_reason(acme: Cast, decided: str, why: str) -> None:
    run = begun(acme)
    stopped(acme, run)

    assert decide(acme, run, decided, why=why).status_code == 422
    assert now_of(acme, run).state == "interrupted"


def test_a_run_that_goes_on_cannot_be_rescued(acme: Cast) -> None:
    run = begun(acme)

    assert "What becomes of it" not in seen(acme, acme.bo, f"runs/{run.number}/")
    assert decide(acme, run, "abandon").status_code == 404
    assert "is at work" in headline(visit(acme, acme.bo, f"runs/{run.number}/"))


def test_a_run_of_one_action_is_left_as_it_is_or_found_out_about(acme: Cast) -> None:
    answer = acme.api("POST", "actions", payment() | {"workflow": WORKFLOW_KEY})
    assert answer.status_code == 201
    with acme.scope():
        run = Run.objects.get(single=True)
    assert open_runs(acme) == []
    stopped(acme, run)

    page = seen(acme, acme.bo, f"runs/{run.number}/")
    refused = [decide(acme, run, how).status_code for how in ("resume", "by_hand")]

    assert "It was opened for one action, and that is over." in page
    assert "Have people do the rest" not in page
    assert refused == [409, 409]
    assert decide(acme, run, "abandon").status_code == 200


def test_an_agent_sees_its_own_open_runs_alone(acme: Cast, globex: Cast) -> None:
    run, _theirs = begun(acme), open_run(globex)

    assert [one["id"] for one in open_runs(acme)] == [str(run.id)]
