"""The pages of boundaries: what is allowed, what is next, what was."""

from typing import Any

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
from tenants.models import Role
from tests.cast import Cast
from tests.governance.seen import headline, read, seen, visit
from tests.governance.setting_up import do
from tests.governance.typing_rules import HOSTILE, TYPED, WRITE, rule_of, shown_hash


def second_admin(cast: Cast) -> None:
    with cast.scope():
        cast.bo.role = Role.ADMIN
        cast.bo.save(update_fields=["role"])


def test_everybody_reads_what_is_allowed_as_sentences(acme: Cast) -> None:
    page = visit(acme, acme.vi, "boundaries/")

    assert headline(page) == "10 rules are in force."
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
        change_rule(BoundaryRule.objects.get(key="match"), action="invoice.*")
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
    assert "The action was “invoice.match” and is “invoice.*”." in words
    assert "Rule 9, Writing to suppliers on record was there Gone" in words
    assert "The list banned was not there Nobody Ltd" in words
    back = seen(acme, acme.vi, "boundaries/differences/?old=2&new=1")
    assert "Rule 9, Writing to suppliers on record was not there New" in back
    for asked in ("old=1", "old=1&new=3", "old=x&new=1", "old=1&new=99999999999"):
        answer = visit(acme, acme.vi, f"boundaries/differences/?{asked}")
        assert answer.status_code == 404

    assert "Only an admin can do this." in read(old)
    restored = do(acme, acme.ada, "boundaries/versions/1/restore/", sure="yes")
    assert headline(restored) == "Nine rules are in force, and others are proposed."
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
    fees = do(acme, acme.ada, WRITE, **{**TYPED, "row-1-value": "list gone"})
    assert fees.status_code == 422
    do(acme, acme.ada, WRITE, **TYPED)
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
        for number, action in enumerate(["payment.*", "*", "invoice.*", "*.notify"]):
            write_list(name=f"list-{number}", title="A list", entries=["x"])
            more: dict[str, Any] = {"key": f"deny-{number}", "title": "No"}
            draft_rule(**more, effect="deny", action=action, reason="No.")
            publish_boundary(published_by=acme.ada)
        draft_rule(
            key="more", title="No", effect="deny", action="payment.s*", reason="No."
        )

    assert [queries(path) for path in paths] == few
    # Six of them for what the drafted rules are checked at.
    assert max(few) <= 25
    with acme.scope():
        propose_boundary(proposed_by=acme.ada)
    assert queries("boundaries/") == few[0]
