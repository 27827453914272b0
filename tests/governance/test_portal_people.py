"""The people's pages: who works here, as what, and what each answers for."""

import uuid
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenants.models import Group, GroupMember, Invitation, Membership, Role
from tenants.services import add_person, create_group, create_user, join_group
from tests.cast import PASSWORD, Cast
from tests.governance.seen import headline, read, seen, visit

HOSTILE = "<script>alert(1)</script>"


def hire(cast: Cast, name: str) -> Membership:
    email = f"{uuid.uuid4().hex[:10]}@acme.example"
    user = create_user(email=email, name=name, password=PASSWORD)
    with cast.scope(cast.ada):
        return add_person(user=user, role=Role.MEMBER)


def do(cast: Cast, path: str, **typed: Any) -> Any:
    browser = cast.browser(cast.ada)
    return browser.post(f"/c/{cast.client.slug}/{path}", typed)


def finance(cast: Cast) -> Group:
    with cast.scope():
        return Group.objects.get(name="Finance")


def test_everybody_reads_who_works_here_and_admins_alone_may_change(acme: Cast) -> None:
    hire(acme, HOSTILE)
    as_admin, as_auditor = (visit(acme, who, "people/") for who in (acme.ada, acme.vi))

    assert headline(as_auditor) == (
        "Five people work here: one client admin, two operators, one auditor "
        "and one member."
    )
    words = read(as_auditor)
    assert "Ada Rossi" in words
    assert "Invoice agent" in words
    assert "Invoice agent as deputy" in words
    assert "rules ask it" in words
    assert HOSTILE not in as_auditor.content.decode()
    assert "Only an admin can invite" in words
    assert "Send the invitation" in read(as_admin)


def test_inviting_sends_a_mail_and_shows_who_is_on_the_way(acme: Cast) -> None:
    email = f"nia+{uuid.uuid4().hex[:10]}@acme.example"
    typed = {"name": "Nia Costa", "email": email, "role": "operator"}

    missing = do(acme, "people/invite/", **typed | {"email": "nia"})
    done = do(acme, "people/invite/", **typed)
    twice = do(acme, "people/invite/", **typed)

    assert missing.status_code == 422
    assert 'value="Nia Costa"' in missing.content.decode()
    assert done.status_code == 302
    assert twice.status_code == 409
    assert "has been invited" in read(twice)
    assert "One person who was invited has not come yet." in seen(
        acme, acme.vi, "people/"
    )
    with acme.scope():
        asked = Invitation.objects.get()
    assert do(acme, f"invitations/{asked.id}/send/").status_code == 302
    assert do(acme, f"invitations/{asked.id}/withdraw/").status_code == 302
    gone = do(acme, f"invitations/{asked.id}/withdraw/")
    assert gone.status_code == 409
    assert "This invitation has been withdrawn." in read(gone)


def test_a_persons_page_says_what_stops_when_they_leave(acme: Cast) -> None:
    do(acme, f"people/{acme.vi.id}/role/", role="admin")
    page = visit(acme, acme.vi, f"people/{acme.ada.id}/")

    assert headline(page) == "Ada Rossi works here as a client admin."
    assert "Invoice agent stops at its next gate" in read(page)
    assert (
        "Bo Lindqvist answers for Invoice agent as deputy and is in Finance."
        in seen(acme, acme.vi, f"people/{acme.bo.id}/")
    )
    mine = seen(acme, acme.ada, f"people/{acme.ada.id}/")
    assert "Nobody decides about themselves" in mine
    refused = do(acme, f"people/{acme.ada.id}/suspend/", reason="A drill.")
    assert refused.status_code == 403
    assert "ask another admin" in read(refused)
    missing = do(acme, f"people/{acme.bo.id}/suspend/", reason=" ")
    assert missing.status_code == 422
    assert do(acme, f"people/{acme.bo.id}/suspend/", reason="Why.").status_code == 302
    assert headline(visit(acme, acme.vi, f"people/{acme.bo.id}/")) == (
        "Bo Lindqvist is suspended, and was an operator."
    )
    assert do(acme, f"people/{acme.bo.id}/restore/", reason="Ok.").status_code == 302


