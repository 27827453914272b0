"""Connections of a client beside the demo's own, and what their pages say."""

import os
import uuid
from typing import Any

from agents.models import Runner, RunnerKind
from agents.services import connect_runner
from agents.webhooks import new_secret
from tenants.models import Membership
from tests.cast import Cast

BANK = f"{os.environ['BANK_URL']}/payments"


def connect(cast: Cast, **changes: Any) -> Runner:
    """Connect a webhook to the bank, changed so, in the open scope; return it."""
    asked: dict[str, Any] = {
        "name": f"Till {uuid.uuid4().hex[:8]}",
        "kind": RunnerKind.WEBHOOK,
        "url": BANK,
        "secret": new_secret(),
        "timeout": 2,
    }
    return connect_runner(**(asked | changes))


def post(cast: Cast, who: Membership, path: str, **sent: Any) -> Any:
    """Send a form of the client's pages as somebody, and return the answer."""
    return cast.browser(who).post(f"/c/{cast.client.slug}/{path}", sent)
