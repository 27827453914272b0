"""Pages of the portal as a person reads them."""

import re
from html import unescape
from typing import Any

from tenants.models import Membership
from tests.cast import Cast


def read(response: Any) -> str:
    """Return the words of a page, in one line."""
    words = re.sub(r"<[^>]*>", "", response.content.decode())
    return " ".join(unescape(words).split())


def visit(cast: Cast, who: Membership, path: str = "") -> Any:
    """Have a person open a page of the client."""
    return cast.browser(who).get(f"/c/{cast.client.slug}/{path}")


def seen(cast: Cast, who: Membership, path: str = "") -> str:
    """Return the words of a page that a person may see."""
    response = visit(cast, who, path)
    assert response.status_code == 200, response.status_code
    return read(response)


def headline(response: Any) -> str:
    """Return the sentence that heads a page."""
    found = re.search(r"<h1>(.*?)</h1>", response.content.decode(), re.DOTALL)
    assert found is not None
    return " ".join(unescape(found[1]).split())
