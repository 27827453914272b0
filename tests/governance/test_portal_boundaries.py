"""The pages of boundaries: what is allowed, what is next, what was."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import (
    BoundaryProposal,
    BoundaryRule,
    BoundaryVersion,
    NamedList,
    RuleStatus,
)
from governance.services.boundaries import (
    change_rule,
    draft_rule,
    propose_boundary,
    publish_boundary,
    set_rule_status,
    write_list,
)
from tenants.models import Membership, Role
from tests.cast import Cast
from tests.governance.seen import headline, read, seen, visit
from tests.governance.setting_up import do

HOSTILE = "<script>alert(1)</script>"
_TYPED = {
    "title": "Fees of our suppliers",
    "key": "fees",
    "subject": "*",
    "workflow": "*",
    "action": "fee.send",
    "join": "all",
    "effect": "checkpoint",
    "group": "Finance",
    "kind": "four_eyes",
    "quorum": "1",
    "minutes": "90",
    "reason": "Somebody looks.",
    "status": "active",
    "count": "3",
    "row-0-field": "parameters.amount",
    "row-0-op": "more_than",
    "row-0-value": "500.00 EUR",
    "row-1-field": "facts.supplier.status",
    "row-1-op": "one_of",
    "row-1-value": "approved, known",
    "row-1-negated": "on",
    "row-2-field": "",
    "row-2-op": "equals",
    "row-2-value": "",
    "limit_of": "sum",
    "limit_field": "parameters.amount",
    "limit_most": "2000.00 EUR",
    "limit_per": "parameters.supplier_id, agent.id",
    "limit_window": "day",
}
_WRITE = "boundaries/rules/write/"


def shown_hash(cast: Cast, who: Membership) -> str:
    page = visit(cast, who, "boundaries/").content.decode()
    found = re.search(r'name="shown" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def rule_of(cast: Cast, key: str) -> BoundaryRule:
    with cast.scope():
        return BoundaryRule.objects.get(key=key)


def second_admin(cast: Cast) -> None:
    with cast.scope():
        cast.bo.role = Role.ADMIN
        cast.bo.save(update_fields=["role"])


def test_everybody_reads_what_is_allowed_as_sentences(acme: Cast) -> None:
    page = visit(acme, acme.vi, "boundaries/")

    assert headline(page) == "Nine rules are in force."
    words = read(page)
    assert (
        "Alone when the supplier status is approved, the account is the same as the "
        "supplier account and the amount is at most 500.00 EUR, in "
        "supplier-invoice-payment."
    ) in words
    assert "Nothing: what is written is what is in force." in words
    assert "Version 1 Published by Ada Rossi" in words
    assert "Write a rule" not in words
    assert "Write a rule" in seen(acme, acme.ada, "boundaries/")


def test_a_rule_is_typed_as_a_sentence_and_published(acme: Cast) -> None:
    written = do(acme, acme.ada, _WRITE, **_TYPED)

    assert written.status_code == 200
    rule = rule_of(acme, "fees")
    assert rule.conditions == {
        "all": [
            {
                "field": "parameters.amount",
                "op": "more_than",
                "value": {"amount": "500.00", "currency": "EUR"},
            },
            {
                "not": {
                    "field": "facts.supplier.status",
                    "op": "one_of",
                    "value": ["approved", "known"],
                }
            },
        ]
    }
    assert rule.limit == {
        "sum": "parameters.amount",
        "at_most": {"amount": "2000.00", "currency": "EUR"},
        "per": ["parameters.supplier_id", "agent.id"],
        "window": "day",
    }
    assert rule.obligation == {
        "group": "Finance",
        "kind": "four_eyes",
        "quorum": 1,
        "minutes": 90,
    }
    assert headline(written) == (
        "Nine rules are in force, and one change is written for the next version."
    )
    assert "New Rule 10, Fees of our suppliers" in read(written)

    stale = do(acme, acme.ada, "boundaries/publish/", shown="sha256:0")
    done = do(
        acme,
        acme.ada,
        "boundaries/publish/",
        shown=shown_hash(acme, acme.ada),
        reason="Fees crept in.",
    )

    assert stale.status_code == 409
    assert "The rules have changed since you read them" in read(stale)
    assert headline(done) == "10 rules are in force."


def test_a_rule_that_is_shown_and_saved_says_the_same(acme: Cast) -> None:
    """Every rule of the demo, and what is typed beside it, comes back as it was."""
    do(acme, acme.ada, _WRITE, **_TYPED)
    with acme.scope():
        rules = list(BoundaryRule.objects.order_by("number"))
    for rule in rules:
        path = f"boundaries/rules/{rule.id}/"
        page = visit(acme, acme.ada, path)
        form = page.context["form"]
        typed = {
            bound.html_name: bound.value()
            for one in (form, *form.rows)
            for bound in one
            if bound.value() not in (None, False)
        }
        typed["count"] = len(form.rows)

        again = do(acme, acme.ada, f"{path}change/", **typed)

        assert again.status_code == 409, (rule.key, read(again))
        assert "Nothing is different" in read(again)
    # One of them is no flat list of conditions, and so is written out.
    ceiling = next(one for one in rules if one.key == "pay-ceiling")
    page = visit(acme, acme.vi, f"boundaries/rules/{ceiling.id}/")
    assert page.context["form"]["join"].value() == "written"
    assert "disabled" in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"action": "fee send"}, "a pattern has letters"),
        ({"row-0-value": "soon"}, "a decimal number is written like"),
        ({"row-0-field": "amount"}, "a field starts with one of"),
        ({"row-0-op": "resembles"}, "Select a valid choice"),
        ({"join": "written", "written": "{"}, "This is no JSON."),
        (
            {"join": "written", "written": '{"all": [{"any": []}]}'},
            "all[0].any: a group has at least one condition",
        ),
        ({"group": ""}, "text here cannot be empty"),
        ({"minutes": "0"}, "a number from 1 to 44640"),
        ({"limit_window": "year"}, "window: one of"),
        ({"limit_most": "many"}, "a decimal number is written like"),
        ({"subject": "somebody"}, "Select a valid choice"),
        ({"key": "a b"}, "Enter a valid"),
        ({"key": "match"}, "Another rule has this key"),
        ({"count": "9" * 5000}, "at most 32 conditions"),
        ({"title": HOSTILE, "key": ""}, "Give it a key."),
    ],
)
def test_what_does_not_read_is_said_at_its_place_and_kept(
    acme: Cast, wrong: dict[str, str], told: str
) -> None:
    answer = do(acme, acme.ada, _WRITE, **{**_TYPED, **wrong})

    assert answer.status_code in {409, 422}
    words = read(answer)
    assert told in words
    page = answer.content.decode()
    assert HOSTILE not in page
    assert 'value="parameters.supplier_id, agent.id"' in page
    with acme.scope():
        assert not BoundaryRule.objects.filter(title=_TYPED["title"]).exists()


def test_one_more_condition_is_a_button_that_loses_nothing(acme: Cast) -> None:
    answer = do(acme, acme.ada, _WRITE, **_TYPED, row="more")

    assert answer.status_code == 200
    assert len(answer.context["form"].rows) == 4
    page = answer.content.decode()
    assert 'value="500.00 EUR"' in page
    assert 'name="row-3-field"' in page
    with acme.scope():
        assert not BoundaryRule.objects.filter(key="fees").exists()


def test_a_status_is_set_and_told(acme: Cast) -> None:
    rule = rule_of(acme, "match")
    path = f"boundaries/rules/{rule.id}/status/"

    for status, told in [
        ("observe", "only observes"),
        ("draft", "draft"),
        ("retired", "retired"),
        ("active", "in force"),
    ]:
        answer = do(acme, acme.ada, path, status=status)
        assert f"In the next version, rule 8 is: {told}." in read(answer)
    assert do(acme, acme.ada, path, status="active").status_code == 409
    assert do(acme, acme.ada, path, status="gone").status_code == 422
    do(acme, acme.ada, path, status="retired")
    words = seen(acme, acme.vi, "boundaries/")
    assert "Gone Rule 8, Matching to orders" in words
    assert "Not in the next version" in words


def test_another_admin_publishes_what_one_has_proposed(acme: Cast) -> None:
    alone = do(acme, acme.ada, "boundaries/publisher/", demanded="yes")
    assert alone.status_code == 409
    second_admin(acme)
    done = do(acme, acme.ada, "boundaries/publisher/", demanded="yes")
    assert "Another person than who proposed it publishes a version." in read(done)
    with acme.scope():
        change_rule(BoundaryRule.objects.get(key="match"), title="Matching")

    both = do(acme, acme.ada, "boundaries/publish/", shown=shown_hash(acme, acme.ada))
    assert both.status_code == 403
    proposed = do(
        acme,
        acme.ada,
        "boundaries/propose/",
        shown=shown_hash(acme, acme.ada),
        reason=HOSTILE,
    )

    words = read(proposed)
    assert "Another admin has to publish it, because you proposed it." in words
    assert "The title was “Matching to orders” and is “Matching”." in words
    assert "Publish now" not in words
    assert HOSTILE not in proposed.content.decode()
    with acme.scope():
        proposal = BoundaryProposal.objects.get(state="open")
    path = f"boundaries/proposals/{proposal.id}"
    assert do(acme, acme.ada, f"{path}/publish/").status_code == 403
    assert "You published what was proposed." in read(
        do(acme, acme.bo, f"{path}/publish/")
    )
    for act in ("publish", "withdraw"):
        over = do(acme, acme.bo, f"{path}/{act}/")
        assert over.status_code == 409
        assert "This proposal is published." in read(over)


def test_a_version_is_shown_compared_and_put_back(acme: Cast) -> None:
    assert "no two versions" in seen(acme, acme.vi, "boundaries/differences/")
    with acme.scope():
        change_rule(BoundaryRule.objects.get(key="match"), action="order.match")
        set_rule_status(
            BoundaryRule.objects.get(key="notify"), status=RuleStatus.RETIRED
        )
        write_list(name="banned", title="Banned", entries=["Nobody Ltd"])
        publish_boundary(published_by=acme.ada)

    page = seen(acme, acme.vi, "boundaries/versions/2/")
    assert "Version 2 is in force." in page
    assert "banned, 1 entry" in page
    old = visit(acme, acme.vi, "boundaries/versions/1/")
    assert headline(old).startswith("Version 1 was in force from")
    compared = visit(acme, acme.vi, "boundaries/differences/")
    assert headline(compared) == ("What is different from version 1 to version 2?")
    words = read(compared)
    assert "The action was “invoice.match” and is “order.match”." in words
    assert "Rule 9, Writing to suppliers on record was there Gone" in words
    assert "The list banned was not there Nobody Ltd" in words
    back = seen(acme, acme.vi, "boundaries/differences/?old=2&new=1")
    assert "Rule 9, Writing to suppliers on record was not there New" in back
    for asked in ("old=1", "old=1&new=3", "old=x&new=1", "old=1&new=99999999999"):
        answer = visit(acme, acme.vi, f"boundaries/differences/?{asked}")
        assert answer.status_code == 404

    assert "Only an admin can do this." in read(old)
    restored = do(acme, acme.ada, "boundaries/versions/1/restore/", sure="yes")
    assert headline(restored) == "Eight rules are in force, and others are proposed."
    assert "“Back to version 1.”" in read(restored)
    with acme.scope():
        proposal = BoundaryProposal.objects.get(state="open")
        before = BoundaryVersion.objects.get(number=1).content_hash
    assert proposal.content_hash == before
    do(acme, acme.ada, f"boundaries/proposals/{proposal.id}/publish/")
    again = do(acme, acme.ada, "boundaries/versions/1/restore/", sure="yes")
    assert again.status_code == 409
    assert "Nothing has changed since version 3." in read(again)


def test_a_list_is_written_a_line_each(acme: Cast) -> None:
    typed = {"name": "banned", "title": "Banned", "entries": "Nobody Ltd\r\nNoone\n"}
    for wrong, told in [
        ({"name": "a b"}, "Write letters, digits and hyphens"),
        ({"entries": "x\n" + "y" * 501}, "Entry 2: text here has at most 500"),
        ({"title": " "}, "Give it a title."),
    ]:
        refused = do(acme, acme.ada, "boundaries/lists/write/", **{**typed, **wrong})
        assert refused.status_code == 422
        assert told in read(refused)
    do(acme, acme.ada, "boundaries/lists/write/", **typed)
    with acme.scope():
        one = NamedList.objects.get()
        publish_boundary(published_by=acme.ada)
    assert one.entries == ["Nobody Ltd", "Noone"]
    path = f"boundaries/lists/{one.id}/"
    typed["entries"] = f"Noone\n{HOSTILE}"

    changed = do(acme, acme.ada, f"{path}change/", **{**typed, "name": "other"})

    words = read(changed)
    assert "<script>alert(1)</script> comes in. Nobody Ltd goes out." in words
    assert HOSTILE not in changed.content.decode()
    assert do(acme, acme.ada, f"{path}change/", **typed).status_code == 409
    with acme.scope():
        assert NamedList.objects.get().name == "banned"
    fees = do(acme, acme.ada, _WRITE, **{**_TYPED, "row-1-value": "list gone"})
    assert fees.status_code == 422
    do(acme, acme.ada, _WRITE, **_TYPED)
    rule = rule_of(acme, "fees")
    rule.conditions = {
        "field": "agent.name",
        "op": "one_of",
        "value": {"list": "banned"},
    }
    with acme.scope():
        rule.save(update_fields=["conditions"])
    assert "Banned has 2 entries." in seen(acme, acme.vi, path)
    dropped = do(acme, acme.ada, f"{path}drop/", sure="yes")
    assert dropped.status_code == 409
    assert "names it: change that first" in read(dropped)
    do(acme, acme.ada, f"boundaries/rules/{rule.id}/status/", status="retired")
    assert "is not in the next version" in read(
        do(acme, acme.ada, f"{path}drop/", sure="yes")
    )


def test_pages_take_as_many_queries_for_more_rules(acme: Cast) -> None:
    def queries(path: str) -> int:
        browser = acme.browser(acme.ada)
        with CaptureQueriesContext(connection) as found:
            answer = browser.get(f"/c/{acme.client.slug}/{path}")
        assert answer.status_code == 200
        return len(found)

    paths = ["boundaries/", "boundaries/lists/", "boundaries/versions/1/"]
    paths += [f"boundaries/rules/{rule_of(acme, 'match').id}/"]
    few = [queries(path) for path in paths]
    with acme.scope():
        for number in range(4):
            write_list(name=f"list-{number}", title="A list", entries=["x"])
            more: dict[str, Any] = {"key": f"deny-{number}", "title": "No"}
            draft_rule(**more, effect="deny", action=f"a.b{number}", reason="No.")
            publish_boundary(published_by=acme.ada)
        draft_rule(key="more", title="No", effect="deny", action="a", reason="No.")

    assert [queries(path) for path in paths] == few
    assert max(few) <= 20
    with acme.scope():
        propose_boundary(proposed_by=acme.ada)
    assert queries("boundaries/") == few[0]
