"""A run that stopped midway, in a real browser: people do what is left of it."""

import pytest
from playwright.sync_api import Browser, expect

from tests.cast import Cast
from tests.flows.test_browser import sign_in
from tests.governance.happenings import open_run, stopped

pytestmark = pytest.mark.browser


def test_people_do_the_rest_of_a_run_step_by_step(
    acme: Cast, chromium: Browser, address: str
) -> None:
    run = open_run(acme)
    stopped(acme, run)
    page = chromium.new_page()
    sign_in(page, address, acme.bo)
    page.goto(f"{address}/c/{acme.client.slug}/runs/{run.number}/")
    page.get_by_label("Why, for the ledger").fill("It is due today.")
    page.get_by_role("button", name="Have people do the rest").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("4 steps are left")

    for left in ("3 steps are left", "2 steps are left", "1 step is left"):
        page.locator("textarea[name=words]").first.fill("Seen in the file.")
        page.get_by_role("button", name="It is done").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(left)
    page.locator("textarea[name=words]").first.fill("They know already.")
    page.get_by_role("button", name="It is left out").first.click()

    told = "stopped midway, and people did the rest."
    expect(page.get_by_role("heading", level=1)).to_contain_text(told)
    page.close()
