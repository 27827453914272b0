"""Halting the whole client: a page that says what it stops, and a button that does."""

from governance.models import Halt
from tests.cast import Cast
from tests.governance.happenings import ask, open_run
from tests.governance.seen import headline, read, seen
from tests.governance.setting_up import do, new_agent

WHY = "The bank is being moved."


def test_the_page_says_what_it_stops_before_anybody_presses(acme: Cast) -> None:
    new_agent(acme)
    run = open_run(acme)
    ask(acme, run, amount="7400.00")

    words = seen(acme, acme.bo, "agents/halt/")

    assert "Acme Logistics is not halted." in words
    assert "2 agents may not act" in words
    assert "1 open run stops before the next action." in words
    assert "1 waiting decision can still be answered" in words
    with acme.scope():
        assert not Halt.objects.exists()


def test_an_operator_halts_all_and_an_admin_lifts_it(acme: Cast) -> None:
    run = acme.open_run()

    silent = do(acme, acme.bo, "agents/halt/set/", reason=" ")
    halted = do(acme, acme.bo, "agents/halt/set/", reason=WHY)
    again = do(acme, acme.bo, "agents/halt/set/", reason=WHY)
    refused = acme.ask_payment(run)
    listed = seen(acme, acme.vi, "agents/")
    by_bo = do(acme, acme.bo, "agents/halt/lift/", reason=WHY)
    lifted = do(acme, acme.ada, "agents/halt/lift/", reason="It has been moved.")

    assert silent.status_code == 422
    assert headline(halted) == "Acme Logistics is halted: none of its agents may act."
    assert "Only an admin can lift a halt." in read(halted)
    assert again.status_code == 409
    assert refused["refused_by"] == "standing"
    assert "Acme Logistics is halted since" in listed
    assert by_bo.status_code == 403
    assert "You lifted the halt of Acme Logistics." in read(lifted)
    assert acme.ask_payment(run)["status"] == "authorized"


def test_who_may_not_halt_is_told_so_and_offered_no_button(acme: Cast) -> None:
    words = seen(acme, acme.vi, "agents/halt/")

    assert "Only an admin or operator can halt it. You are here as auditor." in words
    assert "Halt Acme Logistics: all agents" not in words
    assert "Halt everything" not in seen(acme, acme.vi, "agents/")
