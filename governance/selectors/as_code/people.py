"""Who works at a client, as its file has them."""

from dataclasses import dataclass
from typing import Any

from tenants.models import Membership, Role
from tenants.selectors import groups_by_name, members, memberships_in, open_invitations


@dataclass(frozen=True, slots=True)
class People:
    """The people of a client, and in which state each is, by e-mail."""

    written: list[dict[str, Any]]
    groups: list[str]
    active: frozenset[str]
    invited: frozenset[str]
    suspended: frozenset[str]
    admins: int


def people_here() -> People:
    """Return who works here, is on the way, or is suspended. Costs four queries."""
    everybody, groups = members(), groups_by_name()
    inside = memberships_in()
    active = [one for one in everybody if one.is_active]
    invited = open_invitations()
    of = {
        one.id: sorted(group.name for group in groups if one in inside[group.id])
        for one in active
    }
    written = [_person(one, of[one.id]) for one in active]
    written += [
        {"email": one.email.lower(), "name": one.name, "role": one.role, "groups": []}
        for one in invited
    ]
    return People(
        written=sorted(written, key=lambda one: str(one["email"])),
        groups=sorted(group.name for group in groups),
        active=frozenset(_mail(one) for one in active),
        invited=frozenset(one.email.lower() for one in invited),
        suspended=frozenset(_mail(one) for one in everybody if not one.is_active),
        admins=sum(one.role == Role.ADMIN for one in active),
    )


def _person(membership: Membership, groups: list[str]) -> dict[str, Any]:
    return {
        "email": _mail(membership),
        "name": membership.user.name,
        "role": membership.role,
        "groups": groups,
    }


def _mail(membership: Membership) -> str:
    return membership.user.email.lower()
