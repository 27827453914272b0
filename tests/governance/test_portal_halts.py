"""The pages of halts: what one stops, how it took effect, and who lifts it."""

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

from agents.models import ActionType
from config.demo.process import WORKFLOW_TITLE
from governance.models import Halt, Intent, Result, Run, Source
from governance.selectors.halt_pages import halt_by_id, taken_effect
from governance.services.execution.claim import claim
from governance.services.execution.intent import intend
from governance.services.outcomes import Known, conclude
from tenants.models import Client, Membership, Role
from tests.cast import Cast
from tests.governance.answering import clock_ahead
from tests.governance.halting import at_work
from tests.governance.happenings import ask, open_run
from tests.governance.seen import headline, read, seen, visit
from tests.governance.setting_up import do, new_agent

WHY = "The bank is being moved."


def whole(cast: Cast) -> str:
    return f"{cast.client.id}/"


def halted(cast: Cast) -> Halt:
    with cast.scope():
        return Halt.objects.latest("set_at")


def lift(cast: Cast, who: Membership, reason: str = "It has been moved.") -> Any:
    return do(cast, who, f"halts/{halted(cast).id}/lift/", reason=reason)


def second_admin(cast: Cast) -> Membership:
    """Make Cy an admin, too, and return Cy."""
    with cast.scope():
        Membership.objects.filter(id=cast.cy.id).update(role=Role.ADMIN)
        return Membership.objects.select_related("user").get(id=cast.cy.id)


def test_the_page_says_what_it_stops_before_anybody_presses(acme: Cast) -> None:
    new_agent(acme)
    run = open_run(acme)
    ask(acme, run, amount="7400.00")

    words = seen(acme, acme.bo, f"halts/new/{whole(acme)}")

    assert "Acme Logistics is not halted." in words
    assert "2 agents may not act" in words
    assert "1 open run of 1 agent stops before the next action." in words
    assert "1 waiting decision can still be answered" in words
    with acme.scope():
        assert not Halt.objects.exists()


def test_an_operator_halts_all_and_an_admin_lifts_it(acme: Cast) -> None:
    run = acme.open_run()

    silent = do(acme, acme.bo, f"halts/set/{whole(acme)}", reason=" ")
    made = do(acme, acme.bo, f"halts/set/{whole(acme)}", reason=WHY)
    again = do(acme, acme.bo, f"halts/set/{whole(acme)}", reason=WHY)
    refused = acme.ask_payment(run)
    listed = seen(acme, acme.vi, "agents/")
    by_bo = lift(acme, acme.bo)
    lifted = lift(acme, acme.ada)

    assert silent.status_code == 422
    assert headline(made) == "Acme Logistics is halted: nothing of it passes the gate."
    assert "Only an admin can lift a halt." in read(made)
    assert again.status_code == 409
    assert refused["refused_by"] == "standing"
    assert "Acme Logistics is halted since" in listed
    assert by_bo.status_code == 403
    assert "You lifted the halt of Acme Logistics." in read(lifted)
    assert acme.ask_payment(run)["status"] == "authorized"


def test_one_click_is_enough_since_a_reason_is_there(acme: Cast) -> None:
    page = visit(acme, acme.bo, f"halts/new/{whole(acme)}").content.decode()

    assert "Stopped at once, to look at it.</textarea>" in page


def test_who_may_not_halt_is_told_so_and_offered_no_button(acme: Cast) -> None:
    words = seen(acme, acme.vi, f"halts/new/{whole(acme)}")

    assert "can halt it. You are here as auditor." in words
    assert "Why, for the ledger" not in words
    assert "Halt everything" not in seen(acme, acme.vi, "agents/")


def test_a_run_a_workflow_and_an_action_type_are_halted_from_their_pages(
    acme: Cast,
) -> None:
    run = acme.open_run()
    with acme.scope():
        found = Run.objects.select_related("workflow_version").get(id=run["id"])
        kind = ActionType.objects.filter(name="payment.send").latest("version")
    pages = {
        f"runs/{found.number}/": (found.id, f"Run {found.number}"),
        f"workflows/{found.workflow_version.workflow_id}/": (
            found.workflow_version.workflow_id,
            WORKFLOW_TITLE,
        ),
        f"action-types/{kind.id}/": (kind.id, "payment.send"),
    }
    for page, (row_id, label) in pages.items():
        link = f"halts/new/{row_id}/"
        assert link in visit(acme, acme.bo, page).content.decode()
        made = do(acme, acme.bo, f"halts/set/{row_id}/", reason=WHY)
        assert headline(made).startswith(f"{label} is halted")
        # Whoever comes again is shown the halt.
        there = visit(acme, acme.bo, link)
        assert there.url == f"/c/{acme.client.slug}/halts/{halted(acme).id}/"

    assert headline(visit(acme, acme.vi, "halts/")) == "Three things are halted."


