"""A checkpoint's page: who may answer, and who never."""

from uuid import UUID

from governance.models import Checkpoint
from tests.cast import Cast
from tests.leads import a_lead, browser_of, page_url

NEVER = "Can never answer"


def page(cast: Cast, amount: str, account: str | None = None) -> str:
    """Ask for a payment that waits; return its checkpoint's page."""
    changes = {"account": account} if account else {}
    action = cast.ask_payment(cast.open_run(), amount=amount, **changes)
    key = UUID(action["checkpoint"]["id"])
    answer = browser_of(a_lead(), cast).get(page_url(Checkpoint, key))
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def said(text: str) -> str:
    """Return what the page says of who can never answer."""
    after = text[text.index(NEVER) :]
    return after[: after.index("Answered by")]


def test_four_eyes_keep_the_owner_of_the_agent_from_answering(acme: Cast) -> None:
    assert "Ada Rossi" in said(page(acme, "100.00", account="LT121000011101001000"))


def test_a_confirmation_bars_nobody(acme: Cast) -> None:
    assert "Ada Rossi" not in said(page(acme, "7400.00"))
