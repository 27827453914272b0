"""What a stopped run did is undone, the last thing first, one thing at a time."""

from dataclasses import replace

from agents.models import Performer
from agents.services import publish_action_type
from governance.selectors.runs import locked_action
from governance.services.unknowns import hold
from tests.cast import Cast
from tests.governance.halting import at_work
from tests.governance.happenings import (
    PAID,
    SILENCE,
    carried_out,
    open_run,
    stopped,
)
from tests.governance.seen import read, seen
from tests.governance.test_rescuing import decide, now_of, ticket_of
from tests.governance.undoing import (
    NOTE,
    RELEASE,
    attempts,
    declare_holds,
    did,
    intent_of,
    look,
    release,
    released,
    rows_of,
    states_of,
    stopped_after,
    undo,
    write,
)


def test_what_was_done_is_undone_the_last_thing_first(acme: Cast) -> None:
    declare_holds(acme)
    run = open_run(acme)
    first, second = did(acme, run, "A-1"), did(acme, run, "A-2")
    stopped(acme, run)

    page = seen(acme, acme.bo, f"runs/{run.number}/undo/")
    decided = undo(acme, run)

    assert f"2 things that run {run.number} did can be undone." in page
    assert page.index("A-2") < page.index("A-1")
    assert "Remit undoes it: release the hold for invoice A-2." in page
    assert "It is being undone, the last thing first." in read(decided)
    (asked,) = attempts(acme, run)
    assert (asked.action_type.name, asked.status) == (RELEASE, "authorized")
    assert asked.parameters == {"hold": intent_of(acme, second), "invoice": "A-2"}
    assert states_of(acme, run) == ["under_way", "planned"]

    released(acme, run)
    assert states_of(acme, run) == ["done", "under_way"]
    assert attempts(acme, run)[-1].parameters == {
        "hold": intent_of(acme, first),
        "invoice": "A-1",
    }
    released(acme, run)

    assert states_of(acme, run) == ["done", "done"]
    assert now_of(acme, run).state == "interrupted"
    assert ticket_of(acme, run).state == "resolved"
    shown = seen(acme, acme.vi, f"runs/{run.number}/")
    told = f"Run {run.number} stopped midway, and what it did was undone."
    assert told in shown
    trace = seen(acme, acme.vi, "trace/")
    assert f"Bo Lindqvist had what run {run.number} did undone" in trace
    begun = f"Remit began to undo this of run {run.number}: hold 480.00 EUR for invoice"
    assert f"{begun} A-2" in trace
    assert "Remit asked to release the hold for invoice A-2 and may do" in trace
    assert f"Nothing is left to be undone of run {run.number}" in trace


def test_what_nothing_undoes_a_person_undoes_in_words(acme: Cast) -> None:
    declare_holds(acme)
    run = open_run(acme)
    did(acme, run, "A-1")
    did(acme, run, "A-2", action=NOTE)
    stopped(acme, run)

    page = seen(acme, acme.bo, f"runs/{run.number}/undo/")
    undo(acme, run)
    silent = write(acme, run, words=" ")
    unsaid = write(acme, run, done="perhaps")

    assert "Nothing is declared that undoes it." in page
    assert silent.status_code == unsaid.status_code == 422
    assert states_of(acme, run) == ["under_way", "planned"]
    assert attempts(acme, run) == []
    assert write(acme, run, words="I tore it up.").status_code == 200
    assert states_of(acme, run) == ["done", "under_way"]
    assert len(attempts(acme, run)) == 1
    assert "“I tore it up.”" in seen(acme, acme.vi, f"runs/{run.number}/")
    assert "Bo Lindqvist undid this of run" in seen(acme, acme.vi, "trace/")


def test_what_the_platform_does_not_carry_out_any_more_a_person_undoes(
    acme: Cast,
) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1")
    with acme.scope(acme.ada):
        by_agent = replace(release(), performer=Performer.AGENT)
        publish_action_type(by_agent, runner=None)

    page = seen(acme, acme.bo, f"runs/{run.number}/undo/")
    undo(acme, run)

    assert f"A person undoes it. {RELEASE} is carried out by the agent" in page
    assert (states_of(acme, run), attempts(acme, run)) == (["under_way"], [])


