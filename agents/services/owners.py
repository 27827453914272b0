"""Writes: who answers for an agent, as named and as accepted."""

from agents.models import Agent, OwnerRole, Ownership
from agents.selectors import agent_by_id, answering, ownership_by_id
from agents.services.telling import tell
from audit.events import Event
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid, NotAllowed
from tenants.models import Membership
from tenants.scoping import current_actor

DUTY = (
    "I answer for what {agent} does. I know its boundaries, I am told when it "
    "stops, and I decide what happens then, or I hand this over to somebody who does."
)


def name_owner(*, agent: Agent, membership: Membership, role: OwnerRole) -> Ownership:
    """Name somebody owner or deputy of an agent; that person has yet to accept.

    Raises:
        Invalid: the person does not work here any more.
        Conflict: the person has been named so, or answers for it.
    """
    if not membership.is_active:
        raise Invalid("This person does not work here any more.", field="person")
    # Of two who name the same person at once, one comes second.
    agent = agent_by_id(agent.id, lock=True)
    _check_new(agent, membership, role)
    ownership = Ownership(
        agent=agent,
        membership=membership,
        role=role,
        named_at=database_now(),
        duty=DUTY.format(agent=agent.name),
    )
    ownership.save(force_insert=True)
    tell(
        Event.OWNER_NAMED,
        agent,
        params={"role": role.label},
        private={"owner": membership.user.name},
    )
    return ownership


def accept_ownership(ownership: Ownership) -> None:
    """Accept, as the person named and nobody else, to answer for the agent.

    Raises:
        NotAllowed: the scope's actor is not the person named.
        Conflict: it has been accepted or withdrawn before, or somebody else holds
            the place.
    """
    if current_actor().id != ownership.membership.user_id:
        raise NotAllowed("Only the person named can accept.")
    ownership = ownership_by_id(ownership.id, lock=True)
    _check_open(ownership)
    held = answering(role=OwnerRole(ownership.role)).filter(agent=ownership.agent)
    if (holder := held.select_related("membership__user").first()) is not None:
        name = holder.membership.user.name
        raise Conflict(f"{name} answers for it: that has to end first.")
    ownership.accepted_at = database_now()
    ownership.save(update_fields=["accepted_at"])
    role = OwnerRole(ownership.role)
    tell(Event.OWNER_ACCEPTED, ownership.agent, params={"role": role.label})


def withdraw_naming(ownership: Ownership) -> None:
    """Take back that somebody was named, while that person has not accepted.

    Raises:
        Conflict: it has been accepted or withdrawn before.
    """
    ownership = ownership_by_id(ownership.id, lock=True)
    _check_open(ownership)
    ownership.until = database_now()
    ownership.save(update_fields=["until"])
    tell(
        Event.OWNER_WITHDRAWN,
        ownership.agent,
        params={"role": OwnerRole(ownership.role).label},
        private={"owner": ownership.membership.user.name},
    )


def _check_new(agent: Agent, membership: Membership, role: OwnerRole) -> None:
    name = membership.user.name
    mine = Ownership.objects.filter(agent=agent, membership=membership, role=role)
    if mine.filter(accepted_at__isnull=True, until__isnull=True).exists():
        told = f"{name} has been named {role.label} and has yet to accept."
        raise Conflict(told, field="person")
    if answering(role=role).filter(agent=agent, membership=membership).exists():
        raise Conflict(f"{name} is {role.label} of {agent.name}.", field="person")


def _check_open(ownership: Ownership) -> None:
    if ownership.accepted_at is not None:
        raise Conflict("This has been accepted before.")
    if ownership.until is not None:
        raise Conflict("This has been withdrawn.")