def test_a_persons_page_says_what_is_not_ready_without_them(acme: Cast) -> None:
    two = seen(acme, acme.ada, f"people/{acme.cy.id}/")
    in_no_group = seen(acme, acme.ada, f"people/{acme.vi.id}/")
    who_may_not = seen(acme, acme.bo, f"people/{acme.cy.id}/")

    told = "is not ready for Supplier invoice payment then, and stops:"
    assert told in two
    assert "When Bo Lindqvist is away, nobody in Finance can approve." in two
    assert told not in in_no_group
    assert told not in who_may_not
    do(acme, f"groups/{finance(acme).id}/add/", person=acme.vi.id)
    assert told not in seen(acme, acme.ada, f"people/{acme.cy.id}/")


def test_a_group_that_rules_ask_does_not_become_empty_in_silence(acme: Cast) -> None:
    group = finance(acme)
    path = f"groups/{group.id}/"
    back = {"back": "person"}

    assert do(acme, f"{path}remove/", person=acme.bo.id, **back).status_code == 302
    assert "The last one who could answer" in seen(acme, acme.ada, path)
    suspending = seen(acme, acme.ada, f"people/{acme.cy.id}/")
    assert "Nobody is left in Finance" in suspending
    browser = acme.browser(acme.ada)
    emptied = browser.post(
        f"/c/{acme.client.slug}/{path}remove/", {"person": acme.cy.id}, follow=True
    )
    assert "nobody in it could answer: what waits is refused." in read(emptied)
    assert headline(emptied) == "Rules ask Finance, and nobody could answer."
    assert "Finance: rules ask this group" in seen(acme, acme.vi, "people/")
    assert do(acme, f"{path}add/", person=acme.vi.id).status_code == 302
    assert headline(visit(acme, acme.vi, path)) == "Vi Tanaka answers for Finance."
    assert do(acme, f"{path}add/", person=acme.vi.id).status_code == 409
    assert do(acme, f"{path}add/", person=uuid.uuid4()).status_code == 404
    assert do(acme, f"{path}add/", person="nobody").status_code == 422


def test_a_group_is_renamed_unless_a_rule_asks_it_by_its_name(acme: Cast) -> None:
    refused = do(acme, f"groups/{finance(acme).id}/rename/", name="Treasury")
    made = do(acme, "groups/create/", name="Night shift")
    with acme.scope():
        other = Group.objects.get(name="Night shift")
    taken = do(acme, f"groups/{other.id}/rename/", name="Finance")
    renamed = do(acme, f"groups/{other.id}/rename/", name="Day shift")

    assert refused.status_code == 409
    assert "Rules ask Finance by its name, and would find nobody" in read(refused)
    assert made.headers["Location"].endswith(f"/groups/{other.id}/")
    assert taken.status_code == 409
    assert 'value="Finance"' in taken.content.decode()
    assert renamed.status_code == 302
    assert headline(visit(acme, acme.vi, f"groups/{other.id}/")) == (
        "Nobody is in Day shift, and no rule asks it."
    )


def test_more_people_cost_no_more_queries(acme: Cast) -> None:
    def count() -> int:
        browser = acme.browser(acme.ada)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(f"/c/{acme.client.slug}/people/").status_code == 200
        return len(queries)

    few = count()
    for number in range(4):
        one = hire(acme, f"Person {number}")
        with acme.scope(acme.ada):
            group = create_group(name=f"Group {number}")
            join_group(membership=one, group=group)
            join_group(membership=acme.bo, group=group)
        do(
            acme,
            "people/invite/",
            name="N",
            email=f"n{number}@x.example",
            role="member",
        )
    with acme.scope():
        assert GroupMember.objects.count() == 10

    assert count() == few
