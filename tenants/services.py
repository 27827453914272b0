"""Writes: clients, the people who work there, and their groups."""

from uuid import UUID

from django.db import transaction

from tenants.clock import database_now
from tenants.identifiers import uuid7
from tenants.models import Client, Group, GroupMember, Membership, Role, User
from tenants.recording import Happening, TenantEvent, record
from tenants.scoping import PLATFORM, Actor, client_scope


def create_client(
    *, slug: str, name: str, time_zone: str, actor: Actor = PLATFORM
) -> Client:
    """Create a client and return it."""
    client_id = uuid7()
    with client_scope(client_id, actor=actor, reason="Client created"):
        client = Client(id=client_id, slug=slug, name=name, time_zone=time_zone)
        client.created_at = database_now()
        client.save(force_insert=True)
        record(
            Happening(
                event=TenantEvent.CLIENT_CREATED,
                subject_type="client",
                subject_id=client_id,
                params={"client": name},
            )
        )
    return client


def create_user(*, email: str, name: str, password: str) -> User:
    """Create a person's account and return it. Belongs to no client."""
    user = User(email=email, name=name)
    user.set_password(password)
    user.save(force_insert=True)
    return user


def create_governance_lead(*, email: str, name: str, password: str) -> User:
    """Create the account of a governance lead and return it.

    By the database's owner: a trigger refuses the application's role, which must
    not be able to give itself the sight of all clients.
    """
    user = User(email=email, name=name, is_governance_lead=True)
    user.set_password(password)
    user.save(force_insert=True, using="owner")
    return user


def add_person(*, user: User, role: Role) -> Membership:
    """Give a person a role at the scope's client and return the membership."""
    membership = Membership(user=user, role=role, joined_at=database_now())
    membership.save(force_insert=True)
    record(
        Happening(
            event=TenantEvent.PERSON_ADDED,
            subject_type="membership",
            subject_id=membership.id,
            params={"role": role.label},
            private={"person": user.name},
        )
    )
    return membership


def create_group(*, name: str) -> Group:
    """Create a group at the scope's client and return it."""
    group = Group(name=name)
    group.save(force_insert=True)
    return group


def join_group(*, membership: Membership, group: Group) -> None:
    """Make a person a member of a group."""
    GroupMember(group=group, membership=membership).save(force_insert=True)
    record(
        Happening(
            event=TenantEvent.PERSON_JOINED_GROUP,
            subject_type="membership",
            subject_id=membership.id,
            params={"group": group.name},
            private={"person": membership.user.name},
        )
    )


def enter_client(*, client_id: UUID, lead: Actor, page: str) -> None:
    """Write on a client's own record that a governance lead looked at it."""
    with transaction.atomic(), client_scope(client_id, actor=lead):
        record(
            Happening(
                event=TenantEvent.CLIENT_ENTERED,
                subject_type="client",
                subject_id=client_id,
                params={"page": page},
            )
        )
