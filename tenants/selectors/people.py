"""Who works at the scope's client, and in which groups."""

from collections import defaultdict
from uuid import UUID

from tenants.errors import NotFound
from tenants.models import Group, GroupMember, Membership


def members() -> list[Membership]:
    """Return everybody, suspended people too, by name, each with the account."""
    rows = Membership.objects.select_related("user")
    return list(rows.order_by("-is_active", "user__name", "id"))


def member_by_id(membership_id: UUID) -> Membership:
    """Return one person's membership, active or not.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Membership.objects.select_related("user")
    found = rows.filter(id=membership_id).first()
    if found is None:
        raise NotFound("There is no such person.")
    return found


def groups_by_name() -> list[Group]:
    """Return the groups, by name."""
    return list(Group.objects.order_by("name", "id"))


def group_by_id(group_id: UUID) -> Group:
    """Return one group.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    found = Group.objects.filter(id=group_id).first()
    if found is None:
        raise NotFound("There is no such group.")
    return found


def memberships_in() -> dict[UUID, list[Membership]]:
    """Return who is in each group, by the group's id; suspended people too."""
    rows = GroupMember.objects.select_related("membership__user")
    found: dict[UUID, list[Membership]] = defaultdict(list)
    for row in rows.order_by("membership__user__name", "id"):
        found[row.group_id].append(row.membership)
    return found
