"""Undoing goes through the gate, and stops where that fails or nobody knows."""

from governance.models import Ticket
from governance.services.execution import perform
from tests.cast import Cast
from tests.governance.happenings import (
    NOT_PAID,
    SILENCE,
    answer,
    open_run,
)
from tests.governance.kinds import allow
from tests.governance.losing import now_of as action_now
from tests.governance.losing import stops_of
from tests.governance.losing import ticket_of as ticket_about
from tests.governance.seen import read, seen
from tests.governance.setting_up import do
from tests.governance.undoing import (
    RELEASE,
    attempts,
    declare_holds,
    look,
    released,
    rows_of,
    states_of,
    stopped_after,
    undo,
    write,
)


def test_it_stops_at_its_own_unknown_and_is_decided_anew(acme: Cast) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1", "A-2", "A-3")
    undo(acme, run)

    lost = released(acme, run, SILENCE)

    assert action_now(acme, lost.id).status == "unknown"
    assert states_of(acme, run) == ["under_way", "planned", "planned"]
    ticket = ticket_about(acme, lost.id)
    assert ticket is not None
    assert (ticket.severity, ticket.state) == (1, "open")
    assert undo(acme, run).status_code == 409
    page = seen(acme, acme.bo, f"runs/{run.number}/")
    assert "Before anybody decides, somebody finds out what is unknown" in page

    evidence = {"happened": "yes", "evidence": "The bank shows it."}
    found = do(acme, acme.bo, f"incidents/{ticket.number}/attest/", **evidence)
    assert found.status_code == 200, read(found)
    assert look(acme) == 1
    # What was left waits for a person, who looks at it once more.
    assert states_of(acme, run) == ["done", "planned", "planned"]
    assert len(attempts(acme, run)) == 1

    undo(acme, run)
    assert [one.parameters["invoice"] for one in attempts(acme, run)] == ["A-3", "A-2"]


def test_it_stops_where_undoing_failed_and_says_what_is_left(acme: Cast) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1", "A-2", "A-3")
    undo(acme, run)
    released(acme, run)

    failed = released(acme, run, NOT_PAID)

    assert states_of(acme, run) == ["done", "failed", "planned"]
    assert stops_of(acme, run.id) == ["AGENT_SELF_HALT", "COMPENSATION_FAILED"]
    ticket = ticket_about(acme, failed.id)
    assert ticket is not None
    assert ticket.severity == 1
    page = seen(acme, acme.bo, f"runs/{run.number}/")
    for told in (
        "Undone: hold 480.00 EUR for invoice A-3.",
        "Not undone: hold 480.00 EUR for invoice A-2.",
        "Not undone yet: hold 480.00 EUR for invoice A-1.",
    ):
        assert told in page
    assert "Its agent cannot go on. Some of what it did has been undone." in page
    told = f"Run {run.number} was being undone, and that stopped midway. Ada Rossi"
    assert told in page
    assert f"It is decided with incident {ticket.number}" in page
    told = "it failed. The bank refused it."
    assert told in seen(acme, acme.vi, f"incidents/{ticket.number}/")
    # It did not happen, so it may be tried again, or done by hand.
    by_hand = rows_of(acme, run)[1].undoes_id
    undo(acme, run, by_hand=str(by_hand))
    assert states_of(acme, run)[3:] == ["under_way", "planned"]
    write(acme, run)
    released(acme, run)
    assert states_of(acme, run)[3:] == ["done", "done"]
    # All of it is seen to with that, where it first stopped as well.
    with acme.scope():
        states = {one.state for one in Ticket.objects.filter(run=run)}
    assert states == {"resolved"}


def test_what_the_rules_refuse_is_said_beforehand_and_stops_it(acme: Cast) -> None:
    declare_holds(acme, allowed=False)
    run = stopped_after(acme, open_run(acme), "A-1")

    page = seen(acme, acme.bo, f"runs/{run.number}/undo/")
    answered = undo(acme, run)

    assert "Refused" in page
    assert answered.status_code == 200
    assert states_of(acme, run) == ["failed"]
    assert stops_of(acme, run.id)[-1] == "COMPENSATION_FAILED"
    assert attempts(acme, run)[0].status == "refused"


def test_a_person_approves_what_the_rules_ask_about(acme: Cast) -> None:
    declare_holds(acme, allowed=False)
    asking = {"group": "Finance", "kind": "confirm", "minutes": 60}
    with acme.scope(acme.ada):
        allow(acme, RELEASE, obligation=asking)
    run = stopped_after(acme, open_run(acme), "A-1", "A-2")

    undo(acme, run)
    waiting = attempts(acme, run)[-1]
    assert waiting.status == "waiting"
    assert look(acme) == 0
    answer(acme, waiting, acme.bo, word="approve")
    released(acme, run)
    refused = attempts(acme, run)[-1]
    answer(acme, refused, acme.bo, word="refuse")
    look(acme)

    assert states_of(acme, run) == ["done", "failed"]
    assert ticket_about(acme, refused.id) is not None


def test_while_its_agent_is_halted_nothing_is_undone(acme: Cast) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1")
    do(acme, acme.bo, f"halts/set/{acme.agent.id}/", reason="Wait.")

    page = seen(acme, acme.bo, f"runs/{run.number}/undo/")
    undo(acme, run)

    assert "As it is now, everything would be refused." in page
    assert states_of(acme, run) == ["failed"]


def test_a_halt_stops_what_is_about_to_be_undone(acme: Cast) -> None:
    declare_holds(acme)
    run = stopped_after(acme, open_run(acme), "A-1")
    undo(acme, run)
    do(acme, acme.bo, f"halts/set/{acme.agent.id}/", reason="Wait.")

    (action,) = attempts(acme, run)
    perform(client_id=acme.client.id, action_id=action.id)
    look(acme)

    assert attempts(acme, run)[0].status == "refused"
    assert states_of(acme, run) == ["failed"]
