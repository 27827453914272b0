"""The versions of a tracked row: who changed what, from what to what, and why."""

import re
from typing import Any

import pytest

from agents.models import Runner, RunnerSecret
from governance.models import Action, BoundaryRule, Halt, Ticket
from governance.services.boundaries import draft_rule
from tenants.admin.marking import marked
from tenants.admin.versions import compared, is_tracked, versions_of
from tenants.models import Membership
from tenants.scoping import client_scope
from tenants.selectors import person
from tests.agents.connecting import connect
from tests.leads import PAGE_IDS, PAGES, house, page_url

_KNOWN = {"field": "facts.supplier.status", "op": "equals", "value": "approved"}
_RULE = {
    "number": 900,
    "key": "small-and-known",
    "title": "Small payments to known suppliers",
    "effect": "allow",
    "action": "payment.send",
    "conditions": {"all": [_KNOWN]},
    "reason": "They are paid every month, and nobody looks at them.",
}
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


def test_a_history_puts_the_newest_two_versions_side_by_side() -> None:
    page = " ".join(history(Ticket).split())
    compared = page[page.index('id="comparison"') : page.index('id="versions"')]

    assert compared.count("<tr>") == 2
    assert '<th scope="row">Owner</th>' in compared
    old, new = re.findall(r"<td[^>]*>(.*?)</td>", compared)
    assert "".join(re.split(r"<[^>]*>", old)) == "Ada Rossi"
    assert "".join(re.split(r"<[^>]*>", new)) == "Bo Lindqvist"
    assert "<del>Ada</del>" in old
    assert "<ins>Bo</ins>" in new
    assert ">changed</a>: owner" in page


def test_any_two_versions_are_compared_the_older_one_first() -> None:
    acme = house().acme
    with client_scope(acme.client.id, actor=person(acme.ada.user), reason="As it is"):
        rule = draft_rule(**_RULE)
        first = rule.history.get().history_id
        rule.title, rule.conditions = (
            "Small payments to known people",
            {"any": [_KNOWN]},
        )
        rule.save()
        rule.reason = "They are paid each month, and nobody looks at them."
        rule.save()
        last = rule.history.first().history_id
    url = page_url(BoundaryRule, rule.pk, "history")
    browser = house().browser()

    page = browser.get(url, {"old": last, "new": first}).content.decode()

    assert "Small payments to known <del>suppliers</del>" in page
    assert "Small payments to known <ins>people</ins>" in page
    assert "<ins>each</ins>" in page
    assert "&quot;<del>all</del>&quot;" in page
    assert "&quot;<ins>any</ins>&quot;" in page
    assert "As it is" in page


@pytest.mark.parametrize("asked", ["nonsense", "01890000-0000-7000-8000-000000000000"])
def test_what_is_no_version_of_the_row_is_not_found(asked: str) -> None:
    row, other = house().row(Ticket), house().row(Ticket, house().globex)
    url = page_url(Ticket, row.pk, "history")
    with house().globex.scope():
        foreign = Ticket.history.filter(id=other.pk).first()
    with house().acme.scope():
        own = Ticket.history.filter(id=row.pk).first()
    assert own is not None
    assert foreign is not None
    browser = house().browser()

    assert browser.get(url, {"old": own.pk, "new": own.pk}).status_code == 200
    assert browser.get(url, {"old": own.pk}).status_code == 404
    for wrong in (asked, str(foreign.pk)):
        answer = browser.get(url, {"old": own.pk, "new": wrong})
        assert answer.status_code == 404


def test_a_secret_is_in_no_version() -> None:
    acme = house().acme
    with acme.scope():
        runner = connect(acme, name="Post")
        runner.name = "Post office"
        runner.save(update_fields=["name"])
        versions = versions_of(Runner, runner.pk)
        found = compared(Runner, runner.pk, versions, {})

    assert not is_tracked(RunnerSecret)
    assert found is not None
    shown = {change.field: (change.old, change.new) for change in found.changes}
    assert set(shown) == {"name"}
    assert shown["name"] == ("Post", "Post<ins> office</ins>")
    assert "another" not in str(found)


def test_words_that_differ_are_marked_and_hidden_characters_named() -> None:
    old, new = marked("Pay the <b>bank</b> now", "Pay the \u202e<b>bank</b> later")

    assert old == "Pay the &lt;b&gt;bank&lt;/b&gt; <del>now</del>"
    assert "[right-to-left override]" in new
    assert new.endswith("&lt;b&gt;bank&lt;/b&gt; <ins>later</ins>")
    assert "<mark" in new
    assert marked("a " * 4000, "b " * 4000)[0].startswith("<del>a a")


def test_a_history_says_who_and_of_what_kind() -> None:
    assert "Ada Rossi (person)" in history(Ticket)


def test_a_history_says_why() -> None:
    assert "Setting up" in history(Membership)


def test_a_history_offers_no_way_back() -> None:
    page = history(Halt)

    assert "Revert" not in page
    assert 'method="post"' not in page[page.index('id="versions"') :]


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
