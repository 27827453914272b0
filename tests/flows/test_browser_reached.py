"""In a real browser: who is told of what waits, and when its time runs."""

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from governance.models import Escalation
from tests.cast import Cast
from tests.flows.test_browser import sign_in

pytestmark = pytest.mark.browser

_PHONE: ViewportSize = {"width": 360, "height": 740}


def test_ada_writes_on_a_phone_who_is_told_and_when_the_time_runs(
    acme: Cast, chromium: Browser, address: str
) -> None:
    page = chromium.new_page(viewport=_PHONE)
    sign_in(page, address, acme.ada)
    page.goto(f"{address}/c/{acme.client.slug}/people/")
    page.get_by_role("link", name="Finance").first.click()

    page.get_by_role("link", name="Write who is told").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"]
    half = page.get_by_role("listitem").filter(has=page.locator("#id_after_1"))
    half.get_by_label("After this share").fill("99")
    half.get_by_label("And by name").select_option("Vi Tanaka")
    page.get_by_role("button", name="Write it").click()
    expect(page.locator("#id_after_1_error")).to_be_visible()
    expect(half.get_by_label("And by name")).to_have_value(str(acme.vi.id))
    half.get_by_label("After this share").fill("25")
    page.get_by_role("button", name="Write it").click()
    expect(page.get_by_text("After 25 % of the time:")).to_be_visible()
    expect(page.get_by_text("Finance and Vi Tanaka")).to_be_visible()

    page.get_by_role("button", name="Count only working hours").click()
    expect(page.get_by_text("Counts only in working hours")).to_be_visible()
    page.get_by_role("link", name="Working hours and holidays").click()
    page.get_by_label("Friday, to").fill("15:30")
    page.get_by_label("nobody works").fill("2030-12-25 Christmas Day")
    page.get_by_role("button", name="Save the working hours").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Monday to Thursday 09:00 to 17:00, Friday 09:00 to 15:30."
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= _PHONE["width"]
    page.close()
    with acme.scope():
        assert Escalation.objects.count() == 1
