"""In a real browser: somebody who answers for an agent leaves, and another follows."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.agents.test_accountability import second_admin
from tests.cast import PASSWORD, Cast
from tests.flows.test_browser_agents import signed_in

pytestmark = pytest.mark.browser


def test_an_owner_leaves_and_everybody_sees_what_stops_until_another_signs(
    acme: Cast, chromium: Browser, address: str
) -> None:
    faults: list[str] = []
    zoe = signed_in(chromium, address, second_admin(acme), faults)
    cy = signed_in(chromium, address, acme.cy, faults)

    _suspend_ada(zoe)
    zoe.get_by_role("link", name="Incidents").first.click()
    expect(zoe.get_by_role("main")).to_contain_text(
        "Invoice agent is stopped: nobody answers for it"
    )
    _name_cy(zoe)
    _sign(cy)
    zoe.reload()
    line = zoe.get_by_role("region", name="Who answered when")
    expect(line).to_contain_text("Cy Okafor")
    expect(line).to_contain_text("Ada Rossi")
    zoe.get_by_role("link", name="Incidents").first.click()
    expect(zoe.get_by_role("main")).to_contain_text("No incident is open.")
    assert not faults


def _suspend_ada(page: Page) -> None:
    page.get_by_role("link", name="People").first.click()
    page.get_by_role("link", name="Ada Rossi").first.click()
    warning = page.get_by_role("region", name="Suspend Ada Rossi")
    expect(warning).to_contain_text("Invoice agent stops at its next gate")
    warning.get_by_label("Why").fill("She works elsewhere now.")
    warning.get_by_role("button", name="Suspend Ada Rossi").click()


def _name_cy(page: Page) -> None:
    page.get_by_role("link", name="Agents").first.click()
    page.get_by_role("link", name="Invoice agent").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("may not act")
    page.get_by_role("link", name="Name somebody").first.click()
    page.get_by_label("Person").select_option(label="Cy Okafor")
    page.get_by_role("button", name="Name, and ask to accept").click()


def _sign(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Invoice agent").first.click()
    page.get_by_label("Your password, to sign").fill(PASSWORD)
    page.get_by_role("button", name="Accept: I answer for Invoice agent").click()
    expect(page.get_by_role("main")).to_contain_text("You answer for Invoice agent")
