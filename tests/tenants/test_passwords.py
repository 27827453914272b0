"""Forgotten, changed, and tried too often: passwords."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from tenants.models import User
from tenants.network import network_address
from tenants.services import create_user
from tests.browsers import quick
from tests.cast import PASSWORD, Cast
from tests.tenants.mails import follow, letters_to, link_to
from tests.tenants.test_sign_in import errors_of, sign_in

OTHER = "a wholly different pass phrase"
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


def somebody() -> User:
    email = f"nia+{uuid.uuid4().hex[:10]}@acme.example"
    return create_user(email=email, name="Nia Costa", password=PASSWORD)


def ask(email: str, address: str = "") -> Any:
    address = address or f"net-{uuid.uuid4().hex}"
    browser = quick(Browser(REMOTE_ADDR=address))
    return browser.post("/password/", {"email": email})


def choose(path: str, password: str = OTHER) -> Any:
    browser = quick(Browser())
    page = follow(browser, path)
    where = page.request["PATH_INFO"]
    return browser.post(
        where, {"new_password1": password, "new_password2": password}, follow=True
    )


def test_a_forgotten_password_is_chosen_anew_by_mail_and_ends_other_sessions() -> None:
    user = somebody()
    elsewhere = quick(Browser())
    sign_in(elsewhere, user.email)

    asked = ask(user.email.upper())
    path = link_to(user.email)
    chosen = choose(path)
    again = choose(path, "yet another pass phrase")

    assert asked.headers["Location"] == "/password/asked/"
    assert "Your password is changed." in chosen.content.decode()
    assert "This link no longer works." in again.content.decode()
    assert sign_in(Browser(), user.email, OTHER).status_code == 302
    assert sign_in(Browser(), user.email).status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert letters_to(user.email)[-1].subject == "Your password for Remit was changed"


def test_whether_there_is_an_account_is_not_told() -> None:
    user = somebody()
    closed = somebody()
    closed.is_active = False
    closed.save(update_fields=["is_active"])

    answers = [ask(one) for one in (user.email, "nobody@acme.example", closed.email)]

    assert {(one.status_code, one.headers["Location"]) for one in answers} == {
        (302, "/password/asked/")
    }
    assert len(letters_to(user.email)) == 1
    assert letters_to(closed.email) == []
    assert letters_to("nobody@acme.example") == []


def test_a_mailbox_is_not_filled_and_a_network_not_let_ask_for_ever() -> None:
    user = somebody()
    for _ in range(5):
        assert ask(user.email).status_code == 302
    here = f"net-{uuid.uuid4().hex}"
    answers = [ask("nobody@acme.example", here) for _ in range(31)]

    assert len(letters_to(user.email)) == 3
    assert {one.status_code for one in answers[:30]} == {302}
    assert answers[30].status_code == 422
    assert "Wait some minutes" in answers[30].content.decode()


def test_signing_in_is_tried_so_often_and_no_more_from_one_place() -> None:
    user = somebody()
    here = Browser(REMOTE_ADDR=f"net-{uuid.uuid4().hex}")
    for _ in range(20):
        sign_in(here, user.email, "wrong")

    refused = sign_in(here, user.email)

    assert errors_of(refused) == ["Too many attempts. Wait a minute, then try again."]
    # Nobody is locked out by what somebody else tries.
    elsewhere = Browser(REMOTE_ADDR=f"net-{uuid.uuid4().hex}")
    assert sign_in(elsewhere, user.email).status_code == 302


def test_a_password_is_changed_by_who_knows_it_and_ends_other_sessions(
    acme: Cast,
) -> None:
    here, elsewhere = Browser(), Browser()
    for browser in (here, elsewhere):
        sign_in(browser, acme.bo.user.email)
    wrong = {"old_password": "wrong", "new_password1": OTHER, "new_password2": OTHER}

    refused = here.post("/account/password/", wrong)
    changed = here.post("/account/password/", wrong | {"old_password": PASSWORD})

    assert refused.status_code == 422
    assert "This is not your password." in refused.content.decode()
    assert changed.headers["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_a_new_name_is_told_to_every_client(acme: Cast, globex: Cast) -> None:
    browser = acme.browser(acme.bo)

    same = browser.post("/account/name/", {"name": "Bo Lindqvist"})
    changed = browser.post("/account/name/", {"name": " Bo  Berg "})

    assert same.status_code == 409
    assert changed.status_code == 302
    page = browser.get("/account/").content.decode()
    assert "You are Bo Berg." in page
    trace = acme.browser(acme.vi).get(f"/c/{acme.client.slug}/trace/")
    assert "Bo Lindqvist is called Bo Berg now." in trace.content.decode()


@pytest.mark.parametrize(
    ("proxies", "told", "counted"),
    [
        (0, "10.0.0.1", "127.0.0.1"),
        (1, "6.6.6.6, 10.0.0.1", "10.0.0.1"),
        (2, "6.6.6.6, 10.0.0.1, 10.0.0.2", "10.0.0.1"),
        (1, "", "127.0.0.1"),
        (2, "10.0.0.1", "127.0.0.1"),
    ],
)
def test_only_what_proxies_have_added_is_believed(
    settings: Any, rf: Any, proxies: int, told: str, counted: str
) -> None:
    settings.PROXIES = proxies
    request = rf.get("/", headers={"X-Forwarded-For": told} if told else {})

    assert network_address(request) == counted
