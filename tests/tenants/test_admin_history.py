"""The versions of a tracked row: who changed what, from what to what, and why."""

from typing import Any

import pytest

from governance.models import Action, Halt, Ticket
from tenants.admin.versions import is_tracked
from tenants.models import Membership
from tests.leads import PAGE_IDS, PAGES, house, page_url

EACH = pytest.mark.parametrize("model", PAGES, ids=PAGE_IDS)


def history(model: Any) -> str:
    """Return the history page of a row of Acme."""
    row = house().row(model)
    answer = house().browser().get(page_url(model, row.pk, "history"))
    assert answer.status_code == 200
    return answer.content.decode()


@EACH
def test_a_history_is_there_for_rows_that_are_tracked(model: Any) -> None:
    row = house().row(model)
    browser = house().browser()

    answer = browser.get(page_url(model, row.pk, "history"))
    page = browser.get(page_url(model, row.pk)).content.decode()

    assert answer.status_code == (200 if is_tracked(model) else 404)
    assert ("/history/" in page) == is_tracked(model)


def test_a_history_puts_before_and_after_side_by_side() -> None:
    page = " ".join(history(Ticket).split())

    owner = '<strong class="font-medium">owner:</strong>'
    assert page.index(f"{owner} Ada Rossi") < page.index(f"{owner} Bo Lindqvist")
    assert ">changed<" in page
    assert ">created<" in page


def test_a_history_says_who_and_of_what_kind() -> None:
    assert "Ada Rossi (person)" in history(Ticket)


def test_a_history_says_why() -> None:
    assert "Setting up" in history(Membership)


def test_a_history_offers_no_way_back() -> None:
    page = history(Halt)

    assert "Revert" not in page
    assert "<form" not in page[page.index('id="versions"') :]


def test_no_single_version_can_be_opened_as_a_form() -> None:
    row = house().row(Ticket)
    with house().acme.scope():
        version = Ticket.history.filter(id=row.pk).first()
    assert version is not None

    url = f"{page_url(Ticket, row.pk, 'history')}{version.pk}/"
    answer = house().browser().get(url, follow=True)

    assert answer.status_code == 404


def test_actions_tell_their_story_in_the_ledger_instead() -> None:
    row = house().row(Action)

    page = house().browser().get(page_url(Action, row.pk)).content.decode()

    assert "Invoice agent asked to pay" in page
