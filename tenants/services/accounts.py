"""People's accounts, which belong to no client: making them, names, passwords."""

from django.db import transaction

from tenants.errors import Conflict
from tenants.models import MailKind, User
from tenants.recording import Happening, TenantEvent, record
from tenants.scoping import client_scope
from tenants.selectors.invitations import account_with
from tenants.selectors.places import person, places_of
from tenants.services.inputs import read_email, read_name
from tenants.services.outbox import write_mail
from tenants.services.throttles import RESET, admit


def create_user(*, email: str, name: str, password: str) -> User:
    """Create a person's account and return it. Belongs to no client."""
    user = User(email=email, name=name)
    user.set_password(password)
    user.save(force_insert=True)
    return user


def create_governance_lead(*, email: str, name: str, password: str | None) -> User:
    """Create the account of a governance lead and return it.

    By the database's owner: a trigger refuses the application's role, which must
    not be able to give itself the sight of all clients. Without a password, a mail
    lets the lead choose one.

    Raises:
        Invalid: e-mail or name are not acceptable.
        Conflict: there is an account with this e-mail.
    """
    address = read_email(email, field="email")
    if account_with(address) is not None:
        raise Conflict(f"There is an account with the e-mail {address}.", field="email")
    user = User(
        email=address, name=read_name(name, field="name"), is_governance_lead=True
    )
    user.set_password(password)
    # The owner commits first: whoever sends the mail has to find the account.
    with transaction.atomic(), transaction.atomic(using="owner"):
        user.save(force_insert=True, using="owner")
        if password is None:
            about = {"user": str(user.id)}
            write_mail(MailKind.FIRST_PASSWORD, to=user.email, about=about)
    return user


def ask_for_reset(email: str) -> None:
    """Write to somebody who forgot their password, if there is such an account.

    Whoever asks is told nothing of that; three times, then one mail in 20 minutes.
    """
    user = account_with(email.strip())
    if user is None or not user.is_active or not admit(RESET, str(user.id)):
        return
    with transaction.atomic():
        about = {"user": str(user.id)}
        write_mail(MailKind.PASSWORD_RESET, to=user.email, about=about)


def set_password(user: User, password: str) -> None:
    """Set a person's password and tell them; their other sessions end by it."""
    with transaction.atomic():
        user.set_password(password)
        user.save(update_fields=["password"])
        about = {"user": str(user.id)}
        write_mail(MailKind.PASSWORD_CHANGED, to=user.email, about=about)


def rename_account(user: User, *, name: str) -> None:
    """Change a person's name, and tell every client where they work.

    Raises:
        Invalid: the name is not acceptable.
        Conflict: it is their name.
    """
    before, after = user.name, read_name(name, field="name")
    if before == after:
        raise Conflict("This is your name.", field="name")
    actor = person(user)
    with transaction.atomic():
        user.name = after
        user.save(update_fields=["name"])
        for place in places_of(user):
            with client_scope(place.client_id, actor=actor):
                _record_name(user, before=before)


def _record_name(user: User, *, before: str) -> None:
    record(
        Happening(
            event=TenantEvent.PERSON_RENAMED,
            subject_type="user",
            subject_id=user.id,
            private={"before": before, "person": user.name},
        )
    )
