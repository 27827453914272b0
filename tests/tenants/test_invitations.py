"""Being invited, and joining by the link in the mail: once, and as oneself."""

import uuid
from typing import Any

import pytest
from django.test import Client as Browser

from audit.selectors import Filters, trace
from tenants.errors import Conflict, NotAllowed
from tenants.links import invitation_token
from tenants.models import Invitation, Membership, Role, User
from tenants.services import invite, renew_invitation, withdraw_invitation
from tests.browsers import quick
from tests.cast import PASSWORD, Cast
from tests.database import changed
from tests.tenants.mails import follow, letters_to, link_to

NEW = {"name": "Nia Costa", "password": PASSWORD, "again": PASSWORD}


def an_address() -> str:
    return f"nia+{uuid.uuid4().hex[:10]}@acme.example"


def invited(cast: Cast, email: str, role: Role = Role.OPERATOR) -> Invitation:
    with cast.scope(cast.ada):
        return invite(name="Nia Costa", email=email, role=role, by=cast.ada)


def sentences(cast: Cast) -> list[str]:
    with cast.scope():
        return [line.sentence for line in trace(Filters()).lines]


def open_link(path: str, browser: Browser | None = None) -> tuple[Browser, str]:
    browser = browser or quick(Browser())
    return browser, follow(browser, path).content.decode()


def test_a_new_person_sets_name_and_password_and_lands_at_the_client(
    acme: Cast,
) -> None:
    email = an_address()
    invited(acme, email.upper())
    letter = letters_to(email)[-1]

    browser, page = open_link(link_to(email))
    before = User.objects.filter(email=email).exists()
    answer = browser.post("/invitation/", NEW)

    assert letter.subject == "Ada Rossi invites you to Acme Logistics on Remit"
    assert "If you did not expect this" in letter.body
    assert letter.alternatives[0].mimetype == "text/html"
    assert "Ada Rossi invites you to Acme Logistics." in page
    assert not before
    assert answer.headers["Location"] == f"/c/{acme.client.slug}/"
    assert browser.get(answer.headers["Location"]).status_code == 200
    user = User.objects.get(email=email)
    with acme.scope():
        assert Membership.objects.get(user=user).role == Role.OPERATOR
    told = sentences(acme)
    assert told[0] == (
        "Nia Costa accepted the invitation of Ada Rossi and is Operator now."
    )
    assert told[1].startswith("Ada Rossi invited Nia Costa as Operator, until 20")


def test_a_link_works_once_and_opening_it_changes_nothing(acme: Cast) -> None:
    email = an_address()
    invitation = invited(acme, email)
    path = link_to(email)
    for _ in range(3):
        open_link(path)
    with acme.scope():
        invitation.refresh_from_db()
        assert invitation.accepted_at is None

    first, _ = open_link(path)
    second, _ = open_link(path)
    assert first.post("/invitation/", NEW).status_code == 302
    again = second.post("/invitation/", NEW)

    assert again.status_code == 200
    assert "This invitation was accepted." in again.content.decode()
    assert User.objects.filter(email=email).count() == 1


def test_a_withdrawn_an_expired_and_a_broken_link_say_so_in_words(acme: Cast) -> None:
    email = an_address()
    invitation = invited(acme, email)
    path = link_to(email)
    expire = "UPDATE tenants_invitation SET expires_at = remit_now() WHERE id = %s"

    with acme.scope():
        changed(expire, invitation.id)
    _, expired = open_link(path)
    with acme.scope(acme.ada):
        renew_invitation(invitation, by=acme.ada)
    _, renewed = open_link(path)
    with acme.scope(acme.ada):
        withdraw_invitation(invitation, by=acme.ada)
    browser, withdrawn = open_link(path)
    _, broken = open_link(path[:-9] + "/")

    assert "This invitation has expired." in expired
    assert "Choose a password to begin." in renewed
    assert "This invitation was withdrawn." in withdrawn
    assert "This link leads to no invitation." in broken
    assert browser.post("/invitation/", NEW).status_code == 200
    assert not User.objects.filter(email=email).exists()
    with acme.scope(acme.ada), pytest.raises(Conflict, match="has been withdrawn"):
        renew_invitation(invitation, by=acme.ada)


def test_somebody_with_an_account_signs_in_and_accepts(
    acme: Cast, globex: Cast
) -> None:
    gil: Any = globex.gil
    invited(acme, gil.user.email, Role.AUDITOR)
    path = link_to(gil.user.email)

    browser, asked = open_link(path)
    signed_in = browser.post(
        "/sign-in/",
        {"username": gil.user.email, "password": PASSWORD, "next": "/invitation/"},
    )
    offered = browser.get(signed_in.headers["Location"]).content.decode()
    joined = browser.post("/invitation/")

    assert "sign in with it to accept" in asked
    assert "Join Acme Logistics" in offered
    assert joined.headers["Location"] == f"/c/{acme.client.slug}/"
    with acme.scope():
        assert Membership.objects.get(user=gil.user).role == Role.AUDITOR


def test_an_invitation_is_for_one_person_alone(acme: Cast, globex: Cast) -> None:
    invitation = invited(acme, an_address())
    browser = globex.browser(globex.gil)

    _, page = open_link(f"/invitation/{invitation_token(invitation.id)}/", browser)
    answer = browser.post("/invitation/")

    assert f"you are signed in as {globex.gil.user.email}" in page
    assert answer.status_code == 403
    with acme.scope():
        assert not Membership.objects.filter(user=globex.gil.user).exists()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": " "}, "This field is required."),
        ({"password": "short", "again": "short"}, "This password is too short."),
        ({"again": "another one entirely"}, "The two passwords are not the same."),
        ({"password": "password1234", "again": "password1234"}, "too common"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_done(
    acme: Cast, typed: dict[str, str], told: str
) -> None:
    email = an_address()
    invited(acme, email)
    browser, _ = open_link(link_to(email))

    answer = browser.post("/invitation/", NEW | typed)

    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not User.objects.filter(email=email).exists()


def test_nobody_is_invited_twice_or_who_works_here(acme: Cast) -> None:
    email = an_address()
    invited(acme, email)

    with pytest.raises(Conflict, match="has been invited"):
        invited(acme, email.upper())
    with pytest.raises(Conflict, match="Bo Lindqvist works here"):
        invited(acme, acme.bo.user.email)
    with acme.scope(acme.bo), pytest.raises(NotAllowed):
        invite(name="Nia", email=an_address(), role=Role.ADMIN, by=acme.bo)


def test_a_mail_is_not_sent_for_what_was_withdrawn_meanwhile(acme: Cast) -> None:
    email = an_address()
    invitation = invited(acme, email)
    with acme.scope(acme.ada):
        withdraw_invitation(invitation, by=acme.ada)

    assert letters_to(email) == []
