"""In a real browser: sign in, approve, see it paid, read the story."""

import uuid

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Browser, Page, expect

from tenants.models import Membership
from tests.cast import PASSWORD, Cast
from tests.processes import eventually, payments_of

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("bank", "worker")]


def sign_in(page: Page, address: str, who: Membership) -> None:
    """Sign in with e-mail and password, as a person does."""
    # The web server checks with the hashers of the settings, not of the tests.
    who.user.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    who.user.save(update_fields=["password"])
    page.goto(address)
    page.get_by_label("E-mail").fill(who.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_bo_approves_a_payment_and_reads_its_story(
    acme: Cast, chromium: Browser, address: str
) -> None:
    invoice = f"NL-{uuid.uuid4().hex[:10]}"
    run = acme.open_run(subject=f"Invoice {invoice} from Nordlicht GmbH")
    acme.ask_payment(run, invoice=invoice, amount="7400.00")
    faults: list[str] = []
    page = chromium.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if said.type == "error" else None,
    )

    sign_in(page, address, acme.bo)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.get_by_role("link", name="Inbox").first.click()
    card = page.get_by_role("article").filter(has_text=invoice)
    expect(card).to_contain_text("7,400.00 EUR")
    card.get_by_label("reason").fill("The delivery note is here and matches.")
    card.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("article").filter(has_text=invoice)).to_have_count(0)

    eventually(lambda: payments_of(invoice) == 1)
    page.goto(f"{address}/c/{acme.client.slug}/runs/{run['number']}/")
    story = page.get_by_role("main")
    expect(story).to_contain_text("Bo Lindqvist approved to pay 7,400.00 EUR")
    expect(story).to_contain_text("The delivery note is here and matches.")
    expect(story).to_contain_text("Ada Rossi")
    expect(story).to_contain_text("Done: pay 7,400.00 EUR")
    assert not faults
    page.close()
