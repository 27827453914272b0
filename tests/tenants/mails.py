"""What has been written to people, and the links in it."""

import re
from typing import Any

from django.core import mail
from django.test import Client as Browser

from tenants.services.sending import send_due

_LINK = re.compile(r"http://localhost:8000(/\S+)")


def letters_to(email: str) -> list[Any]:
    """Send what is due and return what has been sent to this address, oldest first."""
    send_due()
    return [one for one in mail.outbox if one.to == [email]]


def link_to(email: str) -> str:
    """Return the path of the first link in the newest mail to this address."""
    found = _LINK.search(str(letters_to(email)[-1].body))
    assert found is not None
    return found[1]


def follow(browser: Browser, path: str) -> Any:
    """Follow a link to the page that it ends at."""
    return browser.get(path, follow=True)
