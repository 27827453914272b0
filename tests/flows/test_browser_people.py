"""In a real browser: Ada invites Nia, who comes by mail, and forgets her password."""

import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import processes
from tests.cast import PASSWORD, Cast
from tests.flows.test_browser import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(300),  # it goes a long way
    pytest.mark.usefixtures("postman"),
]
OTHER = "a wholly different pass phrase"


@pytest.fixture(scope="module")
def postman(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A worker that keeps mails in the mailbox, as in a demo."""
    with processes.worker(tmp_path_factory.mktemp("postman"), MAILBOX="true"):
        yield


def read_mail(page: Page, address: str, email: str, subject: str) -> None:
    """Open the mailbox until the mail is there, then the mail, then its link."""
    line = page.get_by_role("listitem").filter(has_text=email).filter(has_text=subject)

    def there() -> bool:
        page.goto(f"{address}/mailbox/")
        return line.count() > 0

    processes.eventually(there)
    line.first.get_by_role("link").click()
    # Links name the address of the installation, and this server has another port.
    link = page.locator(".letter a").first.get_attribute("href") or ""
    page.goto(link.replace("http://localhost:8000", address))


def invite(page: Page, email: str) -> None:
    """Invite Nia from the people's page."""
    page.get_by_role("link", name="People").first.click()
    page.get_by_label("Name", exact=True).first.fill("Nia Costa")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text("Nia Costa is invited")


def join(page: Page) -> None:
    """Choose a password on the page that the invitation's link leads to."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        "Ada Rossi invites you"
    )
    page.get_by_label("Choose a password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Join Acme Logistics").click()


def promote(page: Page) -> None:
    """Make Nia an operator of Finance, from the people's page."""
    page.get_by_role("link", name="People").first.click()
    page.get_by_role("link", name="Nia Costa").click()
    page.get_by_label("Works here as").select_option("operator")
    page.get_by_role("button", name="Change the role").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Nia Costa works here as an operator."
    )
    page.get_by_role("button", name="Put into Finance").click()
    expect(page.get_by_role("status")).to_contain_text("Nia Costa is in Finance now.")


def choose_another(page: Page, email: str) -> None:
    """Choose a password by the link of a reset, and sign in with it."""
    page.get_by_label("New password").fill(OTHER)
    page.get_by_label("The same again").fill(OTHER)
    page.get_by_role("button", name="Keep this password").click()
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(OTHER)
    page.get_by_role("button", name="Sign in").click()


def test_ada_invites_nia_who_joins_and_later_forgets_her_password(
    acme: Cast, chromium: Browser, address: str
) -> None:
    email = f"nia+{uuid.uuid4().hex[:10]}@acme.example"
    faults: list[str] = []
    adas, nias = chromium.new_context().new_page(), chromium.new_context().new_page()
    for page in (adas, nias):
        page.on("pageerror", lambda error: faults.append(str(error)))

    sign_in(adas, address, acme.ada)
    invite(adas, email)
    read_mail(nias, address, email, "Ada Rossi invites you to Acme Logistics")
    join(nias)
    expect(nias).to_have_url(f"{address}/c/{acme.client.slug}/")
    expect(nias.get_by_text("Nia Costa").last).to_be_visible()
    promote(adas)

    nias.get_by_role("button", name="Sign out").last.click()
    nias.get_by_role("link", name="I forgot my password").click()
    nias.get_by_label("E-mail").fill(email)
    nias.get_by_role("button", name="Send me the link").click()
    expect(nias.get_by_role("heading", level=1)).to_have_text("Look into your mail.")
    read_mail(nias, address, email, "Choose a new password")
    choose_another(nias, email)
    expect(nias.get_by_text("Operator").last).to_be_visible()
    assert not faults
