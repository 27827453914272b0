"""Clients: creating one, with or without its first admin, and changing one."""

from uuid import UUID

from django.db import IntegrityError, transaction

from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.identifiers import uuid7
from tenants.models import Client, Invitation, Membership, Role, User
from tenants.recording import Happening, TenantEvent, record
from tenants.scoping import PLATFORM, Actor, client_scope
from tenants.selectors.places import person
from tenants.services.authority import require_admin
from tenants.services.inputs import read_name, read_reason, read_slug, read_time_zone
from tenants.services.invitations import invite_as

_CALLED = {"name": "name", "time_zone": "time zone"}


def create_client(
    *, slug: str, name: str, time_zone: str, actor: Actor = PLATFORM
) -> Client:
    """Create a client and return it."""
    client_id = uuid7()
    with client_scope(client_id, actor=actor, reason="Client created"):
        client = _saved(client_id, slug=slug, name=name, time_zone=time_zone)
        _record(TenantEvent.CLIENT_CREATED, client)
    return client


def found_client(  # noqa: PLR0913 - all that a new client needs
    *,
    name: str,
    slug: str,
    time_zone: str,
    admin_name: str,
    admin_email: str,
    lead: User,
    reason: str,
) -> tuple[Client, Invitation]:
    """Create a client, invite its first admin, and return both.

    Raises:
        NotAllowed: the person is no governance lead.
        Invalid: something that was typed is not acceptable; the field is named.
        Conflict: another client has this short name.
    """
    if not lead.is_staff:
        raise NotAllowed("Only a governance lead can create a client.")
    words = read_reason(reason)
    client_id = uuid7()
    with client_scope(client_id, actor=person(lead), reason=words):
        client = _saved(
            client_id,
            slug=read_slug(slug),
            name=read_name(name, field="name"),
            time_zone=read_time_zone(time_zone),
        )
        _record(TenantEvent.CLIENT_FOUNDED, client, reason=words)
        invitation = invite_as(
            lead,
            name=read_name(admin_name, field="admin_name"),
            email=admin_email,
            role=Role.ADMIN,
            field="admin_email",
        )
    return client, invitation


def change_client(*, name: str, time_zone: str, by: Membership) -> None:
    """Give the scope's client another name or time zone.

    Limits and hours are read in the new zone from the next decision on.

    Raises:
        NotAllowed: the person is no admin of it.
        Invalid: what was typed is not acceptable; the field is named.
        Conflict: nothing would be different.
    """
    require_admin(by)
    client = Client.objects.get()
    wanted = {
        "name": read_name(name, field="name"),
        "time_zone": read_time_zone(time_zone),
    }
    changes = [
        f"its {_CALLED[field]} from {getattr(client, field)} to {value}"
        for field, value in wanted.items()
        if getattr(client, field) != value
    ]
    if not changes:
        raise Conflict("Nothing is different.")
    client.name, client.time_zone = wanted["name"], wanted["time_zone"]
    client.save(update_fields=["name", "time_zone"])
    record(
        Happening(
            event=TenantEvent.CLIENT_CHANGED,
            subject_type="client",
            subject_id=client.id,
            params={"changes": " and ".join(changes)},
        )
    )


def _saved(client_id: UUID, *, slug: str, name: str, time_zone: str) -> Client:
    client = Client(id=client_id, slug=slug, name=name, time_zone=time_zone)
    client.created_at = database_now()
    try:
        # Within a savepoint: of other clients nothing can be seen, only hit.
        with transaction.atomic():
            client.save(force_insert=True)
    except IntegrityError as error:
        told = f"There is a client with the short name {slug}: choose another."
        raise Conflict(told, field="slug") from error
    return client


def _record(event: TenantEvent, client: Client, **private: str) -> None:
    record(
        Happening(
            event=event,
            subject_type="client",
            subject_id=client.id,
            params={"client": client.name},
            private=private,
        )
    )
