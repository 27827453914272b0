"""Groups: people of a client who answer the same checkpoints."""

from django.db import IntegrityError, transaction

from tenants.errors import Conflict
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
    """Give a group another name. Whether a rule asks it by the old one is not seen here.

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


def leave_group(*, membership: Membership, group: Group) -> None:
    """Take a person out of a group.

    Raises:
        Conflict: the person is not in it.
    """
    rows = GroupMember.objects.select_for_update()
    row = rows.filter(group=group, membership=membership).first()
    if row is None:
        raise Conflict(f"{membership.user.name} is not in {group.name}.")
    row.delete()
    _record_member(TenantEvent.PERSON_LEFT_GROUP, membership, group)


def _save(group: Group, *, insert: bool) -> None:
    try:
        with transaction.atomic():
            group.save(force_insert=insert)
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
