"""The halt button: says what it will stop, stops it, and says why it cannot."""

from typing import Any
from uuid import uuid4

import pytest

from audit.selectors import Filters, trace
from governance.models import Halt, HaltScope
from governance.services.execution.claim import claim
from governance.services.execution.intent import intend
from governance.services.halts import set_halt
from tenants.models import Membership
from tests.cast import Cast
from tests.governance.happenings import ask, open_run, unknown
from tests.governance.seen import headline, read, seen, visit

WHY = "Two payments to one account within the hour."


def press(cast: Cast, who: Membership, act: str, reason: str = WHY) -> Any:
    """Press "halt" or "lift" and return the answer, following it to where it leads."""
    path = f"halts/set/{cast.agent.id}/"
    if act == "lift":
        path = f"halts/{halts(cast)[-1].id}/lift/"
    path = f"/c/{cast.client.slug}/{path}"
    return cast.browser(who).post(path, {"reason": reason}, follow=True)


def page(cast: Cast, who: Membership) -> str:
    """Return the words of the agent's page."""
    return seen(cast, who, f"agents/{cast.agent.id}/")


def halts(cast: Cast) -> list[Halt]:
    """Return the halts there are, lifted or not."""
    with cast.scope():
        rows = Halt.objects.select_related("set_by__user", "lifted_by__user")
        return list(rows.order_by("set_at"))


def test_before_halting_the_page_says_what_it_will_stop(acme: Cast) -> None:
    run = open_run(acme)
    ask(acme, run, amount="7400.00")
    unknown(acme)
    with acme.scope():
        claimed, sent = ask(acme, run), ask(acme, run)
        assert claim(claimed.id) is not None
        fence = claim(sent.id)
        assert fence is not None
        assert intend(sent.id, fence=fence) is not None

    words = page(acme, acme.bo)

    assert "If you halt it now:" in words
    assert "1 open run stops before the next action." in words
    assert "1 allowed action, not sent yet, is refused." in words
    assert "1 waiting decision can still be answered, but an approval" in words
    assert "1 action already sent cannot be recalled; the answer is" in words
    assert "1 action already sent cannot be recalled: nobody knows" in words


def test_with_nothing_under_way_the_page_says_so(acme: Cast) -> None:
    words = page(acme, acme.bo)

    assert "No run is open." in words
    assert "Nothing is on its way that could not be stopped." in words


@pytest.mark.parametrize("who", ["ada", "bo"])
def test_an_admin_or_operator_halts_with_a_reason(acme: Cast, who: str) -> None:
    run = acme.open_run()

    answer = press(acme, acme.people[who], "halt")

    assert answer.redirect_chain[0][1] == 302
    assert headline(answer) == (
        "Invoice agent is halted: nothing of it passes the gate."
    )
    words = read(answer)
    assert "You halted Invoice agent." in words
    assert f"“{WHY}”" in words
    there = visit(acme, acme.vi, f"agents/{acme.agent.id}/")
    assert headline(there).endswith("It is halted and may not act.")
    assert f"Invoice agent is halted: {WHY}" in read(there)
    assert [halt.set_by.user.name for halt in halts(acme)] == [
        acme.people[who].user.name
    ]
    assert acme.ask_payment(run)["refused_by"] == "standing"


def test_an_admin_lifts_with_a_reason_and_both_stay_on_the_page(acme: Cast) -> None:
    run = acme.open_run()
    press(acme, acme.bo, "halt")

    answer = press(acme, acme.ada, "lift", "Both were ordered.")

    assert headline(answer) == "Invoice agent is no longer halted."
    words = read(answer)
    assert "You lifted the halt of Invoice agent." in words
    assert "Ada Rossi lifted it" in words
    there = visit(acme, acme.vi, f"agents/{acme.agent.id}/")
    assert headline(there) == "Ada Rossi answers for Invoice agent, and it may act."
    assert f"by Bo Lindqvist: “{WHY}”" in read(there)
    assert "by Ada Rossi: “Both were ordered.”" in read(there)
    assert acme.ask_payment(run)["status"] == "authorized"


