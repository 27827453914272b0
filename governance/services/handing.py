"""Who sees to a run that stopped: as its step says, or who answers for the agent."""

from typing import cast
from uuid import UUID

from agents.models import OwnerRole
from agents.selectors import accountable, owner_of_record
from governance.models import Run
from governance.procedure import Actor, ActorKind, OnHalt
from tenants.models import GroupMember, Membership, Role


def whoever_sees_to(run: Run, on_halt: OnHalt | None) -> Membership:
    """Return who has to see to a run that stopped; somebody in any case.

    Whoever the step names, of a group who has been in it longest. Where that is
    nobody who works here now: who answers for the agent, its deputy, who answered when
    the run began, or an admin.
    """
    named = _named(run, on_halt.who) if on_halt and on_halt.who else None
    return named or _responsible(run)


def whoever_answers(agent_id: UUID | None) -> Membership:
    """Return who answers for an agent now, or its deputy, or the eldest admin.

    Somebody in any case: a client has at least the person that it began with.
    """
    found = _of_agent(agent_id) if agent_id else None
    if found is not None:
        return found
    people = Membership.objects.order_by("joined_at", "id").select_related("user")
    admin = people.filter(role=Role.ADMIN, is_active=True).first()
    return admin or people.filter(is_active=True).first() or people[0]


def _named(run: Run, who: Actor) -> Membership | None:
    match who.kind:
        case ActorKind.OWNER:
            return _holder(run.agent_id, OwnerRole.OWNER)
        case ActorKind.DEPUTY:
            return _holder(run.agent_id, OwnerRole.DEPUTY)
        case ActorKind.GROUP:
            places = GroupMember.objects.filter(
                group__name=who.name, membership__is_active=True
            )
            first = places.select_related("membership__user").order_by("id").first()
            return first.membership if first else None
        case ActorKind.PERSON:
            rows = Membership.objects.filter(user__email=who.name)
            return rows.filter(is_active=True).first()


def _of_agent(agent_id: UUID) -> Membership | None:
    return _holder(agent_id, OwnerRole.OWNER) or _holder(agent_id, OwnerRole.DEPUTY)


def _holder(agent_id: UUID, role: OwnerRole) -> Membership | None:
    if role is OwnerRole.OWNER:
        found = accountable(agent_id)
    else:
        found = owner_of_record(agent_id, role=role)
    return None if found is None else cast("Membership", found.membership)


def _responsible(run: Run) -> Membership:
    found = _of_agent(run.agent_id)
    if found is not None:
        return found
    then: Membership = run.ownership.membership
    if then.is_active:
        return then
    admins = Membership.objects.filter(role=Role.ADMIN, is_active=True)
    return admins.order_by("joined_at").first() or then
