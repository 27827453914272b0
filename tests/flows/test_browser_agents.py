"""In a real browser: from a new agent to its first action, and stopping it again."""

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from agents.models import Agent
from config.demo.build import countersign_all
from tenants.models import Membership
from tests.cast import PASSWORD, Cast, a_lead
from tests.flows.pasting import paste
from tests.flows.test_browser import sign_in
from tests.governance.readying import waive_all

pytestmark = pytest.mark.browser


def test_from_a_new_agent_to_its_first_action(
    acme: Cast, chromium: Browser, address: str
) -> None:
    faults: list[str] = []
    ada = signed_in(chromium, address, acme.ada, faults)
    bo = signed_in(chromium, address, acme.bo, faults)

    _register(ada)
    _accept(bo)
    with acme.scope():
        waive_all(acme, Agent.objects.get(name="Customs agent"))
    _clear(bo)
    countersign_all(acme.client, by=a_lead())
    _to_the_keys(ada)
    key = _issue(ada, "Production")
    expect(ada.get_by_role("status").last).to_contain_text("Waiting for its first call")
    paste(ada.locator("#plain").inner_text(), "plain")
    # Without a reload.
    expect(ada.locator("#first")).to_contain_text("To match invoice")
    expect(ada.locator("#first")).to_contain_text(f"with the key {key[4:12]}")
    assert not faults


def test_one_key_follows_another_and_everything_is_halted_and_lifted(
    acme: Cast, chromium: Browser, address: str
) -> None:
    faults: list[str] = []
    key = acme.key
    ada = signed_in(chromium, address, acme.ada, faults)
    ada.goto(f"{address}/c/{acme.client.slug}/agents/{acme.agent.id}/keys/")
    other = _issue(ada, "The next one")
    ada.get_by_role("link", name="Keys", exact=True).click()
    expect(ada.get_by_role("main")).not_to_contain_text(other)
    assert _status(address, key) == _status(address, other) == 200
    line = ada.get_by_role("listitem").filter(has_text=key[4:12])
    line.get_by_text("Let it end, or revoke it").click()
    line.get_by_label("Now").check()
    line.get_by_role("button", name="Let").click()
    expect(line).to_contain_text("Expired")
    assert (_status(address, key), _status(address, other)) == (401, 200)
    line = ada.get_by_role("listitem").filter(has_text="The next one")
    line.get_by_text("Let it end, or revoke it").click()
    line.get_by_label("Why").fill("It was in a log.")
    line.get_by_role("button", name="Revoke").click()
    expect(line).to_contain_text("It was in a log.")
    assert _status(address, other) == 401

    _halt_and_lift(ada)
    assert not faults


def signed_in(
    chromium: Browser, address: str, who: Membership, faults: list[str]
) -> Page:
    """Return a page on which somebody is signed in, and which tells its faults."""
    page = chromium.new_context().new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if said.type == "error" else None,
    )
    sign_in(page, address, who)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    return page


def _register(page: Page) -> None:
    page.get_by_role("link", name="Agents").first.click()
    page.get_by_role("link", name="Register an agent").click()
    page.get_by_label("Name", exact=True).fill("Customs agent")
    page.get_by_label("What it is for").fill("Declares goods at the border.")
    page.get_by_label("Responsible owner").select_option(label="Bo Lindqvist")
    page.get_by_role("button", name="Register the agent").click()
    missing = page.get_by_role("region", name="Before it may act")
    expect(missing).to_contain_text("Bo Lindqvist was named responsible owner and has")
    expect(missing).to_contain_text("It has no live key, so it cannot call.")


def _accept(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Customs agent").first.click()
    page.get_by_label("Your password, to sign").fill(PASSWORD)
    page.get_by_role("button", name="Accept: I answer for Customs agent").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Bo Lindqvist answers")


def _clear(page: Page) -> None:
    page.get_by_role("link", name="Clear it for a workflow").click()
    page.get_by_label("Workflow", exact=True).select_option(index=1)
    page.get_by_role("button", name="Show what you would sign").click()
    expect(page.get_by_role("blockquote")).to_contain_text("step by step")
    page.get_by_role("button", name="Sign: clear Customs agent").click()
    expect(page.get_by_role("main")).to_contain_text("once a governance lead signs")


def _to_the_keys(page: Page) -> None:
    page.reload()
    page.get_by_role("link", name="Issue a key").click()


def _issue(page: Page, name: str) -> str:
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_role("button", name="Issue a key").click()
    key = page.locator("#key").inner_text()
    assert key.startswith("rmt_")
    return key


def _halt_and_lift(page: Page) -> None:
    page.get_by_role("link", name="Agents").first.click()
    page.get_by_role("link", name="Halt everything").click()
    expect(page.get_by_role("main")).to_contain_text("1 agent may not act")
    # One click: a reason is there.
    page.get_by_role("button", name="Halt Acme Logistics").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is halted")
    expect(page.get_by_role("main")).to_contain_text("It stopped at once")
    page.get_by_label("Why").fill("It has been moved.")
    page.get_by_role("button", name="Lift the halt of").click()
    expect(page.get_by_role("main")).to_contain_text("You lifted the halt of Acme")


def _status(address: str, key: str) -> int:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx2.get(f"{address}/api/v1/agent", headers=headers).status_code
