"""Answering in the inbox: what is taken, and what is not taken and said why."""

import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from governance.services import checkpoints
from tenants.models import Membership
from tests.cast import Cast
from tests.governance.answering import REASON, answer, asked, now_of
from tests.governance.happenings import stopped
from tests.governance.seen import headline, read

APPROVE = {"answer": "approve", "reason": REASON}
REFUSE = {"answer": "refuse", "reason": "Not ordered."}


def send(cast: Cast, who: Membership, checkpoint_id: uuid.UUID, **form: str) -> Any:
    """Have a person send an answer."""
    path = f"/c/{cast.client.slug}/inbox/{checkpoint_id}/answer"
    return cast.browser(who).post(path, form)


def test_an_approval_is_taken_and_leads_back_to_the_inbox(acme: Cast) -> None:
    waiting = asked(acme)
    browser = acme.browser(acme.bo)

    response = browser.post(
        f"/c/{acme.client.slug}/inbox/{waiting}/answer", APPROVE, follow=True
    )

    found = now_of(acme, waiting)
    assert response.redirect_chain == [(f"/c/{acme.client.slug}/inbox/", 302)]
    assert "You approved it. Remit checks the rules once more" in read(response)
    assert (found.state, found.answered_by, found.reason) == (
        "approved",
        acme.bo,
        REASON,
    )
    assert found.action.status == "authorized"


def test_a_refusal_is_taken(acme: Cast) -> None:
    waiting = asked(acme)

    response = send(acme, acme.cy, waiting, **REFUSE, cause="needless")

    found = now_of(acme, waiting)
    assert response.status_code == 302
    assert (found.state, found.action.status) == ("refused", "refused")
    told = acme.api("GET", f"actions/{found.action_id}").json()["explanation"]
    assert told == "Cy Okafor refused: It is not needed, or not yet. Not ordered."
    with acme.scope():
        assert found.answers.get().cause == "needless"


@pytest.mark.parametrize(
    ("cause", "told"),
    [("", "Choose why you refuse."), ("because", "Choose one of these.")],
)
def test_who_refuses_chooses_why(acme: Cast, cause: str, told: str) -> None:
    waiting = asked(acme)

    response = send(acme, acme.cy, waiting, **REFUSE, cause=cause)

    assert response.status_code == 422
    assert told in read(response)
    assert now_of(acme, waiting).state == "waiting"


def test_a_cause_that_was_chosen_and_is_not_needed_is_no_obstacle(acme: Cast) -> None:
    waiting = asked(acme)

    assert send(acme, acme.bo, waiting, **APPROVE, cause="wrong").status_code == 302

    found = now_of(acme, waiting)
    with acme.scope():
        assert found.answers.get().cause == ""


@pytest.mark.parametrize("reason", ["", "   ", "ok", "no\0", "x" * 2001])
def test_without_a_proper_reason_nothing_is_decided(acme: Cast, reason: str) -> None:
    waiting = asked(acme)

    response = send(acme, acme.bo, waiting, answer="approve", reason=reason)

    assert response.status_code == 422
    assert headline(response) == "Your answer needs something more."
    assert f'id="{waiting.hex}-reason_error"' in response.content.decode()
    assert "Approve: pay 7,400.00 EUR" in read(response)
    assert now_of(acme, waiting).state == "waiting"


@pytest.mark.parametrize("chosen", ["", "yes", "expire"])
def test_there_are_two_answers_and_what_was_written_is_kept(
    acme: Cast, chosen: str
) -> None:
    waiting = asked(acme)

    response = send(acme, acme.bo, waiting, answer=chosen, reason=REASON)

    assert response.status_code == 422
    assert "Approve or refuse" in read(response)
    assert REASON in read(response)
    assert now_of(acme, waiting).state == "waiting"


def test_who_comes_second_is_told_who_was_first(acme: Cast) -> None:
    waiting = asked(acme)
    answer(acme, waiting, acme.bo, how=checkpoints.refuse, reason="Not ordered.")

    response = send(acme, acme.cy, waiting, **APPROVE)

    assert response.status_code == 409
    assert headline(response) == "Your answer did not count."
    page = read(response)
    assert "Bo Lindqvist has answered this: refused." in page
    assert "“Not ordered.”" in page
    assert f"What you had written {REASON}" in page
    assert "Approve: pay" not in page
    assert now_of(acme, waiting).answered_by == acme.bo


def test_an_answer_to_a_run_that_has_stopped_does_not_count(acme: Cast) -> None:
    waiting = asked(acme)
    stopped(acme, now_of(acme, waiting).action.run)

    response = send(acme, acme.bo, waiting, **APPROVE)

    assert response.status_code == 409
    assert "The run has stopped" in read(response)


@pytest.mark.parametrize("who", ["vi", "ada"])
def test_who_may_not_answer_is_refused(acme: Cast, who: str) -> None:
    waiting = asked(acme)

    response = send(acme, acme.people[who], waiting, **APPROVE)

    assert response.status_code == 403
    assert headline(response) == "You cannot decide this."
    assert "Only people of Finance can answer this." in read(response)
    assert now_of(acme, waiting).state == "waiting"


def test_nobody_of_another_client_can_answer(acme: Cast, globex: Cast) -> None:
    waiting = asked(acme)
    theirs = f"/c/{acme.client.slug}/inbox/{waiting}/answer"

    assert globex.browser(globex.rae).post(theirs, APPROVE).status_code == 404
    assert send(globex, globex.rae, waiting, **APPROVE).status_code == 404
    assert now_of(acme, waiting).state == "waiting"


def test_a_question_that_does_not_exist_is_not_found(acme: Cast) -> None:
    assert send(acme, acme.bo, uuid.uuid4(), **APPROVE).status_code == 404


def test_an_answer_is_posted_from_our_own_page(acme: Cast) -> None:
    waiting = asked(acme)
    path = f"/c/{acme.client.slug}/inbox/{waiting}/answer"
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(acme.bo.user)

    assert browser.get(path, APPROVE).status_code == 405
    assert browser.post(path, APPROVE).status_code == 403
    assert now_of(acme, waiting).state == "waiting"


def test_every_card_has_a_form_of_its_own_with_nothing_filled_in(acme: Cast) -> None:
    waiting = [asked(acme), asked(acme)]

    page = acme.browser(acme.bo).get(f"/c/{acme.client.slug}/inbox/").content.decode()

    for one in waiting:
        assert page.count(f'for="{one.hex}-reason"') == 1
        assert f'action="/c/{acme.client.slug}/inbox/{one}/answer"' in page
    assert page.count("checked") == page.count('<input type="checkbox" checked>')
    assert "btn-fill" not in page
