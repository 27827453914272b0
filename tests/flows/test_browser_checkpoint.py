"""In a real browser: from the mail's link to the answer, on a phone and by keyboard."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from governance.links import CheckpointLink, checkpoint_token
from tenants.models import Membership
from tests.cast import PASSWORD, Cast
from tests.flows.test_browser import sign_in
from tests.governance.answering import (
    asked,
    clock_at,
    now_of,
    sweep,
    tell,
    today_of,
)

pytestmark = pytest.mark.browser

_PHONE: ViewportSize = {"width": 360, "height": 740}
# No page has more stops than this before what is looked for.
_STOPS = 60


def test_bo_approves_on_a_phone_by_keyboard_alone(
    acme: Cast, chromium: Browser, address: str
) -> None:
    waiting = asked(acme)
    page = chromium.new_page(viewport=_PHONE)
    page.goto(_linked(acme, waiting, acme.bo, address))
    expect(page.get_by_role("heading", level=1)).to_contain_text("7,400.00 EUR")
    _fits(page)

    _press(page, page.get_by_role("link", name="Sign in to answer"))
    _type(page, page.get_by_label("E-mail"), acme.bo.user.email)
    _type(page, page.get_by_label("Password"), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("This waits for you")
    _fits(page)
    _type(page, page.get_by_label("reason"), "It matches the order.")
    _press(page, page.get_by_role("button", name="Approve"))

    expect(page.get_by_text("You approved it.")).to_be_visible()
    found = now_of(acme, waiting)
    assert (found.state, found.answered_by) == ("approved", acme.bo)
    page.close()


def test_cy_refuses_and_says_why(acme: Cast, chromium: Browser, address: str) -> None:
    waiting = asked(acme)
    page = chromium.new_page()
    page.goto(_linked(acme, waiting, acme.cy, address))
    page.get_by_role("link", name="Sign in to answer").click()
    page.get_by_label("E-mail").fill(acme.cy.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()

    page.get_by_label("reason").fill("Nobody ordered this.")
    page.get_by_role("button", name="Refuse").click()
    expect(page.get_by_text("Choose why you refuse.")).to_be_visible()
    expect(page.get_by_label("reason")).to_have_value("Nobody ordered this.")
    page.get_by_label("If you refuse").select_option("suspicious")
    page.get_by_role("button", name="Refuse").click()

    expect(page.get_by_text("You refused it.")).to_be_visible()
    found = now_of(acme, waiting)
    assert found.state == "refused"
    assert "It looks like a deception." in found.action.explanation
    page.close()


def test_bo_delegates_and_vi_answers_in_bos_place(
    acme: Cast, chromium: Browser, address: str
) -> None:
    waiting, today = asked(acme), today_of(acme).isoformat()
    page = chromium.new_page()
    sign_in(page, address, acme.bo)
    page.get_by_role("link", name="People").click()
    page.get_by_role("link", name="Bo Lindqvist").first.click()
    page.get_by_label("Who answers meanwhile").select_option("Vi Tanaka")
    page.get_by_label("First day", exact=True).fill(today)
    page.get_by_label("Last day", exact=True).fill(today)
    page.get_by_role("button", name="Have somebody answer").click()
    expect(page.get_by_text("Vi Tanaka answers in this place")).to_be_visible()
    page.get_by_role("link", name="Inbox").click()
    expect(page.get_by_text("No decision waits for you.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, address, acme.vi)
    page.goto(f"{address}/c/{acme.client.slug}/inbox/{waiting}/")
    page.get_by_label("reason").fill("It matches the order.")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("You approved it.")).to_be_visible()
    page.goto(f"{address}/c/{acme.client.slug}/inbox/{waiting}/")

    expect(page.get_by_text("Vi Tanaka in the place of Bo Lindqvist")).to_be_visible()
    assert now_of(acme, waiting).answered_by == acme.vi
    page.close()


def test_bo_drafts_that_nobody_is_asked_next_time_and_ada_publishes_it(
    acme: Cast, chromium: Browser, address: str
) -> None:
    asked(acme, amount="900.00")
    page = chromium.new_page()
    sign_in(page, address, acme.bo)
    page.get_by_role("link", name="Inbox").click()
    page.get_by_role("link", name="Ask nobody next time?").click()
    expect(page.get_by_label("Alone up to, in EUR")).to_have_value("900.00")
    page.get_by_label("Alone up to, in EUR").fill("100")
    page.get_by_role("button", name="Draft it").click()
    expect(page.get_by_text("It is 500.00 EUR already")).to_be_visible()
    page.get_by_label("Alone up to, in EUR").fill("900")
    page.get_by_role("button", name="Draft it").click()
    expect(page.get_by_text("It is drafted")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, address, acme.ada)
    page.get_by_role("link", name="Boundaries").click()
    page.get_by_label("What is this change for?").fill(
        "Finance said yes to all of them."
    )
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator("h1")).to_have_text("10 rules are in force.")

    asks = acme.ask_payment(acme.open_run(), amount="890.00")
    assert asks["status"] != "waiting"
    page.close()


def test_what_nobody_answers_in_time_has_lapsed_and_takes_no_answer(
    acme: Cast, chromium: Browser, address: str
) -> None:
    waiting = asked(acme)
    page = chromium.new_page()
    page.goto(_linked(acme, waiting, acme.bo, address))
    page.get_by_role("link", name="Sign in to answer").click()
    page.get_by_label("E-mail").fill(acme.bo.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("reason").fill("It matches the order.")
    with clock_at(now_of(acme, waiting).deadline + timedelta(seconds=1)):
        sweep()

    page.get_by_role("button", name="Approve").click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Your answer did not count."
    )
    expect(page.get_by_text("Nobody answered in time")).to_be_visible()
    expect(page.get_by_text("It matches the order.")).to_be_visible()
    assert now_of(acme, waiting).state == "expired"
    page.close()


def _linked(cast: Cast, waiting: uuid.UUID, who: Membership, address: str) -> str:
    """Have somebody told, and return the address of the link in their mail."""
    # The web server checks with the hashers of the settings, not of the tests.
    who.user.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    who.user.save(update_fields=["password"])
    tell(cast, waiting)
    token = checkpoint_token(CheckpointLink(cast.client.id, waiting, who.id))
    return f"{address}/decide/{token}/"


def _reach(page: Page, wanted: Locator) -> None:
    """Press Tab until this has the focus."""
    for _ in range(_STOPS):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"not to be reached by keyboard: {wanted}")


def _press(page: Page, wanted: Locator) -> None:
    _reach(page, wanted)
    page.keyboard.press("Enter")


def _type(page: Page, wanted: Locator, text: str) -> None:
    _reach(page, wanted)
    page.keyboard.type(text)


def _fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{wide} pixels are beside the screen"
