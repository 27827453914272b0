"""In a real browser, as narrow as a phone: write a rule as a sentence, publish it."""

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from governance.selectors.boundaries import current_boundary
from tests.cast import Cast
from tests.flows.test_browser import sign_in
from tests.flows.test_browser_declaring import watched

pytestmark = pytest.mark.browser

_PHONE: ViewportSize = {"width": 360, "height": 780}


def fits(page: Page) -> None:
    """Fail if the page is wider than the phone."""
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= _PHONE["width"], f"{page.url} is {width} wide"


def test_a_rule_is_written_and_published_on_a_phone(
    chromium: Browser, address: str, acme: Cast
) -> None:
    page, faults = watched(chromium)
    page.set_viewport_size(_PHONE)
    sign_in(page, address, acme.ada)
    page.goto(f"{address}/c/{acme.client.slug}/boundaries/")
    expect(page.locator("h1")).to_have_text("10 rules are in force.")
    fits(page)

    page.get_by_role("link", name="Write a rule").click()
    page.get_by_label("Title").fill("Larger payments")
    page.get_by_label("Key").fill("larger-payments")
    page.get_by_label("wants to").fill("payment.send")
    first = page.get_by_role("group", name="Condition 1")
    first.get_by_label("Field").fill("parameters.amount")
    first.get_by_label("Is").select_option("more_than")
    first.get_by_label("Value").fill("500.00 EUR")
    page.get_by_role("button", name="One more condition").click()
    expect(page.get_by_role("group", name="Condition 3")).to_be_visible()
    expect(first.get_by_label("Value")).to_have_value("500.00 EUR")
    fits(page)
    page.get_by_label("then it").select_option("deny")
    page.get_by_label("In the next version it is").select_option("active")
    page.get_by_role("button", name="Write the rule").click()

    expect(page.locator("h1")).to_contain_text("one change is written")
    expect(page.locator(".changes")).to_contain_text("Larger payments")
    page.get_by_label("What is this change for?").fill("Sums grew.")
    page.get_by_role("button", name="Publish now").click()
    expect(page.locator("h1")).to_have_text("11 rules are in force.")
    page.get_by_role("link", name="Version 1", exact=True).first.click()
    page.get_by_role("button", name="Put it back and propose it").click()
    expect(page.get_by_role("status")).to_contain_text("is proposed")
    fits(page)

    assert faults == []
    with acme.scope():
        version = current_boundary()
    assert version is not None
    assert version.document["rules"][-1]["key"] == "larger-payments"
