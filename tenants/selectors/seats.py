"""Who answers for a group now: each member's place, held by them or by a delegate.

The one place that says so. A member who has delegated is not asked meanwhile, and
whoever holds several places is still one person, who answers once.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from tenants.clock import RemitNow
from tenants.errors import NotFound
from tenants.models import Delegation, GroupMember, Membership


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's place in a group, and who holds it now."""

    group_id: UUID
    member: Membership
    holder: Membership

    @property
    def is_delegated(self) -> bool:
        """Whether somebody else than the member holds it."""
        return self.holder.id != self.member.id

    def is_barred(self, barred: Collection[UUID]) -> bool:
        """Whether holder or member is: a place is not handed on to get around that."""
        return self.holder.id in barred or self.member.id in barred


def seats_in(groups: Collection[UUID]) -> list[Seat]:
    """Return the places of groups and who holds them, by name. Two queries."""
    rows = GroupMember.objects.filter(group__in=groups, membership__is_active=True)
    found = list(
        rows.select_related("membership__user").order_by("membership__user__name", "id")
    )
    to = {one.membership_id: one.to for one in _live().select_related("to__user")}
    return [
        Seat(one.group_id, one.membership, to.get(one.membership_id, one.membership))
        for one in found
    ]


def held_by(membership: Membership) -> list[UUID]:
    """Return whose places somebody holds now, their own among them. One query."""
    mine = _live().filter(Q(membership=membership) | Q(to=membership))
    found = list(mine.values_list("membership_id", "membership__is_active"))
    others = [one for one, active in found if one != membership.id and active]
    gone = any(one == membership.id for one, _ in found)
    return others if gone else [membership.id, *others]


def holds_for_another(membership: Membership) -> bool:
    """Return whether somebody has delegated to this person, now."""
    return _live().filter(to=membership).exists()


def delegations_of(membership: Membership) -> list[Delegation]:
    """Return a person's delegations that are not over, the next one first."""
    rows = Delegation.objects.filter(
        membership=membership, withdrawn_at__isnull=True, until__gt=RemitNow()
    )
    return list(rows.select_related("to__user").order_by("since", "id"))


def delegation_by_id(delegation_id: UUID, *, lock: bool = False) -> Delegation:
    """Return one delegation, locked until the commit if asked.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Delegation.objects.select_related("membership__user", "to__user")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(id=delegation_id).first()
    if found is None:
        raise NotFound("There is no such delegation.")
    return found


def eligible(seats: Iterable[Seat], *, barred: Collection[UUID]) -> list[Membership]:
    """Return who can answer from these places, each once, but for who is barred."""
    found = {one.holder.id: one.holder for one in seats if not one.is_barred(barred)}
    return sorted(found.values(), key=lambda one: (one.user.name, str(one.id)))


def delegated_by(
    holder: Membership, *, seats: Iterable[Seat], barred: Collection[UUID]
) -> Membership | None:
    """Return in whose place somebody answers; None: in their own, if they have one."""
    usable = [
        one for one in seats if one.holder.id == holder.id and not one.is_barred(barred)
    ]
    if not usable or any(not one.is_delegated for one in usable):
        return None
    return usable[0].member


def _live() -> QuerySet[Delegation]:
    now = RemitNow()
    return Delegation.objects.filter(
        withdrawn_at__isnull=True, since__lte=now, until__gt=now, to__is_active=True
    )
