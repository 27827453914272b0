"""The page of the API's description, in a real browser under the strict policy."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_page_shows_every_call_and_breaks_no_policy(
    chromium: Browser, address: str, theme: Literal["light", "dark"]
) -> None:
    faults: list[str] = []
    page = chromium.new_page(color_scheme=theme)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console",
        lambda said: faults.append(said.text) if said.type == "error" else None,
    )
    page.on("requestfailed", lambda request: faults.append(request.url))

    answer = page.goto(f"{address}/api/v1/docs/")

    assert answer is not None
    assert "unsafe" not in answer.headers["content-security-policy"]
    expect(page.locator(".opblock")).to_have_count(17)
    page.get_by_text("May I?").click()
    expect(page.get_by_text("The invoice matches order PO-881").first).to_be_visible()
    # Dark letters on a light page, or light ones on a dark page.
    colours = page.evaluate(
        "() => ['color', 'backgroundColor'].map("
        "name => getComputedStyle(document.body)[name])"
    )
    letters, ground = (_is_light(colour) for colour in colours)
    assert (letters, ground) == (theme == "dark", theme == "light")
    assert not faults
    page.close()


def _is_light(colour: str) -> bool:
    parts = colour.partition("(")[2].rstrip(")").split(",")
    return sum(float(part) for part in parts[:3]) > 3 * 128
