"""Groups: people of a client who answer the same checkpoints."""

from typing import Any

from django.db import IntegrityError, transaction

from tenants.errors import Conflict
from tenants.following import tell_followers
from tenants.models import Group, GroupMember, Membership
from tenants.recording import Happening, TenantEvent, record
from tenants.services.inputs import read_name

_LONGEST_NAME = 80


def create_group(*, name: str) -> Group:
    """Create a group at the scope's client and return it.

    Raises:
        Invalid: the name is not acceptable.
        Conflict: another group has it.
    """
    group = Group(name=read_name(name, field="name", longest=_LONGEST_NAME))
    _save(group, insert=True)
    _record_group(TenantEvent.GROUP_CREATED, group)
    return group


def rename_group(group: Group, *, name: str) -> None:
    """Give a group another name. A rule may ask it by the old one.

    Raises:
        Invalid: the name is not acceptable.
        Conflict: it has this name, or another group has.
    """
    locked = Group.objects.select_for_update().get(id=group.id)
    before = locked.name
    locked.name = read_name(name, field="name", longest=_LONGEST_NAME)
    if locked.name == before:
        raise Conflict(f"It is called {before}.", field="name")
    _save(locked, insert=False)
    _record_group(TenantEvent.GROUP_RENAMED, locked, before=before)
    tell_followers()


def join_group(*, membership: Membership, group: Group) -> None:
    """Make a person a member of a group.

    Raises:
        Conflict: the person is a member.
    """
    row = GroupMember(group=group, membership=membership)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(f"{membership.user.name} is in {group.name}.") from error
    _record_member(TenantEvent.PERSON_JOINED_GROUP, membership, group)
    tell_followers()


def leave_group(*, membership: Membership, group: Group) -> None:
    """Take a person out of a group.

    Raises:
        Conflict: the person is not in it.
    """
    row = GroupMember.objects.filter(group=group, membership=membership).first()
    # Somebody else may be doing the same: whoever deletes nothing was too late.
    if row is None or not row.delete()[0]:
        raise Conflict(f"{membership.user.name} is not in {group.name}.")
    _record_member(TenantEvent.PERSON_LEFT_GROUP, membership, group)
    tell_followers()


def _save(group: Group, *, insert: bool) -> None:
    changed: dict[str, Any] = (
        {"force_insert": True} if insert else {"update_fields": ["name"]}
    )
    try:
        with transaction.atomic():
            group.save(**changed)
    except IntegrityError as error:
        told = f"There is a group called {group.name}."
        raise Conflict(told, field="name") from error


def _record_group(event: TenantEvent, group: Group, **more: str) -> None:
    record(
        Happening(
            event=event,
            subject_type="group",
            subject_id=group.id,
            params={"group": group.name, **more},
        )
    )


def _record_member(event: TenantEvent, membership: Membership, group: Group) -> None:
    record(
        Happening(
            event=event,
            subject_type="membership",
            subject_id=membership.id,
            params={"group": group.name},
            private={"person": membership.user.name},
        )
    )