def test_others_are_told_why_they_cannot_halt_and_are_refused(acme: Cast) -> None:
    words = page(acme, acme.vi)
    answer = press(acme, acme.vi, "halt")

    told = "Only an admin, an operator or who answers for it can halt it."
    assert f"{told} You are here as auditor." in words
    assert "Halt Invoice agent" not in words
    assert answer.status_code == 403
    assert halts(acme) == []


@pytest.mark.parametrize("who", ["bo", "vi"])
def test_others_are_told_why_they_cannot_lift_and_are_refused(
    acme: Cast, who: str
) -> None:
    press(acme, acme.ada, "halt")

    words = page(acme, acme.people[who])
    answer = press(acme, acme.people[who], "lift")

    assert "Only an admin can lift a halt." in words
    assert "Lift the halt of" not in words
    assert answer.status_code == 403
    assert halts(acme)[0].lifted_at is None


@pytest.mark.parametrize("reason", ["", " \n ", "x" * 2001, "a\x00b"])
@pytest.mark.parametrize("act", ["halt", "lift"])
def test_a_reason_that_is_none_is_refused_at_its_field(
    acme: Cast, act: str, reason: str
) -> None:
    if act == "lift":
        press(acme, acme.bo, "halt")
    before = halts(acme)

    answer = press(acme, acme.ada, act, reason)

    assert answer.status_code == 422
    assert 'id="id_reason_error"' in answer.content.decode()
    assert halts(acme) == before
    assert [halt.lifted_at for halt in before] == [None] * len(before)


def test_what_is_halted_is_not_halted_again(acme: Cast) -> None:
    press(acme, acme.bo, "halt")

    answer = press(acme, acme.cy, "halt", "Me too.")

    assert answer.status_code == 409
    assert "Invoice agent is halted." in read(answer)
    assert len(halts(acme)) == 1


def test_what_is_lifted_is_not_lifted_again(acme: Cast) -> None:
    press(acme, acme.bo, "halt")
    press(acme, acme.ada, "lift")

    answer = press(acme, acme.ada, "lift")

    assert answer.status_code == 409
    assert "Invoice agent is no longer halted." in read(answer)


def test_a_halt_of_the_whole_client_is_told_and_not_lifted_here(acme: Cast) -> None:
    with acme.scope(acme.ada):
        set_halt(
            scope=HaltScope.CLIENT,
            target_id=acme.client.id,
            label=acme.client.name,
            by=acme.ada,
            reason="The bank is being moved.",
        )

    words = page(acme, acme.ada)

    assert "Acme Logistics is halted since" in words
    assert "That is the whole client, so it is not lifted here." in words
    assert "Lift the halt" not in words
    assert "Halt Invoice agent" in words


def test_a_reason_is_shown_as_text(acme: Cast) -> None:
    press(acme, acme.bo, "halt", "<script>alert(1)</script>\u202e")

    answer = visit(acme, acme.vi, f"agents/{acme.agent.id}/").content.decode()

    assert "<script>alert" not in answer
    assert "\u202e" not in answer


def test_halting_by_a_link_does_nothing(acme: Cast) -> None:
    path = f"/c/{acme.client.slug}/halts/set/{acme.agent.id}/"

    assert acme.browser(acme.bo).get(path).status_code == 405
    assert halts(acme) == []


def test_another_clients_agent_cannot_be_halted(acme: Cast, globex: Cast) -> None:
    browser = globex.browser(globex.gil)
    for slug, agent_id in (
        (acme.client.slug, acme.agent.id),
        (globex.client.slug, acme.agent.id),
        (globex.client.slug, uuid4()),
    ):
        path = f"/c/{slug}/halts/set/{agent_id}/"
        assert browser.post(path, {"reason": WHY}).status_code == 404

    assert halts(acme) == []
    with globex.scope():
        assert trace(Filters(target_id=str(acme.agent.id))).lines == []
