"""A governance lead creates a client and invites its first admin."""

import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from audit.selectors import Filters, trace
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Client, Invitation, Membership, Role, User
from tenants.scoping import PLATFORM, client_scope
from tenants.services import found_client
from tests.browsers import quick
from tests.cast import PASSWORD, Cast
from tests.leads import a_lead
from tests.tenants.mails import follow, link_to


def asked(**changed: Any) -> dict[str, Any]:
    mark = uuid.uuid4().hex[:10]
    return {
        "name": "Initech",
        "slug": f"initech-{mark}",
        "time_zone": "Europe/Lisbon",
        "admin_name": "Nia Costa",
        "admin_email": f"nia+{mark}@initech.example",
        "reason": "The contract is signed.",
        **changed,
    }


def test_a_lead_founds_a_client_whose_first_admin_comes_by_mail() -> None:
    lead, given = a_lead(), asked()

    client, invitation = found_client(**given, lead=lead)
    browser = quick(Browser())
    follow(browser, link_to(given["admin_email"]))
    new = {"name": "Nia Costa", "password": PASSWORD, "again": PASSWORD}
    joined = browser.post("/invitation/", new)

    assert joined.headers["Location"] == f"/c/{client.slug}/"
    assert browser.get(joined.headers["Location"]).status_code == 200
    with client_scope(client.id, actor=PLATFORM):
        told = [line.sentence for line in trace(Filters()).lines]
        assert Membership.objects.get().role == Role.ADMIN
        assert Client.objects.get().time_zone == "Europe/Lisbon"
        assert Invitation.objects.get().id == invitation.id
    assert told[-1] == (
        "Lee Park, governance lead, created the client Initech, "
        "because “The contract is signed.”"
    )
    assert told[-2].startswith("Lee Park invited Nia Costa as Client admin, until ")
    assert told[0] == (
        "Nia Costa accepted the invitation of Lee Park and is Client admin now."
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("slug", "not a slug"),
        ("slug", "x" * 41),
        ("time_zone", "Mars/Olympus"),
        ("admin_name", "Nia\u202e"),
        ("admin_email", "nobody"),
        ("reason", ""),
    ],
)
def test_what_is_not_acceptable_is_named_and_nothing_is_made(
    field: str, value: str
) -> None:
    given = asked(**{field: value})

    with pytest.raises(Invalid) as refused:
        found_client(**given, lead=a_lead())

    assert refused.value.field == field
    assert not User.objects.filter(email=given["admin_email"]).exists()


def test_a_short_name_is_given_once(acme: Cast) -> None:
    with pytest.raises(Conflict, match="choose another") as refused:
        found_client(**asked(slug=acme.client.slug), lead=a_lead())

    assert refused.value.field == "slug"


def test_only_a_lead_founds_a_client(acme: Cast) -> None:
    with pytest.raises(NotAllowed):
        found_client(**asked(), lead=acme.ada.user)
