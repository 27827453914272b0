"""A client as a file: written, compared, loaded by everybody's services, unsigned."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from audit.selectors import Filters, story
from governance.clientfile.file import ClientFile, read_client_file
from governance.clientfile.plans import Plan
from governance.models import (
    BoundaryRule,
    BoundaryVersion,
    Clearance,
    NamedList,
    Record,
    WorkflowVersion,
)
from governance.selectors.as_code import client_here, exported
from governance.selectors.boundaries import current_boundary, open_proposal
from governance.services.as_code import UnloadableError, load_client, plan_load
from governance.services.boundaries import draft_rule, write_list
from tenants.errors import Conflict, NotAllowed
from tenants.models import Client, Membership, Role
from tenants.scoping import client_scope
from tenants.selectors import open_invitations, person
from tenants.services import add_person, create_client, create_user
from tests.cast import PASSWORD, Cast


def _export(cast: Cast) -> str:
    with cast.scope():
        return exported()


def _file(text: str) -> ClientFile:
    return read_client_file(text.encode())


def _edited(cast: Cast, *changes: tuple[str, str]) -> ClientFile:
    text = _export(cast)
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    return _file(text)


def _plan(cast: Cast, file: ClientFile) -> Plan:
    with cast.scope(cast.ada):
        return plan_load(file, by=cast.ada)


def _load(cast: Cast, file: ClientFile, **more: Any) -> Plan:
    with cast.scope(cast.ada):
        return load_client(file, by=cast.ada, **more)


def _enrich(cast: Cast) -> None:
    """Give the client one of what the demo has none of."""
    with cast.scope(cast.ada):
        write_list(name="banks", title="Banks", entries=["DE", "no", "2026-01-01"])
        draft_rule(
            key="watch",
            title="Watch: \u00fcber 5",
            status="observe",
            effect="deny",
            subject=str(cast.agent.id),
            action="payment.*",
            conditions={
                "field": "parameters.supplier_id",
                "op": "one_of",
                "value": {"list": "banks"},
            },
            reason="Line one.\nLine two.",
        )


@pytest.fixture
def demo(settings: Any) -> None:
    """An installation whose mails nobody gets."""
    settings.MAILBOX = True


@pytest.fixture
def empty() -> tuple[Client, Membership]:
    """A client with an admin called Zoe and nothing else."""
    mark = uuid4().hex[:10]
    client = create_client(slug=f"empty-{mark}", name="Empty", time_zone="UTC")
    mail = f"zoe+{mark}@empty.example"
    user = create_user(email=mail, name="Zoe Empty", password=PASSWORD)
    with client_scope(client.id, actor=person(user)):
        return client, add_person(user=user, role=Role.ADMIN)


def test_what_was_exported_changes_nothing_when_loaded(
    acme: Cast, globex: Cast
) -> None:
    _enrich(acme)
    for cast, first in ((acme, acme.ada), (globex, globex.gil)):
        file = _file(_export(cast))
        with cast.scope(first):
            plan = load_client(file, by=first)
            again = exported()
            assert open_proposal() is None

        assert plan.lines()[0] == "Nothing would change."
        assert (plan.changes, plan.waiting, plan.problems) == ([], [], [])
        assert _file(again).document == file.document


def test_an_empty_client_becomes_the_same_where_a_demo_signs(
    acme: Cast, empty: tuple[Client, Membership], demo: None
) -> None:
    _enrich(acme)
    with acme.scope():
        acme_here = exported()
    client, zoe = empty
    text = acme_here.replace(f"slug: {acme.client.slug}", f"slug: {client.slug}")
    with client_scope(client.id, actor=person(zoe.user)):
        load_client(_file(text), by=zoe, sign_as_demo=True)
        # Whoever loads it is there besides; the others are as they were.
        there = exported()
        zoes = (
            f"- email: {zoe.user.email}\n  name: Zoe Empty\n"
            "  role: admin\n  groups: []\n"
        )
        version = current_boundary()
        sentences = [one.sentence for one in story(Filters())]

    assert zoes in there
    # The published version is Acme's draft: what had been drafted is in it, too.
    assert there.replace(zoes, "") == text
    assert version is not None
    assert version.number == 1
    assert any("because this is a demo" in one for one in sentences)
    assert any("(signed by the demo) accepted to be" in one for one in sentences)
    assert any("(signed by the demo) cleared" in one for one in sentences)


def test_without_a_demo_nothing_is_signed_and_all_of_it_waits(
    acme: Cast, empty: tuple[Client, Membership], settings: Any
) -> None:
    settings.MAILBOX = False
    client, zoe = empty
    text = _export(acme).replace(f"slug: {acme.client.slug}", f"slug: {client.slug}")
    with client_scope(client.id, actor=person(zoe.user)):
        with pytest.raises(NotAllowed):
            load_client(_file(text), by=zoe, sign_as_demo=True)
        plan = load_client(_file(text), by=zoe)
        proposal, version = open_proposal(), current_boundary()
        invited, again = open_invitations(), plan_load(_file(text), by=zoe)
        cleared = Clearance.objects.count()

    assert proposal is not None
    assert (version, cleared) == (None, 0)
    assert len(invited) == 4
    waiting = "\n".join(plan.waiting)
    assert "is named responsible owner of “Invoice agent” once" in waiting
    assert "an admin has to clear “Invoice agent”" in waiting
    assert "joins Finance once the invitation is accepted" in waiting
    assert again.changes == []
    assert again.waiting


def test_a_plan_says_every_difference_and_changes_nothing(acme: Cast) -> None:
    _enrich(acme)
    file = _edited(
        acme,
        ("name: Acme Logistics", "name: Acme Freight"),
        ("role: auditor", "role: member"),
        ("title: Orders", "title: Purchase orders"),
        ("'499.80'", "499.81"),
        ("- DE\n", "- DE\n  - FR\n"),
        ("title: Read the invoice", "title: Read it"),
        ("number: 2\n", "number: 20\n"),
    )
    before = _export(acme)

    plan = _plan(acme, file)

    assert [str(one) for one in plan.changes] == [
        "Changed: client: name was “Acme Logistics” and is “Acme Freight”.",
        f"Changed: “Vi Tanaka” ({acme.vi.user.email}) was auditor and is member.",
        (
            "Changed: register “purchase_orders”: title was “Orders” and is "
            "“Purchase orders”; records 1 changed."
        ),
        "Changed: workflow “supplier-invoice-payment”: different steps.",
        "Changed: list “banks”: entries 1 added.",
        (
            "Changed: rule 20 (pay-larger), “Larger payments”. "
            "Its number was “2” and is “20”."
        ),
    ]
    assert _export(acme) == before
    _load(acme, file, shown=plan.digest)
    assert _plan(acme, file).changes == []
    with acme.scope():
        amount = Record.objects.get(key="PO-3101").data["amount"]
        assert amount == {"amount": "499.81", "currency": "EUR"}
        assert WorkflowVersion.objects.count() == 2
        assert Client.objects.get().name == "Acme Freight"
        assert NamedList.objects.get().entries == ["DE", "FR", "no", "2026-01-01"]
        proposal = open_proposal()
        assert proposal is not None
        assert proposal.proposed_by_id == acme.ada.id
        assert BoundaryVersion.objects.count() == 1


def test_a_rule_that_the_file_does_not_have_is_retired_and_may_come_back(
    acme: Cast,
) -> None:
    file = _file(_export(acme))
    document = {**file.document}
    short = [one for one in document["rules"] if one["key"] != "pay-daily"]
    # Its number is another rule's from now on.
    short[0] = {**short[0], "number": 7}
    less = ClientFile({**document, "rules": short}, file.digest, file.node)

    plan = _load(acme, less)
    with acme.scope():
        retired = BoundaryRule.objects.get(key="pay-daily").status
    _load(acme, file)

    assert [one.kind for one in plan.changes] == ["Changed", "Retired"]
    assert retired == "retired"
    with acme.scope():
        rules = {one.key: one for one in BoundaryRule.objects.all()}
    assert (rules["pay-daily"].status, rules["pay-daily"].number) == ("active", 7)
    assert rules["pay-small"].number == 1


def test_what_is_not_in_the_file_is_left_alone(acme: Cast) -> None:
    file = _file(
        f"format: 1\nclient:\n  slug: {acme.client.slug}\n"
        "groups: []\npeople: []\nagents: []\nfacts: []\n"
    )

    plan = _load(acme, file)

    assert plan.changes == []
    assert plan.alone[0] == "not in the file: the groups Finance."
    assert "not in the file: the agents Invoice agent." in plan.alone
    assert "not in the file: the registers purchase_orders and suppliers." in plan.alone


def _line(file_text: str, part: str) -> int:
    return file_text[: file_text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("op: more_than", "op: nearly", "conditions.all[1].op: "),
        ("group: Finance", "group: Nobody", "obligation: there is no group “Nobody”"),
        ("connection: Bank", "connection: Bonk", "there is no connection “Bonk”"),
        ("kind: webhook", "kind: email", "kind: it is a webhook"),
        ("time_zone: Europe/Berlin", "time_zone: Mars", "no such time zone"),
        (
            "role: admin",
            "role: member",
            "Nobody decides about themselves|You are the only admin",
        ),
        ("phrase: tell supplier {supplier_id}", "phrase: tell {it}", "{it}"),
    ],
)
def test_what_cannot_be_loaded_is_told_with_its_line_and_nothing_is_done(
    acme: Cast, before: str, after: str, told: str
) -> None:
    text = _export(acme)
    file = _edited(acme, ("number: 3\n", "number: 33\n"), (before, after))

    plan = _plan(acme, file)
    with pytest.raises(UnloadableError):
        _load(acme, file)

    problem = str(plan.problems[0])
    assert any(one in problem for one in told.split("|"))
    assert problem.startswith("line ")
    near = _line(text, before)
    assert abs(plan.problems[0].line - near) <= 12
    assert _export(acme) == text


def test_only_an_admin_loads_only_their_own_client_and_only_what_was_shown(
    acme: Cast, globex: Cast
) -> None:
    file = _edited(acme, ("name: Acme Logistics", "name: Acme"))
    with acme.scope(acme.bo), pytest.raises(NotAllowed):
        load_client(file, by=acme.bo)
    with globex.scope(globex.gil), pytest.raises(Conflict, match="is about acme"):
        plan_load(file, by=globex.gil)
    shown = _plan(acme, file).digest
    with acme.scope(acme.ada):
        write_list(name="new", title="New", entries=["a"])
    _load(acme, _edited(acme, ("name: Acme Logistics", "name: Other")))

    with pytest.raises(Conflict, match="has changed since"):
        _load(acme, file, shown=shown)


def test_nothing_secret_is_in_a_file_and_reading_a_client_costs_few_queries(
    acme: Cast, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with acme.scope(), django_assert_max_num_queries(26):
        text = exported()

    assert "whsec" not in text
    assert acme.key not in text
    assert PASSWORD not in text
    assert "id: 0" not in text
    with acme.scope():
        assert str(acme.agent.id) not in text
        assert client_here().boundary == 1
