"""In a real browser: a governance lead sees what needs somebody, and acts on it."""

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect

from tenants.identifiers import uuid7
from tenants.models import User
from tests.cast import PASSWORD, Cast
from tests.leads import a_lead

pytestmark = pytest.mark.browser

WHY = "The bank warned us of payments to a strange account."


def sign_in(page: Page, address: str, lead: User) -> None:
    """Sign in at the admin's own door."""
    # The web server checks with the hashers of the settings, not of the tests.
    lead.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    lead.save(update_fields=["password"])
    page.goto(f"{address}/admin/")
    page.locator("input[name=username]").fill(lead.email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("button[type=submit]").click()


def look_in(page: Page) -> None:
    """Say why the lead looks in, which is asked before the first page."""
    page.get_by_role("button", name="Look in").click()
    expect(page.locator("#enter_form")).to_contain_text("Write the reason")
    page.get_by_label("Why").fill("Acme asked us to.")
    page.get_by_label("For how long").select_option("four hours")
    page.get_by_role("button", name="Look in").click()


def test_a_lead_halts_an_agent_sees_what_changed_and_lifts(
    acme: Cast, chromium: Browser, address: str
) -> None:
    run = acme.open_run()
    faults: list[str] = []
    page = chromium.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))

    sign_in(page, address, a_lead())
    expect(page.locator(".board .lead")).to_be_visible()
    page.goto(f"{address}/admin/agents/agent/?client={acme.client.slug}")
    page.get_by_role("link", name="Invoice agent").click()
    look_in(page)
    page.get_by_role("link", name="Halt", exact=True).click()
    expect(page.locator(".effects")).to_contain_text("One run of one agent is open")
    page.get_by_role("button", name="Halt").click()
    expect(page.locator("#act_form")).to_contain_text("Write the reason")
    page.get_by_label("Why").fill(WHY)
    page.get_by_role("button", name="Halt").click()
    expect(page.get_by_text("You halted Invoice agent.")).to_be_visible()
    assert acme.ask_payment(run)["refused_by"] == "standing"

    page.get_by_role("link", name="Dashboard").click()
    page.locator(".figures").get_by_role("link", name="Halts in force").click()
    expect(page).to_have_url(f"{address}/admin/governance/halt/?state=in+force")
    page.goto(f"{page.url}&client={acme.client.slug}")
    page.get_by_role("link", name="Invoice agent").click()
    page.get_by_role("link", name="Lift the halt").click()
    page.get_by_label("Why").fill("The account was theirs.")
    page.get_by_role("button", name="Lift the halt").click()
    expect(page.get_by_text("You lifted the halt of Invoice agent.")).to_be_visible()
    assert acme.ask_payment(run)["status"] == "authorized"

    page.get_by_role("link", name="History").click()
    compared = page.locator("#comparison")
    expect(compared).to_contain_text("Lift reason")
    expect(compared.locator("ins").last).to_be_visible()
    expect(page.locator("#versions")).to_contain_text(WHY)
    assert not faults
    page.close()


def test_a_lead_creates_a_client_and_withdraws_its_invitation(
    chromium: Browser, address: str
) -> None:
    slug = f"initech-{uuid7().hex[-10:]}"
    page = chromium.new_page()

    sign_in(page, address, a_lead())
    page.get_by_role("link", name="Clients", exact=True).first.click()
    page.get_by_role("link", name="Create a client").click()
    page.get_by_label("Name", exact=False).first.fill("Initech Systems")
    page.get_by_label("Short name").fill(slug)
    page.get_by_label("Name of the first admin").fill("Pia Lund")
    page.get_by_label("E-mail of the first admin").fill(f"pia@{slug}.example")
    page.get_by_role("button", name="Create the client").click()
    expect(page.locator("#found_form")).to_contain_text("Write the reason")
    expect(page.get_by_label("Short name")).to_have_value(slug)
    page.get_by_label("Why").fill("They signed.")
    page.get_by_role("button", name="Create the client").click()

    expect(page.get_by_text("You created Initech Systems.")).to_be_visible()
    page.get_by_role("link", name="Pia Lund").click()
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("You withdrew the invitation of Pia Lund.")).to_be_visible()
    page.close()
