"""In a real browser: allow a host, connect it, and declare what agents can do there."""

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from agents.models import Runner
from agents.selectors import runner_secrets
from tests.cast import Cast
from tests.flows.test_browser import sign_in

pytestmark = pytest.mark.browser

HOST = "till.example"
AT = f"https://{HOST}/actions"
PROPERTIES = {
    "till": {"type": "string", "minLength": 1, "maxLength": 20},
    "sum": {
        "type": "object",
        "properties": {"amount": {"type": "string"}, "currency": {"enum": ["EUR"]}},
        "required": ["amount", "currency"],
    },
}


def schema(word: str = "properties", **more: object) -> str:
    """Return a schema as people write it, with this word for its properties."""
    said = {"type": "object", word: {**PROPERTIES, **more}, "required": ["till"]}
    return json.dumps(said, indent=2)


def watched(chromium: Browser) -> tuple[Page, list[str]]:
    """Return a page, and what its console complains of."""
    page, faults = chromium.new_page(), list[str]()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if said.type == "error" else None,
    )
    return page, faults


def connect_a_webhook(page: Page, root: str) -> str:
    """Allow a host, connect it, and return the secret that is shown."""
    page.goto(f"{root}connections/")
    page.get_by_label("Host", exact=True).fill(HOST)
    page.get_by_label("Why, for the ledger").fill("Our tills take orders there.")
    page.get_by_role("button", name="Allow this host").click()
    expect(page.get_by_role("status")).to_contain_text(f"may reach {HOST} from now on")

    page.get_by_role("link", name="Connect something").click()
    page.get_by_label("Name").fill("Till")
    page.get_by_label("Address").fill(AT)
    page.get_by_role("button", name="Connect it").click()
    return page.locator("[data-once]").inner_text()


def mend_a_mistake(page: Page) -> None:
    """Declare something with a mistake in its schema, which is named as one writes."""
    page.get_by_label("Title").fill("Open a till")
    page.get_by_label("Name").fill("till.open")
    page.get_by_label("Phrase").fill("open {till} with {sum}")
    page.get_by_label("Connection", exact=True).select_option("Till")
    editor, checked = page.locator("[data-editor]"), page.locator("#checked")
    editor.fill(schema("propertis"))
    expect(checked).to_contain_text("$.propertis: this word is not understood")
    expect(page.locator(".gutter > span")).to_have_count(schema().count("\n") + 1)
    editor.fill(schema())
    expect(checked).to_contain_text("It fits together")


def try_an_example(page: Page) -> None:
    """Fill in an example, which is checked as an agent's request is."""
    checked, verdict = page.locator("#checked"), page.locator("#verdict")
    checked.get_by_label("till").fill("x" * 21)
    expect(verdict).to_contain_text("is too long")
    checked.get_by_label("till").fill("till 3")
    checked.get_by_role("textbox", name="amount").fill("740.00")
    checked.get_by_role("combobox", name="currency").select_option("EUR")
    said = "An agent wants to open till 3 with 740.00 EUR"
    expect(verdict).to_contain_text(said)


def declare_the_next(page: Page) -> None:
    """Publish a second version, and read what it changes."""
    page.get_by_role("link", name="Declare version 2").click()
    page.locator("[data-editor]").fill(schema(note={"type": "string"}))
    page.get_by_role("button", name="Publish version 2").click()
    told = "The parameter note is new: text, optional."
    expect(page.get_by_role("main")).to_contain_text(told)


def test_ada_connects_a_webhook_and_declares_what_agents_can_do(
    acme: Cast, chromium: Browser, address: str
) -> None:
    page, faults = watched(chromium)
    sign_in(page, address, acme.ada)
    root = f"{address}/c/{acme.client.slug}/"

    secret = connect_a_webhook(page, root)
    with acme.scope():
        assert runner_secrets(Runner.objects.get(name="Till")) == (secret,)
    page.goto(f"{root}connections/")
    page.get_by_role("link", name="Till", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Till sends signed")
    assert secret not in page.content()

    page.goto(f"{root}action-types/")
    page.get_by_role("link", name="Declare an action type").click()
    mend_a_mistake(page)
    try_an_example(page)
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_role("status")).to_contain_text("Version 1 of “Open a till”")
    declare_the_next(page)
    assert not faults
    page.close()
