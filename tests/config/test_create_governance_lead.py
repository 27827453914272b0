"""``manage.py create_governance_lead``: by the owner, seen by the application."""

import io
import subprocess
import sys
import uuid
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command

from config.checks import mails_are_not_shown_to_everybody
from tenants.models import User
from tests.cast import PASSWORD, REPOSITORY
from tests.tenants.mails import letters_to, link_to

COMMAND = "config.management.commands.create_governance_lead"


def an_address() -> str:
    return f"lee+{uuid.uuid4().hex[:10]}@remit.example"


def create(email: str, *options: str, typed: tuple[str, str] = (PASSWORD,) * 2) -> str:
    said = io.StringIO()
    asked = mock.patch(f"{COMMAND}.getpass.getpass", side_effect=typed)
    terminal = mock.patch(f"{COMMAND}.sys.stdin.isatty", return_value=True)
    arguments = ["--email", email, "--name", "Lee Park", *options]
    with asked, terminal:
        call_command("create_governance_lead", *arguments, stdout=said)
    return said.getvalue()


def test_a_lead_is_made_with_a_password_typed_twice() -> None:
    email = an_address()

    said = create(email.upper())

    user = User.objects.get(email=email)
    assert said == "Lee Park is a governance lead: ready.\n"
    assert user.is_staff
    assert user.check_password(PASSWORD)
    assert letters_to(email) == []


def test_a_lead_who_is_invited_chooses_a_password_by_mail() -> None:
    email = an_address()

    said = create(email, "--invite")

    assert "a mail lets them choose a password" in said
    assert not User.objects.get(email=email).has_usable_password()
    assert letters_to(email)[-1].subject == "Choose your password for Remit"
    assert link_to(email).startswith("/password/")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ((PASSWORD, "another"), "are not the same"),
        (("short", "short"), "too short"),
    ],
)
def test_a_password_that_will_not_do_is_refused(
    typed: tuple[str, str], told: str
) -> None:
    email = an_address()

    with pytest.raises(CommandError, match=told):
        create(email, typed=typed)

    assert not User.objects.filter(email=email).exists()


def test_an_address_is_used_once() -> None:
    email = an_address()
    create(email)

    with pytest.raises(CommandError, match="There is an account with the e-mail"):
        create(email.title(), "--invite")


def test_without_a_terminal_there_is_nothing_to_ask_on() -> None:
    ran = subprocess.run(
        [
            *(sys.executable, "manage.py", "create_governance_lead"),
            *("--email", an_address(), "--name", "Lee"),
        ],
        cwd=REPOSITORY,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert "use --invite" in ran.stderr


def test_a_mailbox_is_refused_where_people_come_over_the_internet(
    settings: Any,
) -> None:
    for mailbox, address, refused in [
        (True, "https://remit.example.com", True),
        (True, "http://localhost:8000", False),
        (False, "https://remit.example.com", False),
    ]:
        settings.MAILBOX, settings.PUBLIC_URL = mailbox, address
        assert bool(mails_are_not_shown_to_everybody()) == refused
