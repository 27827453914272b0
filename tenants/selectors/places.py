"""Which clients a person works with, and as whom somebody acts there."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from tenants.errors import NotAllowed, NotFound
from tenants.models import Membership, Role, User
from tenants.scoping import Actor, ActorKind, current_actor


@dataclass(frozen=True, slots=True)
class Place:
    """A client that a person works with, known before any scope is open."""

    client_id: UUID
    slug: str
    name: str
    role: str


def places_of(user: User) -> list[Place]:
    """Return the clients that this person works with, by name.

    Asked through a database function of its own role, because the client's
    scope cannot be open before it is known.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM remit_places_of(%s)", [user.pk])
        return [Place(*row) for row in cursor.fetchall()]


def place_of(user: User, *, slug: str) -> Place:
    """Return this person's place at the client with this slug.

    Raises:
        NotFound: no such client, or not a client of this person: the same answer.
    """
    for place in places_of(user):
        if place.slug == slug:
            return place
    raise NotFound("There is no such page.")


def person(user: User) -> Actor:
    """Return the actor that this person is."""
    return Actor(kind=ActorKind.PERSON, id=user.pk, label=user.name)


def membership_of(user_id: UUID) -> Membership:
    """Return the active membership of this person at the scope's client.

    Raises:
        NotFound: this person does not, or no longer, work there.
    """
    found = Membership.objects.filter(user_id=user_id, is_active=True)
    membership = found.select_related("user").first()
    if membership is None:
        raise NotFound("This person does not work at this client.")
    return membership


def active_people() -> list[Membership]:
    """Return who works at the scope's client, by name."""
    rows = Membership.objects.filter(is_active=True).select_related("user")
    return list(rows.order_by("user__name", "id"))


def require_signed_in(membership: Membership) -> None:
    """Refuse an act in somebody else's name: the ledger names the scope's actor.

    Raises:
        NotAllowed: the scope's actor is not this person.
    """
    if current_actor().id != membership.user_id:
        raise NotAllowed("Only the person signed in can do this.")


def lead(user: User) -> Actor:
    """Return the actor that this governance lead is where something is done.

    The people of the client do not know the name, so the label says what it is.
    """
    label = f"{user.name} (governance lead)"
    return Actor(kind=ActorKind.PERSON, id=user.pk, label=label)


def require_role(
    by: Membership | User, roles: Collection[Role], *, refusal: str
) -> None:
    """Refuse an act in somebody else's name, or one that a role does not allow.

    ``by`` is who works at the client, or a governance lead, who may what any role
    may.

    Raises:
        NotAllowed: with ``refusal`` where it is the role that is missing.
    """
    if isinstance(by, User):
        require_lead(by)
        return
    require_signed_in(by)
    if by.role not in roles:
        raise NotAllowed(refusal)


def require_lead(user: User) -> None:
    """Refuse all but a governance lead, as which the scope's actor is looked up anew.

    Raises:
        NotAllowed: it is somebody else, or no longer one.
    """
    leads = User.objects.filter(is_active=True, is_governance_lead=True)
    if current_actor().id != user.pk or not leads.filter(pk=user.pk).exists():
        raise NotAllowed("Only a governance lead can do this from here.")


def member_or_none(by: Membership | User) -> Membership | None:
    """Return who acts as somebody of the client; a governance lead is nobody there."""
    return by if isinstance(by, Membership) else None
