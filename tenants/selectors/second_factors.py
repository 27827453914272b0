"""Reads: who has a second factor, and of whom one is demanded."""

from allauth.mfa.models import Authenticator
from django.db import connection

from tenants.models import Client, GroupMember, Membership, Role, User
from tenants.scoping import client_scope
from tenants.selectors.places import membership_of, person, places_of
from tenants.selectors.seats import holds_for_another


def has_second_factor(user: User) -> bool:
    """Return whether an account can show a second factor."""
    kept: bool = Authenticator.objects.filter(
        user=user, type=Authenticator.Type.TOTP
    ).exists()
    return kept


def recovery_codes(user: User) -> list[str]:
    """Return the recovery codes that have not been used."""
    kept = Authenticator.objects.filter(
        user=user, type=Authenticator.Type.RECOVERY_CODES
    ).first()
    return [] if kept is None else list(kept.wrap().get_unused_codes())


def must_show(membership: Membership, *, client: Client) -> bool:
    """Return whether the scope's client demands a second factor of this person.

    It does of who may decide something: its admins, whoever is in a group, and who
    answers in the place of somebody.
    """
    if not client.second_factor_required:
        return False
    groups = GroupMember.objects.filter(membership=membership)
    decides = membership.role == Role.ADMIN or groups.exists()
    return decides or holds_for_another(membership)


def leads_must_show() -> bool:
    """Return whether any client demands a second factor: a lead sees into all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT remit_second_factor_demanded()")
        (demanded,) = cursor.fetchone()
    return bool(demanded)


def demanding(user: User) -> list[str]:
    """Return the names of the clients that demand a second factor of this person."""
    found = []
    for place in places_of(user):
        with client_scope(place.client_id, actor=person(user)):
            membership = membership_of(user.pk)
            if must_show(membership, client=Client.objects.get()):
                found.append(place.name)
    return found
