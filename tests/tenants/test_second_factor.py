"""A second factor: set up with its first code, asked for after the password."""

import re
from base64 import b64encode
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.test import Client as Browser

from tenants.models import Mail, MailKind, User
from tenants.portal.sessions import called
from tenants.selectors.second_factors import has_second_factor, recovery_codes
from tenants.services.second_factors import check_code, reseal_second_factors
from tests.cast import PASSWORD, Cast
from tests.tenants.factors import code_of, with_factor, wrong_code
from tests.tenants.test_sign_in import errors_of, sign_in

ANOTHER_KEY = b64encode(b"7" * 32).decode()
_MOZILLA, _WEBKIT = "Mozilla/5.0", "AppleWebKit/537.36 (KHTML, like Gecko)"
HOME = "/account/second-factor/"
STEP = "/sign-in/code/"


def secret_on(page: Any) -> str:
    """Return the secret that a page shows to be typed."""
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", page.content.decode())
    assert found is not None
    return found[1].replace(" ", "")


def at_step(user: User) -> Browser:
    """Return a browser that has shown the password of an account."""
    browser = Browser()
    answer = sign_in(browser, user.email)
    assert answer.headers["Location"] == STEP
    return browser


def test_it_is_set_up_with_its_first_code_and_the_password(acme: Cast) -> None:
    browser = Browser()
    sign_in(browser, acme.bo.user.email)
    secret = secret_on(browser.get(HOME))
    right = {"code": code_of(secret), "password": PASSWORD}

    wrong = [
        browser.post(f"{HOME}start/", right | {"code": wrong_code(secret)}),
        browser.post(f"{HOME}start/", right | {"password": "wrong"}),
    ]
    assert [one.status_code for one in wrong] == [422, 422]
    assert "This code is not right." in wrong[0].content.decode()
    assert not has_second_factor(acme.bo.user)
    # What was scanned stays the same.
    assert secret_on(wrong[0]) == secret

    done = browser.post(f"{HOME}start/", right, follow=True)
    page = done.content.decode()

    assert has_second_factor(acme.bo.user)
    codes = recovery_codes(acme.bo.user)
    assert len(codes) == 10
    assert all(code in page for code in codes)
    again = browser.get(HOME).content.decode()
    assert not any(code in again for code in codes)
    assert "10 recovery codes are left" in again
    assert Mail.objects.filter(
        kind=MailKind.SECOND_FACTOR, to=acme.bo.user.email
    ).exists()
    trace = acme.browser(acme.vi).get(f"/c/{acme.client.slug}/trace/")
    assert "Bo Lindqvist set up a second factor." in trace.content.decode()


def test_setting_it_up_ends_all_other_sessions(acme: Cast) -> None:
    here, elsewhere = Browser(), Browser()
    for browser in (here, elsewhere):
        sign_in(browser, acme.bo.user.email)
    secret = secret_on(here.get(HOME))

    here.post(f"{HOME}start/", {"code": code_of(secret), "password": PASSWORD})

    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_the_password_alone_lets_nobody_in_any_more(acme: Cast) -> None:
    secret = with_factor(acme.bo.user)
    browser = at_step(acme.bo.user)

    assert browser.get("/account/").status_code == 302
    refused = browser.post(STEP, {"code": wrong_code(secret)})
    assert "This code is not right" in refused.content.decode()
    assert browser.get("/account/").status_code == 302

    entered = browser.post(STEP, {"code": code_of(secret)})

    assert entered.headers["Location"] == "/"
    assert browser.get("/account/").status_code == 200


def test_a_code_lets_in_once(acme: Cast) -> None:
    secret = with_factor(acme.bo.user)
    first, second = at_step(acme.bo.user), at_step(acme.bo.user)
    code = code_of(secret)

    assert first.post(STEP, {"code": code}).status_code == 302
    seen = second.post(STEP, {"code": code})

    assert "has been used before" in seen.content.decode()
    assert second.get("/account/").status_code == 302


def test_a_recovery_code_lets_in_once(acme: Cast) -> None:
    with_factor(acme.bo.user)
    code = recovery_codes(acme.bo.user)[3]

    assert at_step(acme.bo.user).post(STEP, {"code": code}).status_code == 302
    assert at_step(acme.bo.user).post(STEP, {"code": code}).status_code == 200
    assert len(recovery_codes(acme.bo.user)) == 9


def test_codes_are_tried_so_often_and_no_more(acme: Cast) -> None:
    secret = with_factor(acme.bo.user)
    browser = at_step(acme.bo.user)
    for _ in range(5):
        browser.post(STEP, {"code": wrong_code(secret)})

    right = browser.post(STEP, {"code": code_of(secret)})

    assert right.status_code == 200
    assert browser.get("/account/").status_code == 302


