"""Signing in, choosing a client, signing out."""

import re
from typing import Any

import pytest
from django.test import Client as Browser

from tenants.models import Membership, Role
from tenants.services import add_person, create_user
from tests.cast import PASSWORD, Cast

SAME = "This e-mail and password do not belong together."


def sign_in(browser: Browser, email: str, password: str = PASSWORD, **more: str) -> Any:
    return browser.post("/sign-in/", {"username": email, "password": password, **more})


def errors_of(response: Any) -> list[str]:
    note = response.content.decode().partition('role="alert"')[2].partition("</div>")[0]
    return re.findall(r"<p>(.*?)</p>", note)


def test_a_person_of_one_client_comes_to_its_first_page(acme: Cast) -> None:
    browser = Browser()

    response = sign_in(browser, acme.bo.user.email)
    start = browser.get("/")

    assert (response.status_code, response.headers["Location"]) == (302, "/")
    assert start.headers["Location"] == f"/c/{acme.client.slug}/"
    assert browser.get(start.headers["Location"]).status_code == 200


def test_capitals_in_an_e_mail_do_not_matter(acme: Cast) -> None:
    assert sign_in(Browser(), acme.bo.user.email.upper()).status_code == 302


def test_whatever_was_wrong_the_answer_is_the_same(acme: Cast) -> None:
    left = create_user(
        email=f"left+{acme.client.slug}@acme.example", name="Lou", password=PASSWORD
    )
    left.is_active = False
    left.save(update_fields=["is_active"])

    answers = [
        sign_in(Browser(), acme.bo.user.email, "not the password"),
        sign_in(Browser(), "nobody@acme.example"),
        sign_in(Browser(), left.email),
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [errors_of(answer) for answer in answers] == [[SAME], [SAME], [SAME]]
    assert not any("_auth_user_id" in answer.client.session for answer in answers)


@pytest.mark.parametrize("password", ["", " ", "x" * 5000, "no\0thing"])
def test_strange_passwords_are_refused_like_wrong_ones(
    acme: Cast, password: str
) -> None:
    response = sign_in(Browser(), acme.bo.user.email, password)

    assert response.status_code == 200
    assert "_auth_user_id" not in response.client.session


def test_a_page_asks_to_sign_in_and_is_reached_afterwards(acme: Cast) -> None:
    browser = Browser()
    wanted = f"/c/{acme.client.slug}/inbox/?show=others"

    asked = browser.get(wanted)
    form = browser.get(asked.headers["Location"])
    response = sign_in(browser, acme.bo.user.email, next=wanted)

    assert asked.status_code == 302
    assert asked.headers["Location"].startswith("/sign-in/?next=/c/")
    assert f'name="next" value="{wanted}"' in form.content.decode()
    assert response.headers["Location"] == wanted
    assert browser.get(wanted).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\thttps://evil.example",
    ],
)
def test_signing_in_never_leads_elsewhere(acme: Cast, elsewhere: str) -> None:
    response = sign_in(Browser(), acme.bo.user.email, next=elsewhere)

    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_a_person_who_is_signed_in_is_not_asked_again(acme: Cast) -> None:
    response = acme.browser(acme.bo).get("/sign-in/")

    assert (response.status_code, response.headers["Location"]) == (302, "/")


def test_signing_in_gives_a_session_of_its_own(acme: Cast) -> None:
    browser = Browser()
    browser.get("/sign-in/")
    before = browser.session.session_key

    sign_in(browser, acme.bo.user.email)

    assert browser.session.session_key != before


def test_signing_out_takes_a_post_and_ends_the_session(acme: Cast) -> None:
    browser = acme.browser(acme.bo)
    page = f"/c/{acme.client.slug}/"

    by_link = browser.get("/sign-out/")
    still_in = browser.get(page)
    by_form = browser.post("/sign-out/")
    out = browser.get(page)

    assert by_link.status_code == 405
    assert still_in.status_code == 200
    assert (by_form.status_code, by_form.headers["Location"]) == (302, "/sign-in/")
    assert out.headers["Location"].startswith("/sign-in/?next=")


@pytest.mark.parametrize("path", ["/sign-in/", "/sign-out/"])
def test_a_form_from_another_site_is_refused(acme: Cast, path: str) -> None:
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(acme.bo.user)

    response = browser.post(
        path, {"username": acme.bo.user.email, "password": PASSWORD}
    )

    assert response.status_code == 403
    assert "_auth_user_id" in browser.session


def test_a_person_of_two_clients_gets_the_choice(acme: Cast, globex: Cast) -> None:
    joins(globex, acme.bo)

    page = acme.browser(acme.bo).get("/").content.decode()

    for client in (acme.client, globex.client):
        assert f'<a href="/c/{client.slug}/"><b>{client.name}</b></a>' in page
    assert '<form class="mt-3" method="post" action="/sign-out/">' in page


def joins(cast: Cast, who: Membership) -> Membership:
    """Have somebody who works elsewhere work at this client too."""
    with cast.scope():
        return add_person(user=who.user, role=Role.AUDITOR)


def test_at_each_of_two_clients_a_person_is_who_they_are_there(
    acme: Cast, globex: Cast
) -> None:
    joins(globex, acme.bo)
    browser = acme.browser(acme.bo)

    at_acme = browser.get(f"/c/{acme.client.slug}/").content.decode()
    at_globex = browser.get(f"/c/{globex.client.slug}/").content.decode()

    assert "Operator" in at_acme
    assert "Invoice agent" in at_acme
    assert "Payables agent" not in at_acme
    assert "Auditor" in at_globex
    assert "Payables agent" in at_globex
    assert "Invoice agent" not in at_globex


def test_a_membership_that_has_ended_answers_as_if_there_were_no_such_client(
    acme: Cast, globex: Cast
) -> None:
    ended = joins(globex, acme.bo)
    with globex.scope():
        ended.is_active = False
        ended.save(update_fields=["is_active"])
    browser = acme.browser(acme.bo)

    gone = browser.get(f"/c/{globex.client.slug}/")
    never = browser.get("/c/there-is-no-such-client/")

    assert (gone.status_code, never.status_code) == (404, 404)
    assert gone.content == never.content
    assert browser.get("/").headers["Location"] == f"/c/{acme.client.slug}/"


def test_a_person_of_no_client_is_told_so_by_an_empty_choice(acme: Cast) -> None:
    with acme.scope():
        acme.bo.is_active = False
        acme.bo.save(update_fields=["is_active"])
    browser = acme.browser(acme.bo)

    assert browser.get("/").status_code == 200
    assert browser.get(f"/c/{acme.client.slug}/").status_code == 404


def test_an_account_that_was_closed_is_signed_out_everywhere(acme: Cast) -> None:
    browser = acme.browser(acme.bo)
    acme.bo.user.is_active = False
    acme.bo.user.save(update_fields=["is_active"])

    response = browser.get(f"/c/{acme.client.slug}/")

    assert response.headers["Location"].startswith("/sign-in/?next=")


def test_pages_are_not_kept_by_browsers(acme: Cast) -> None:
    response = acme.browser(acme.bo).get(f"/c/{acme.client.slug}/")

    assert "no-store" in response.headers["Cache-Control"]