def test_what_is_left_as_it_is_says_why_and_the_rest_goes_on(acme: Cast) -> None:
    declare_holds(acme)
    run = open_run(acme)
    did(acme, run, "A-1", action=NOTE)
    stopped(acme, run)
    undo(acme, run)

    write(acme, run, done="no", words="Nobody reads it.")

    assert states_of(acme, run) == ["left_out"]
    assert ticket_of(acme, run).state == "resolved"
    shown = seen(acme, acme.vi, f"runs/{run.number}/")
    assert f"Run {run.number} stopped midway, and was undone but for 1." in shown
    assert "because “Nobody reads it.”" in seen(acme, acme.vi, "trace/")


def test_there_is_no_way_back_beyond_what_cannot_be_undone(acme: Cast) -> None:
    declare_holds(acme)
    run = open_run(acme)
    did(acme, run, "A-1")
    carried_out(acme, run, PAID)
    did(acme, run, "A-2")
    stopped(acme, run)

    page = seen(acme, acme.bo, f"runs/{run.number}/undo/")
    undo(acme, run)

    assert "There is no way back from this" in page
    assert "hold 480.00 EUR for invoice A-1" not in page
    assert [one.undoes.parameters["invoice"] for one in rows_of(acme, run)] == ["A-2"]


def test_nothing_is_undone_while_anything_is_unknown(acme: Cast) -> None:
    declare_holds(acme)
    run = open_run(acme)
    did(acme, run, "A-1")
    lost = carried_out(acme, run, SILENCE)
    with at_work(acme):
        hold(locked_action(lost.id))

    refused = undo(acme, run)

    assert refused.status_code == 409
    assert "It is still unknown whether this happened" in read(refused)
    assert rows_of(acme, run) == []


def test_what_somebody_saw_is_what_is_undone(acme: Cast) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1")

    refused = undo(acme, run, seen="sha256:other")

    assert refused.status_code == 409
    assert "What there is to undo has changed: look at it again." in read(refused)
    assert rows_of(acme, run) == []


def test_nothing_to_undo_is_said_so(acme: Cast) -> None:
    run = open_run(acme)
    stopped(acme, run)

    page = seen(acme, acme.bo, f"runs/{run.number}/undo/")

    assert f"Nothing that run {run.number} did can be undone." in page
    assert "See what can be undone" not in seen(acme, acme.bo, f"runs/{run.number}/")
    assert undo(acme, run).status_code == 409


def test_while_a_run_goes_on_nothing_is_undone(acme: Cast) -> None:
    declare_holds(acme)
    run = open_run(acme)
    did(acme, run, "A-1")

    page = seen(acme, acme.bo, f"runs/{run.number}/undo/")

    assert "Nobody has to decide about this run now" in page
    assert undo(acme, run).status_code == 404
    assert rows_of(acme, run) == []


def test_it_is_decided_once(acme: Cast) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1")
    undo(acme, run)

    refused = [undo(acme, run), decide(acme, run, "abandon")]

    assert [one.status_code for one in refused] == [409, 409]
    assert "Bo Lindqvist has decided: what was done is undone." in read(refused[0])
    assert len(attempts(acme, run)) == 1


def test_to_look_twice_goes_on_once(acme: Cast) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1", "A-2")
    undo(acme, run)
    released(acme, run)

    assert look(acme) == 0
    assert len(attempts(acme, run)) == 2


def test_who_may_not_decide_undoes_nothing(acme: Cast) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1")

    assert undo(acme, run, who=acme.vi).status_code == 403
    assert rows_of(acme, run) == []


def test_what_undoes_is_not_undone_again(acme: Cast) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1")
    undo(acme, run)
    released(acme, run)

    page = seen(acme, acme.bo, f"runs/{run.number}/undo/")

    assert f"Nothing that run {run.number} did can be undone." in page


def test_the_step_of_what_was_undone_says_so(acme: Cast) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1")
    undo(acme, run)
    released(acme, run)

    shown = seen(acme, acme.vi, f"runs/{run.number}/")

    assert "Release a hold" in shown
    assert shown.count("Undone") == 2
