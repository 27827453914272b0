"""Who has been invited, and what an invitation's link leads to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import connection

from tenants.clock import database_now
from tenants.errors import NotFound
from tenants.links import invitation_named
from tenants.models import Client, Invitation, Role, User
from tenants.scoping import PLATFORM, client_scope


class InvitationState(StrEnum):
    """Whether an invitation can be accepted, and why not."""

    OPEN = "open"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Invited:
    """What the person who follows the link is told."""

    client_id: UUID
    client: str
    slug: str
    invitation_id: UUID
    email: str
    name: str
    role: Role
    inviter: str
    expires_at: datetime
    state: InvitationState


def open_invitations() -> list[Invitation]:
    """Return the invitations nobody has accepted or withdrawn, also expired ones."""
    rows = Invitation.objects.filter(
        accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    return list(rows.select_related("invited_by").order_by("name", "id"))


def invitation_by_id(invitation_id: UUID) -> Invitation:
    """Return one invitation.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Invitation.objects.select_related("invited_by")
    found = rows.filter(id=invitation_id).first()
    if found is None:
        raise NotFound("There is no such invitation.")
    return found


def state_of(invitation: Invitation, *, now: datetime) -> InvitationState:
    """Return whether an invitation can be accepted, and why not."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    expired = invitation.expires_at <= now
    return InvitationState.EXPIRED if expired else InvitationState.OPEN


def invited_by_token(token: str) -> Invited:
    """Return what a link's token is about, whatever has become of it.

    Whose client it is, a database function of its own role says: no scope can be
    open before that is known. It is asked only about what the token proves.

    Raises:
        NotFound: the token is not whole, or was not made here.
    """
    invitation_id = invitation_named(token)
    client_id = _client_of(invitation_id) if invitation_id else None
    if invitation_id is None or client_id is None:
        raise NotFound("This link is not complete, or it is not one of ours.")
    return invited_at(client_id, invitation_id)


def invited_at(client_id: UUID, invitation_id: UUID) -> Invited:
    """Return what there is to be said of an invitation.

    Raises:
        NotFound: there is none.
    """
    with client_scope(client_id, actor=PLATFORM):
        invitation = invitation_by_id(invitation_id)
        client = Client.objects.get()
        return Invited(
            client_id=client_id,
            client=client.name,
            slug=client.slug,
            invitation_id=invitation.id,
            email=invitation.email,
            name=invitation.name,
            role=Role(invitation.role),
            inviter=invitation.invited_by.name,
            expires_at=invitation.expires_at,
            state=state_of(invitation, now=database_now()),
        )


def account_with(email: str) -> User | None:
    """Return the account with this e-mail, whatever its capitals."""
    return User.objects.filter(email__iexact=email).first()


def _client_of(invitation_id: UUID) -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT remit_client_of_invitation(%s)", [invitation_id])
        row = cursor.fetchone()
    return row[0] if row else None
