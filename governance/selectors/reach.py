"""Reads: who is reached as what, when something is told about an agent."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Q

from agents.models import OwnerRole
from agents.selectors import answering, holding
from governance.escalation import Place, Step, Target
from tenants.models import Membership, Role
from tenants.selectors.seats import eligible, seats_in


def reached(target: Target, *, agent: UUID | None) -> Iterable[Membership]:
    """Return who is there now as what a target says; of an agent, where it needs one.

    Nobody where it stands for people whom only what is told can name.
    """
    match target.place:
        case Place.TEAM:
            return eligible(seats_in([target.id] if target.id else []), barred=())
        case Place.PERSON:
            return _working(Q(id=target.id))
        case Place.ADMIN:
            return _working(Q(role=Role.ADMIN))
        case Place.OWNER | Place.DEPUTY if agent is not None:
            return _holders(agent, target.place)
        case _:
            return ()


def each_once(
    step: Step, reach: Callable[[Target], Iterable[Membership]]
) -> dict[Membership, Place]:
    """Return whom a step reaches as what: each person once, in their first place."""
    found: dict[Membership, Place] = {}
    for target in step.whom:
        for person in reach(target):
            found.setdefault(person, target.place)
    return found


def _holders(agent: UUID, place: Place) -> list[Membership]:
    own = answering() if place is Place.OWNER else holding(role=OwnerRole.DEPUTY)
    held = own.filter(agent_id=agent).select_related("membership__user")
    return [one.membership for one in held]


def _working(wanted: Q) -> Iterable[Membership]:
    people = Membership.objects.filter(wanted, is_active=True, user__is_active=True)
    return people.select_related("user").order_by("id")
