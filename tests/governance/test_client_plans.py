"""The plan of a client's file: every difference, what stays, what stands against it."""

from decimal import Decimal
from typing import Any

import pytest

from agents.models import Ownership
from governance.clientfile.file import ClientFile
from governance.engine.money import Money
from governance.models import (
    BoundaryRule,
    BoundaryVersion,
    NamedList,
    Record,
    WorkflowVersion,
)
from governance.selectors.attesting import alone_up_to
from governance.selectors.boundaries import open_proposal
from governance.services.as_code import UnloadableError, load_client, plan_load
from governance.services.boundaries import write_list
from tenants.errors import Conflict, NotAllowed
from tenants.models import Client, Role
from tenants.services import change_role
from tests.cast import Cast
from tests.governance.filing import edited, enrich, export_of, file_of, loaded, planned


def test_a_plan_says_every_difference_and_changes_nothing(acme: Cast) -> None:
    enrich(acme)
    file = edited(
        acme,
        ("name: Acme Logistics", "name: Acme Freight"),
        ("role: auditor", "role: member"),
        ("title: Orders", "title: Purchase orders"),
        ("'499.80'", "499.81"),
        ("- DE\n", "- DE\n  - FR\n"),
        ("title: Read the invoice", "title: Read it"),
        ("number: 2\n", "number: 20\n"),
    )
    before = export_of(acme)

    plan = planned(acme, file)

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
    assert export_of(acme) == before
    loaded(acme, file, shown=plan.digest)
    assert planned(acme, file).changes == []
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
    file = file_of(export_of(acme))
    document = {**file.document}
    short = [one for one in document["rules"] if one["key"] != "pay-daily"]
    # Its number is another rule's from now on.
    short[0] = {**short[0], "number": 7}
    less = ClientFile({**document, "rules": short}, file.digest, file.node)

    plan = loaded(acme, less)
    with acme.scope():
        retired = BoundaryRule.objects.get(key="pay-daily").status
    loaded(acme, file)

    assert [one.kind for one in plan.changes] == ["Changed", "Retired"]
    assert retired == "retired"
    with acme.scope():
        rules = {one.key: one for one in BoundaryRule.objects.all()}
    assert (rules["pay-daily"].status, rules["pay-daily"].number) == ("active", 7)
    assert rules["pay-small"].number == 1


def test_rules_change_their_status_and_what_only_that_allows(acme: Cast) -> None:
    enrich(acme)
    file = file_of(export_of(acme))
    limit = {"count": 1, "per": [], "window": "ever"}
    changes: dict[str, dict[str, Any]] = {
        "pay-small": {"status": "draft"},
        "match": {"status": "observe"},
        # A rule that observes has no limit: neither order of the two is harmless.
        "watch": {"status": "active", "limit": limit},
    }
    rules = [{**one, **changes.get(one["key"], {})} for one in file.document["rules"]]
    other = ClientFile({**file.document, "rules": rules}, file.digest, file.node)

    for wanted in (other, file, other):
        loaded(acme, wanted)
        assert planned(acme, wanted).changes == []
    with acme.scope():
        found = {one.key: one for one in BoundaryRule.objects.all()}
    statuses = {key: found[key].status for key in changes}
    assert statuses == {"pay-small": "draft", "match": "observe", "watch": "active"}
    assert found["watch"].limit == limit


def test_what_is_not_in_the_file_is_left_alone(acme: Cast) -> None:
    file = file_of(
        f"format: 1\nclient:\n  slug: {acme.client.slug}\n"
        "groups: []\npeople: []\nagents: []\nfacts: []\n"
    )

    plan = loaded(acme, file)

    assert plan.changes == []
    assert plan.alone[0] == "not in the file: the groups Finance."
    assert "not in the file: the agents Invoice agent." in plan.alone
    assert "not in the file: the registers purchase_orders and suppliers." in plan.alone


def test_what_an_owner_may_decide_stays_as_it_was_accepted(acme: Cast) -> None:
    said = "owner_decides: What becomes of a payment that stopped midway."
    file = edited(acme, (said, "owner_decides: Everything."))

    plan = planned(acme, file)

    assert plan.changes == []
    assert plan.alone == [
        (
            f"what {acme.ada.user.email} may decide as responsible owner of "
            "“Invoice agent” stays as it was when they were named."
        )
    ]


def test_who_is_named_by_a_file_is_told_what_they_may_decide(acme: Cast) -> None:
    deputy = f"deputy: {acme.bo.user.email}\n"
    told = f"deputy: {acme.cy.user.email}\n  deputy_decides: Up to 100 EUR.\n"

    loaded(acme, edited(acme, (deputy, told)))

    with acme.scope():
        named = Ownership.objects.get(membership=acme.cy)
        assert (named.role, named.decides) == ("deputy", "Up to 100 EUR.")


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
        ("  deputy: ", "  deputy_decides: ", "say who the deputy is"),
    ],
)
def test_what_cannot_be_loaded_is_told_with_its_line_and_nothing_is_done(
    acme: Cast, before: str, after: str, told: str
) -> None:
    text = export_of(acme)
    file = edited(acme, ("number: 3\n", "number: 33\n"), (before, after))

    plan = planned(acme, file)
    with pytest.raises(UnloadableError):
        loaded(acme, file)

    problem = str(plan.problems[0])
    assert any(one in problem for one in told.split("|"))
    assert problem.startswith("line ")
    near = _line(text, before)
    assert abs(plan.problems[0].line - near) <= 12
    assert export_of(acme) == text


def test_only_an_admin_loads_only_their_own_client_and_only_what_was_shown(
    acme: Cast, globex: Cast
) -> None:
    file = edited(acme, ("name: Acme Logistics", "name: Acme"))
    with acme.scope(acme.bo), pytest.raises(NotAllowed):
        load_client(file, by=acme.bo)
    with globex.scope(globex.gil), pytest.raises(Conflict, match="is about acme"):
        plan_load(file, by=globex.gil)
    shown = planned(acme, file).digest
    with acme.scope(acme.ada):
        write_list(name="new", title="New", entries=["a"])
    loaded(acme, edited(acme, ("name: Acme Logistics", "name: Other")))

    with pytest.raises(Conflict, match="has changed since"):
        loaded(acme, file, shown=shown)


def test_who_is_needed_for_what_is_in_the_file_too(acme: Cast) -> None:
    lifter = ("second_lifter: false", "second_lifter: true\n  attest_alone_up_to: %s")
    alone = edited(acme, (lifter[0], lifter[1] % "5000.50 EUR"))

    told = [str(one) for one in planned(acme, alone).changes]
    assert told == [
        "Changed: client: two people lift a halt.",
        (
            "Changed: client: amount up to which one person's word is enough was "
            "nothing and is \u201c5000.50 EUR\u201d."
        ),
    ]
    with pytest.raises(UnloadableError, match="There is no second admin"):
        loaded(acme, alone)
    with acme.scope(acme.ada):
        change_role(acme.bo, role=Role.ADMIN, by=acme.ada)
    again = edited(acme, (lifter[0], lifter[1] % "5000.5 EUR"))
    loaded(acme, again)

    assert planned(acme, again).lines()[0] == "Nothing would change."
    assert "attest_alone_up_to: 5000.50 EUR" in export_of(acme)
    with acme.scope():
        assert Client.objects.get().second_lifter
        assert alone_up_to() == Money(Decimal("5000.5"), "EUR")