def test_who_knows_no_password_gets_no_step(acme: Cast) -> None:
    with_factor(acme.bo.user)
    browser = Browser()

    wrong = sign_in(browser, acme.bo.user.email, "wrong")

    assert errors_of(wrong) == ["This e-mail and password do not belong together."]
    assert browser.get(STEP).headers["Location"] == "/sign-in/"


def test_other_recovery_codes_take_the_place_of_those_before(acme: Cast) -> None:
    with_factor(acme.bo.user)
    before = recovery_codes(acme.bo.user)
    browser = acme.browser(acme.bo)

    refused = browser.post(f"{HOME}codes/", {"password": "wrong"})
    browser.post(f"{HOME}codes/", {"password": PASSWORD})

    assert refused.status_code == 422
    assert not set(before) & set(recovery_codes(acme.bo.user))


def test_one_may_do_without_it_again(acme: Cast) -> None:
    with_factor(acme.bo.user)
    browser = acme.browser(acme.bo)

    refused = browser.post(f"{HOME}stop/", {"password": "wrong"})
    assert refused.status_code == 422
    assert has_second_factor(acme.bo.user)
    browser.post(f"{HOME}stop/", {"password": PASSWORD})

    assert not Authenticator.objects.filter(user=acme.bo.user).exists()
    assert sign_in(Browser(), acme.bo.user.email).headers["Location"] == "/"
    twice = browser.post(f"{HOME}stop/", {"password": PASSWORD})
    assert twice.status_code == 409


def test_a_lost_one_is_taken_away_by_who_operates_the_platform(acme: Cast) -> None:
    with_factor(acme.bo.user)

    call_command("remove_second_factor", acme.bo.user.email)

    assert not has_second_factor(acme.bo.user)
    trace = acme.browser(acme.vi).get(f"/c/{acme.client.slug}/trace/")
    assert "Remit removed the second factor of Bo Lindqvist." in trace.content.decode()


def test_secrets_are_sealed_in_the_database(acme: Cast) -> None:
    secret = with_factor(acme.bo.user)

    for kept in Authenticator.objects.filter(user=acme.bo.user):
        assert secret not in str(kept.data)
        assert len(kept.data.get("secret", kept.data.get("seed"))) > 60


def test_another_key_seals_them_and_they_show_the_same_codes(
    acme: Cast, settings: Any
) -> None:
    secret = with_factor(acme.bo.user)
    codes, old = recovery_codes(acme.bo.user), settings.FIELD_KEY
    try:
        settings.FIELD_KEYS = [ANOTHER_KEY, old]
        assert reseal_second_factors() >= 2
        settings.FIELD_KEYS = [ANOTHER_KEY]

        assert recovery_codes(acme.bo.user) == codes
        check_code(acme.bo.user, code_of(secret))
    finally:
        settings.FIELD_KEYS = [old, ANOTHER_KEY]
        reseal_second_factors()


def test_where_one_is_signed_in_is_listed_and_ended(acme: Cast, globex: Cast) -> None:
    here = Browser(headers={"User-Agent": "Here 1.0"})
    there = Browser(headers={"User-Agent": "There 2.0"})
    for browser in (here, there):
        sign_in(browser, acme.bo.user.email)
    page = here.get("/account/").content.decode()
    assert "Here 1.0" in page
    assert "There 2.0" in page
    ways = re.findall(r"/account/sessions/\d+/end/", page)

    others = [globex.browser(globex.gil).post(way).status_code for way in ways]
    assert others == [404, 404]
    here.post(ways[0])

    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert "There 2.0" not in here.get("/account/").content.decode()
    assert here.post(ways[1]).headers["Location"] == "/sign-in/"
    assert here.get("/account/").status_code == 302


@pytest.mark.parametrize(
    ("says", "name"),
    [
        (
            f"{_MOZILLA} (X11; Linux x86_64) {_WEBKIT} Chrome/1.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            f"{_MOZILLA} (Windows NT 10.0) {_WEBKIT} Chrome/1 Safari/5 Edg/1",
            "Edge on Windows",
        ),
        (
            f"{_MOZILLA} (iPhone; CPU iPhone OS 18 like Mac OS X) {_WEBKIT} Safari/6",
            "Safari on iPhone",
        ),
        ("curl/8.0", "curl/8.0"),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_what_it_is(says: str, name: str) -> None:
    assert called(says) == name
