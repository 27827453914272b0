"""Every look at one row is on its client's own record, and on no other's."""

import uuid
from typing import Any

import pytest

from audit.models import Entry
from audit.selectors import Filters, Line, trace
from governance.models import Action, Ticket
from tenants.admin.versions import is_tracked
from tenants.models import Membership, User
from tests.cast import Cast
from tests.leads import OWNED, OWNED_IDS, house, list_url, page_url

EACH = pytest.mark.parametrize("model", OWNED, ids=OWNED_IDS)


def crossings(cast: Cast) -> list[Line]:
    """Return the looks that are on a client's record, newest first."""
    with cast.scope():
        return trace(Filters(event="client.entered"), size=1000).lines


def look(url: str) -> tuple[list[str], list[str]]:
    """Open a page; return what it left on Acme's and on Globex's record."""
    acme, globex = len(crossings(house().acme)), len(crossings(house().globex))
    assert house().browser().get(url).status_code == 200
    of_acme, of_globex = crossings(house().acme), crossings(house().globex)
    return (
        [line.sentence for line in of_acme[: len(of_acme) - acme]],
        [line.sentence for line in of_globex[: len(of_globex) - globex]],
    )


def test_a_look_at_a_ticket_is_told_to_its_client_alone() -> None:
    ticket = house().row(Ticket)

    of_acme, of_globex = look(page_url(Ticket, ticket.pk))

    page = f"ticket {ticket.number}"
    assert of_acme == [f"Lee Park, governance lead, looked at {page}."]
    assert of_globex == []


@EACH
def test_every_page_leaves_one_entry(model: Any) -> None:
    row = house().row(model)

    of_acme, of_globex = look(page_url(model, row.pk))

    assert len(of_acme) == 1
    assert str(model._meta.verbose_name) in of_acme[0]
    assert of_globex == []


@pytest.mark.parametrize("model", [each for each in OWNED if is_tracked(each)])
def test_every_history_leaves_one_entry(model: Any) -> None:
    row = house().row(model)

    of_acme, of_globex = look(page_url(model, row.pk, "history"))

    assert len(of_acme) == 1
    assert "looked at the history of" in of_acme[0]
    assert of_globex == []


@EACH
def test_a_list_leaves_none(model: Any) -> None:
    assert look(list_url(model)) == ([], [])


def test_an_account_belongs_to_no_client() -> None:
    assert look(page_url(User, house().row(User).pk)) == ([], [])


def test_an_entry_holds_no_name_of_a_person_in_its_bytes() -> None:
    membership = house().acme.ada

    look(page_url(Membership, membership.pk))

    with house().acme.scope():
        entry = Entry.objects.filter(event="client.entered").order_by("-id").first()
        assert entry is not None
        body = bytes(entry.body).decode()
    assert str(membership.pk) in body
    assert membership.user.name not in body
    assert "Lee Park" not in body


@EACH
@pytest.mark.parametrize("key", [uuid.UUID(int=7), "nonsense", "_00", "%00"])
def test_what_does_not_exist_leaves_none(model: Any, key: Any) -> None:
    before = len(crossings(house().acme))

    answer = house().browser().get(page_url(model, key))

    assert answer.status_code == 404
    assert len(crossings(house().acme)) == before


def test_nothing_is_shown_that_could_not_be_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(**_: Any) -> None:
        raise RuntimeError("the ledger is not writable")

    monkeypatch.setattr("tenants.admin.base.enter_client", refuse)

    with pytest.raises(RuntimeError, match="not writable"):
        house().browser().get(page_url(Action, house().row(Action).pk))


def test_a_look_stays_told_when_its_page_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Any, row: Any) -> str:
        raise RuntimeError("no page today")

    monkeypatch.setattr("governance.admin.work.ActionAdmin.decided", fail)
    before = len(crossings(house().acme))

    with pytest.raises(RuntimeError, match="no page today"):
        house().browser().get(page_url(Action, house().row(Action).pk))

    assert len(crossings(house().acme)) == before + 1


def test_a_page_says_that_the_look_at_it_is_told() -> None:
    answer = house().browser().get(page_url(Ticket, house().row(Ticket).pk))

    assert "told on the record of the client" in answer.content.decode()