def test_what_is_not_the_clients_cannot_be_halted(acme: Cast, globex: Cast) -> None:
    for row_id in (globex.client.id, globex.agent.id, uuid4()):
        for way in ("new", "set"):
            path = f"/c/{acme.client.slug}/halts/{way}/{row_id}/"
            browser = acme.browser(acme.bo)
            call = browser.get if way == "new" else browser.post
            assert call(path).status_code == 404
    with globex.scope():
        assert not Halt.objects.exists()


def test_the_page_measures_how_long_it_took_to_stop(acme: Cast) -> None:
    run = open_run(acme)
    with at_work(acme):
        action = ask(acme, run, amount="1.00")
        fence = claim(action.id)
        assert fence is not None
        assert intend(action.id, fence=fence) is not None
    do(acme, acme.bo, f"halts/set/{whole(acme)}", reason=WHY)
    page = f"halts/{halted(acme).id}/"

    before = seen(acme, acme.vi, page)
    acme.ask_payment({"id": str(run.id)})
    acme.api("POST", f"runs/{run.id}/heartbeat", {"fence": 1})
    with clock_ahead(timedelta(seconds=42)), at_work(acme):
        settled = Intent.objects.select_related("action__run").get(action=action)
        done = Known(Result.DONE, "The bank has it.", Source.WORKER)
        conclude(settled.action, settled, done)
    after = seen(acme, acme.vi, page)

    assert "1 action was sent before the halt, and not answered yet." in before
    assert "0 of 1 open run have asked since" in before
    assert "Nothing has come to the gate since." in before
    assert re.search(r"It stopped within 4\d\.\d s: then the last action", after)
    assert "1 action had been sent when it was set" in after
    assert "1 of 1 open run has asked since" in after
    assert "1 action was refused at the gate since." in after


def test_with_nothing_on_its_way_it_stopped_at_once(acme: Cast) -> None:
    do(acme, acme.bo, f"halts/set/{whole(acme)}", reason=WHY)

    words = seen(acme, acme.vi, f"halts/{halted(acme).id}/")

    assert "It stopped at once: nothing was on its way." in words
    with acme.scope():
        assert taken_effect(halt_by_id(halted(acme).id)).took == timedelta(0)


def test_lifting_takes_two_people_where_the_client_says_so(acme: Cast) -> None:
    cy = second_admin(acme)
    run = acme.open_run()
    saved = do(acme, acme.ada, "halts/second/", demanded="yes")
    do(acme, acme.bo, f"halts/set/{whole(acme)}", reason=WHY)

    asked = lift(acme, acme.ada, "It has been moved.")
    same = lift(acme, acme.ada, "Really.")

    assert "Two people: one asks for it, and another one lifts it." in read(saved)
    assert headline(asked).endswith("and waits for a second person to lift that.")
    assert "You asked for it: another person has to lift it." in read(asked)
    assert same.status_code == 409
    assert acme.ask_payment(run)["refused_by"] == "standing"
    other = lift(acme, cy, "I have looked, too.")
    assert headline(other) == "Acme Logistics is no longer halted."
    assert "Ada Rossi asked for it" in read(other)
    assert acme.ask_payment(run)["status"] == "authorized"
    trace = seen(acme, acme.vi, "trace/")
    assert "Ada Rossi asked that the halt of Acme Logistics be lifted by" in trace


def test_two_are_not_made_one_while_something_is_halted(acme: Cast) -> None:
    alone = do(acme, acme.ada, "halts/second/", demanded="yes")
    second_admin(acme)
    do(acme, acme.ada, "halts/second/", demanded="yes")
    do(acme, acme.bo, f"halts/set/{whole(acme)}", reason=WHY)

    refused = do(acme, acme.ada, "halts/second/", demanded="no")

    assert alone.status_code == 409
    assert "There is no second admin" in read(alone)
    assert refused.status_code == 409
    assert "Something is halted: two people lift that first." in read(refused)
    with acme.scope():
        assert Client.objects.get().second_lifter


def test_who_answers_for_an_agent_halts_it_in_any_role(acme: Cast) -> None:
    with acme.scope():
        Membership.objects.filter(id=acme.ada.id).update(role=Role.MEMBER)
    path = f"halts/set/{acme.agent.id}/"

    made = do(acme, acme.ada, path, reason=WHY)
    everything = do(acme, acme.ada, f"halts/set/{whole(acme)}", reason=WHY)

    assert headline(made).startswith("Invoice agent is halted")
    assert everything.status_code == 403
