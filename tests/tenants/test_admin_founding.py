"""A governance lead creates a client, and its first admin is asked to come."""

from typing import Any

import pytest
from django.test import Client as Browser

from audit.selectors import Filters, trace
from tenants.identifiers import uuid7
from tenants.models import Client, Invitation
from tenants.scoping import PLATFORM, client_scope, lead_scope
from tests.cast import Cast
from tests.governance.seen import read
from tests.leads import a_lead, browser_of, no_longer_a_lead, page_url

URL = "/admin/tenants/client/found/"


def typed(**changed: str) -> dict[str, str]:
    """Return a form that is filled in, for a client that is not there yet."""
    mark = uuid7().hex[-10:]
    filled = {
        "name": "Initech Systems",
        "slug": f"initech-{mark}",
        "time_zone": "America/New_York",
        "admin_name": "Pia Lund",
        "admin_email": f"pia+{mark}@initech.example",
        "reason": "They signed the contract of November.",
    }
    return filled | changed


def found(slug: str) -> Any:
    """Return the client with this short name, if there is one."""
    with lead_scope(actor=PLATFORM):
        return Client.objects.filter(slug=slug).first()


def test_a_lead_creates_a_client_and_invites_its_first_admin() -> None:
    form, lead = typed(), browser_of(a_lead())
    assert "Create the client" in read(lead.get(URL))

    answer = lead.post(URL, form, follow=True)

    client = found(form["slug"])
    assert client.time_zone == "America/New_York"
    words = read(answer)
    assert "You created Initech Systems. The invitation of Pia Lund is on" in words
    assert "Pia Lund, Client admin, until" in words
    with client_scope(client.pk, actor=PLATFORM):
        lines = [line.sentence for line in trace(Filters(), size=9).lines][::-1]
        invitation = Invitation.objects.get()
    assert lines[0] == (
        "Lee Park, governance lead, created the client Initech Systems, because "
        "“They signed the contract of November.”"
    )
    assert "Pia Lund" in lines[1]
    assert lines[2:4] == [
        (
            "Lee Park, governance lead, may look in for an hour, because “They signed "
            "the contract of November.”"
        ),
        "Lee Park, governance lead, looked at client Initech Systems.",
    ]
    assert invitation.email == form["admin_email"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reason", " "),
        ("name", ""),
        ("slug", "not a slug"),
        ("slug", "acme"),
        ("time_zone", "Europe/Atlantis"),
        ("admin_email", "nobody"),
    ],
)
def test_what_is_not_acceptable_is_told_at_its_field(
    acme: Cast, field: str, value: str
) -> None:
    wrong = acme.client.slug if value == "acme" else value
    form = typed(**{field: wrong})

    answer = browser_of(a_lead()).post(URL, form)

    assert answer.status_code in {409, 422}
    assert answer.context["form"].errors.keys() == {field}
    assert form["admin_name"] in answer.content.decode()
    assert wrong == acme.client.slug or found(form["slug"]) is None


def test_nobody_else_creates_a_client(acme: Cast) -> None:
    form, was = typed(), a_lead()
    former = browser_of(was)
    no_longer_a_lead(was)

    for browser in (former, acme.browser(acme.ada), Browser()):
        answer = browser.post(URL, form)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/admin/login/")
    for method in ("PUT", "DELETE"):
        assert browser_of(a_lead()).generic(method, URL).status_code == 403

    assert found(form["slug"]) is None


def test_an_invitation_is_sent_again_and_withdrawn_from_its_page() -> None:
    form, lead = typed(), browser_of(a_lead())
    lead.post(URL, form)
    client = found(form["slug"])
    with client_scope(client.pk, actor=PLATFORM):
        invitation = Invitation.objects.get()

    again = lead.post(page_url(Invitation, invitation.pk, "send-again"))
    withdrawn = lead.post(page_url(Invitation, invitation.pk, "withdraw"))
    too_late = lead.post(page_url(Invitation, invitation.pk, "send-again"))

    assert (again.status_code, withdrawn.status_code) == (302, 302)
    assert too_late.status_code == 409
    with client_scope(client.pk, actor=PLATFORM):
        renewed = Invitation.objects.get()
        told = [line.sentence for line in trace(Filters(), size=20).lines]
    assert renewed.expires_at > invitation.expires_at
    assert renewed.withdrawn_at is not None
    assert sum("Lee Park (governance lead)" in one for one in told) == 2
    assert any("looked at invitation" in one for one in told)
