"""In a real browser: a second factor is set up, asked for, and shown once more."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.cast import PASSWORD, Cast
from tests.flows.test_browser import sign_in
from tests.governance.answering import asked, now_of
from tests.governance.stepping import demanded
from tests.tenants.factors import code_of

pytestmark = pytest.mark.browser


def test_bo_sets_up_what_acme_demands_and_steps_up_to_approve(
    acme: Cast, chromium: Browser, address: str
) -> None:
    waiting = asked(acme)
    page = chromium.new_page()
    with demanded(acme):
        sign_in(page, address, acme.bo)
        secret = _set_up(page)
        _sign_in_again(page, acme, code_of(secret))
        page.get_by_role("link", name="Inbox").click()
        page.get_by_label("reason").fill("It matches the order.")
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_text("It cannot be undone: type the code")).to_be_visible()
        expect(page.get_by_label("reason")).to_have_value("It matches the order.")

        # The one that signed in is used up.
        page.get_by_label("If you approve, the code").fill(code_of(secret, later=1))
        page.get_by_role("button", name="Approve").click()
        expect(page.get_by_text("You approved it.")).to_be_visible()

    found = now_of(acme, waiting)
    assert (found.state, found.answered_by) == ("approved", acme.bo)
    page.close()


def _set_up(page: Page) -> str:
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    secret = page.locator("code").inner_text().replace(" ", "")
    page.get_by_label("The code that it shows now").fill(code_of(secret))
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Keep these recovery codes."
    )
    expect(page.locator(".codes code")).to_have_count(10)
    page.get_by_role("link", name="I have kept them").click()
    return secret


def _sign_in_again(page: Page, cast: Cast, code: str) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_label("E-mail").fill(cast.bo.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Your password is right.")).to_be_visible()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()
