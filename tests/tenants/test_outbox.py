"""The outbox: written with what it tells, sent afterwards and again, kept in demos."""

import uuid
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.test import Client as Browser

from tenants.clock import database_now
from tenants.models import Mail, MailKind, Role
from tenants.services import create_user, invite
from tenants.services.outbox import write_mail
from tenants.services.sending import MOST_ATTEMPTS, send_due
from tests.browsers import quick
from tests.cast import PASSWORD, Cast
from tests.database import changed, run
from tests.racing import race
from tests.tenants.mails import letters_to

SEND = "django.core.mail.message.EmailMultiAlternatives.send"


def a_mail() -> Mail:
    email = f"nia+{uuid.uuid4().hex[:10]}@acme.example"
    user = create_user(email=email, name="Nia O'Hara", password=PASSWORD)
    return write_mail(MailKind.PASSWORD_RESET, to=email, about={"user": str(user.id)})


def again(mail: Mail) -> Mail:
    mail.refresh_from_db()
    return mail


@pytest.fixture(autouse=True)
def _nothing_else_is_due() -> None:
    send_due()


def test_a_mail_goes_with_what_it_tells_or_not_at_all(acme: Cast) -> None:
    email = f"nia+{uuid.uuid4().hex[:10]}@acme.example"

    def invite_and_fail() -> None:
        with acme.scope(acme.ada):
            invite(name="Nia", email=email, role=Role.MEMBER, by=acme.ada)
            raise LookupError

    with pytest.raises(LookupError):
        invite_and_fail()

    assert not Mail.objects.filter(to=email).exists()


def test_a_mail_is_sent_once_and_its_row_never_holds_what_opens_something() -> None:
    mail = a_mail()

    letters = [*letters_to(mail.to), *letters_to(mail.to)]

    kept = again(mail)
    assert len(letters_to(mail.to)) == 1
    assert "Hello Nia O'Hara," in letters[0].body
    assert (kept.subject, kept.text, kept.due_at) == ("", "", None)
    assert kept.sent_at is not None
    row = run("SELECT to_jsonb(t)::text FROM tenants_mail t WHERE id = %s", mail.id)
    assert "password/" not in row[0][0]


def test_a_mail_that_is_not_taken_is_tried_again_later_and_at_last_given_up() -> None:
    mail = a_mail()
    broken = mock.patch(SEND, side_effect=ConnectionRefusedError("no mail server"))

    with broken:
        assert send_due() == 1
        first = again(mail)
        assert send_due() == 0
    wait = (first.due_at or database_now()) - database_now()
    assert timedelta(seconds=50) < wait <= timedelta(minutes=1)
    assert first.error == "ConnectionRefusedError: no mail server"

    changed("UPDATE tenants_mail SET due_at = remit_now() WHERE id = %s", mail.id)
    send_due()
    assert again(mail).sent_at is not None
    assert (mail.attempts, mail.error) == (2, "")

    hopeless = a_mail()
    last = "UPDATE tenants_mail SET attempts = %s WHERE id = %s"
    changed(last, MOST_ATTEMPTS - 1, hopeless.id)
    with broken:
        send_due()
    assert (again(hopeless).due_at, hopeless.sent_at) == (None, None)


def test_two_who_send_at_once_send_each_mail_once() -> None:
    mails = [a_mail() for _ in range(6)]

    assert sum(one for one in race(send_due, send_due) if isinstance(one, int)) == 6

    assert [len(letters_to(one.to)) for one in mails] == [1] * 6


def test_a_mail_that_is_being_written_is_not_sent_yet() -> None:
    with transaction.atomic():
        a_mail()
        assert send_elsewhere() == 0


def send_elsewhere() -> int:
    found = race(send_due)
    assert isinstance(found[0], int)
    return found[0]


def test_a_demo_keeps_its_mails_and_shows_them_with_working_links(
    settings: Any,
) -> None:
    browser = quick(Browser())
    assert browser.get("/mailbox/").status_code == 404
    settings.MAILBOX = True
    mail = a_mail()
    assert letters_to(mail.to) == []

    listed = browser.get("/mailbox/").content.decode()
    page = browser.get(f"/mailbox/{mail.id}/").content.decode()
    link = page.partition('href="http://localhost:8000/password/')[2].partition('"')[0]
    opened = browser.get(f"/password/{link}", follow=True).content.decode()

    assert "This is a demo: mails are kept here" in listed
    assert listed.index(str(mail.id)) < listed.rindex("Sign in")
    assert "Choose a new password for Remit" in listed
    assert "Choose a password." in opened
    assert browser.get(f"/mailbox/{uuid.uuid4()}/").status_code == 404
    settings.MAILBOX = False
    assert browser.get(f"/mailbox/{mail.id}/").status_code == 404


def test_a_demo_shows_which_mails_have_not_got_out(settings: Any) -> None:
    mail, browser = a_mail(), quick(Browser())
    with mock.patch(SEND, side_effect=ConnectionRefusedError("no mail server")):
        send_due()
    settings.MAILBOX = True

    listed = browser.get("/mailbox/").content.decode()

    assert f"Password reset, to {mail.to}" in listed
    assert "1 attempt: ConnectionRefusedError: no mail server" in listed
    changed("UPDATE tenants_mail SET due_at = remit_now() WHERE id = %s", mail.id)
    send_due()
    assert "1 attempt: " not in browser.get("/mailbox/").content.decode()
