"""In a real browser: a process from empty to ready, by following what is missing."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.cast import Cast
from tests.flows.test_browser_agents import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("worker")]
_MOST_GAPS = 9


def test_a_process_goes_from_empty_to_ready_by_following_the_gaps_alone(
    acme: Cast, chromium: Browser, address: str
) -> None:
    faults: list[str] = []
    ada = signed_in(chromium, address, acme.ada, faults)

    _begin(ada)
    _follow_the_gaps(ada)
    ada.get_by_role("button", name="Publish the next version").click()
    expect(_heading(ada)).to_contain_text("One gap keeps Invoice agent away")
    ada.get_by_role("link", name="Run a halt drill").click()
    _drill(ada)
    ada.get_by_role("main").get_by_role("link", name="Petty cash").click()
    expect(_heading(ada)).to_contain_text("It is ready for Invoice agent.")
    _sign(ada)
    assert not faults


def _begin(page: Page) -> None:
    page.get_by_role("link", name="Workflows").first.click()
    page.get_by_role("link", name="Write a process down").click()
    page.get_by_label("What the process is called").fill("Petty cash")
    page.get_by_role("button", name="Begin to write it down").click()
    expect(_heading(page)).to_contain_text("One thing is missing")


def _follow_the_gaps(page: Page) -> None:
    missing = page.get_by_role("region", name="What is missing")
    for _ in range(_MOST_GAPS):
        gaps = missing.get_by_role("listitem")
        told = gaps.first.inner_text()
        if told == "Nothing.":
            break
        gaps.first.get_by_role("link").click()
        _mend(page, told)
        page.get_by_role("button", name="Keep this step").click()
    expect(_heading(page)).to_have_text("A person could follow what is written.")
    expect(page.get_by_role("img", name=re.compile("Petty cash"))).to_be_visible()


def _mend(page: Page, told: str) -> None:
    """Type what a gap says is missing, and nothing else."""
    if "no steps" in told:
        _field(page, "What is done").fill("Count the cash")
    elif "who does it" in told:
        _field(page, "Who does it").select_option(label="The agent")
    elif "begins with" in told:
        _field(page, "What it begins with").fill("the cash box")
        _field(page, "What comes out of it").fill("the sum that is in it")
    elif "go wrong" in told:
        _field(page, "What can go wrong").fill("It is not what it should be.")
        _field(page, "Who then acts").select_option(label="Finance")
        _field(page, "What they do").fill("counts it again")
    elif "stops midway" in told:
        _field(page, "When it stops midway").select_option(label="Try it again")
    else:
        pytest.fail(f"nobody can mend this here: {told}")


def _field(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True).first


def _drill(page: Page) -> None:
    page.get_by_role("button", name="Stop Invoice agent in a rehearsal").click()
    # Without a reload: a worker stops the rehearsal, and the page follows.
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_role("main")).to_contain_text("the halt drill passed")


def _sign(page: Page) -> None:
    page.get_by_role("link", name="Clear Invoice agent").click()
    page.get_by_role("button", name="Show what you would sign").click()
    expect(page.get_by_role("blockquote")).to_contain_text("Petty cash, version 1")
    page.get_by_role("button", name="Sign: clear Invoice agent").click()
    expect(page.get_by_role("main")).to_contain_text("Petty cash")
    page.get_by_role("link", name="Workflows").first.click()
    expect(page.get_by_role("main")).to_contain_text(
        "Invoice agent works on version 1, cleared by Ada Rossi"
    )


def _heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)
