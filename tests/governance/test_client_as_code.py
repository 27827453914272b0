"""A client as a file: written, compared, loaded by everybody's services, unsigned."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from audit.selectors import Filters, story
from governance.models import (
    Clearance,
)
from governance.selectors.as_code import client_here, exported
from governance.selectors.boundaries import current_boundary, open_proposal
from governance.services.as_code import load_client, plan_load
from tenants.errors import NotAllowed
from tenants.models import Client, Membership, Role
from tenants.scoping import client_scope
from tenants.selectors import open_invitations, person
from tenants.services import add_person, create_client, create_user
from tests.cast import PASSWORD, Cast
from tests.governance.filing import enrich, export_of, file_of
from tests.governance.undoing import HOLD, RELEASE, declare_holds


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
    enrich(acme)
    for cast, first in ((acme, acme.ada), (globex, globex.gil)):
        file = file_of(export_of(cast))
        with cast.scope(first):
            plan = load_client(file, by=first)
            again = exported()
            assert open_proposal() is None

        assert plan.lines()[0] == "Nothing would change."
        assert (plan.changes, plan.waiting, plan.problems) == ([], [], [])
        assert file_of(again).document == file.document


def test_an_empty_client_becomes_the_same_where_a_demo_signs(
    acme: Cast, empty: tuple[Client, Membership], demo: None
) -> None:
    enrich(acme)
    # What undoes something is loaded before it, wherever it stands.
    declare_holds(acme)
    with acme.scope():
        acme_here = exported()
    assert acme_here.index(f"name: {HOLD}") < acme_here.index(f"name: {RELEASE}")
    client, zoe = empty
    vi = f"- email: {acme.vi.user.email}\n"
    nia = f"- email: nia+{uuid4().hex[:10]}@acme.example\n  name: Nia Costa\n"
    text = (
        acme_here.replace(f"slug: {acme.client.slug}", f"slug: {client.slug}")
        .replace("second_publisher: false", "second_publisher: true")
        # Somebody who has no account anywhere yet.
        .replace(vi, f"{nia}  role: member\n  groups:\n  - Finance\n{vi}")
    )
    with client_scope(client.id, actor=person(zoe.user)):
        load_client(file_of(text), by=zoe, sign_as_demo=True)
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
    assert version.proposed_by_id == zoe.id
    assert version.published_by_id != zoe.id
    assert any("because this is a demo" in one for one in sentences)
    assert any("(signed by the demo) accepted to be" in one for one in sentences)
    assert any("(signed by the demo) cleared" in one for one in sentences)


def test_without_a_demo_nothing_is_signed_and_all_of_it_waits(
    acme: Cast, empty: tuple[Client, Membership], settings: Any
) -> None:
    settings.MAILBOX = False
    client, zoe = empty
    text = export_of(acme).replace(f"slug: {acme.client.slug}", f"slug: {client.slug}")
    with client_scope(client.id, actor=person(zoe.user)):
        with pytest.raises(NotAllowed):
            load_client(file_of(text), by=zoe, sign_as_demo=True)
        plan = load_client(file_of(text), by=zoe)
        proposal, version = open_proposal(), current_boundary()
        invited, again = open_invitations(), plan_load(file_of(text), by=zoe)
        cleared = Clearance.objects.count()

    assert proposal is not None
    assert (version, cleared) == (None, 0)
    assert len(invited) == 4
    waiting = "\n".join(plan.waiting)
    assert "is named responsible owner of “Invoice agent” once" in waiting
    assert "whoever answers for “Invoice agent” has to clear it" in waiting
    assert "joins Finance once the invitation is accepted" in waiting
    assert again.changes == []
    assert again.waiting


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
