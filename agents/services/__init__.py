"""Writes: registering agents, naming who answers for them, declaring actions."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from agents import keys
from agents.models import Agent, AgentKey, OwnerRole, Ownership
from agents.selectors import answering
from agents.services.connections import connect_runner
from agents.services.declaring import publish_action_type
from agents.services.hosts import allow_host
from audit.events import Event
from audit.ledger import Circumstances, Target, record
from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.models import Membership
from tenants.scoping import current_actor

__all__ = [
    "accept_ownership",
    "allow_host",
    "connect_runner",
    "issue_key",
    "name_owner",
    "publish_action_type",
    "register_agent",
]

DUTY = (
    "I answer for what {agent} does. I know its boundaries, I am told when it "
    "stops, and I decide what happens then, or I hand this over to somebody who does."
)


def register_agent(*, name: str, purpose: str) -> Agent:
    """Register an agent and return it. Nobody answers for it yet, so it may not act."""
    agent = Agent(name=name, purpose=purpose, registered_at=database_now())
    agent.save(force_insert=True)
    _record(Event.AGENT_REGISTERED, agent)
    return agent


def name_owner(*, agent: Agent, membership: Membership, role: OwnerRole) -> Ownership:
    """Name somebody owner or deputy of an agent; that person has yet to accept."""
    ownership = Ownership(
        agent=agent,
        membership=membership,
        role=role,
        named_at=database_now(),
        duty=DUTY.format(agent=agent.name),
    )
    ownership.save(force_insert=True)
    _record(
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
        Conflict: it has been accepted before, or somebody else holds the place.
    """
    if current_actor().id != ownership.membership.user_id:
        raise NotAllowed("Only the person named can accept.")
    if ownership.accepted_at is not None:
        raise Conflict("This has been accepted before.")
    held = answering(role=OwnerRole(ownership.role)).filter(agent=ownership.agent)
    if (holder := held.select_related("membership__user").first()) is not None:
        name = holder.membership.user.name
        raise Conflict(f"{name} answers for it: that has to end first.")
    ownership.accepted_at = database_now()
    ownership.save(update_fields=["accepted_at"])
    role = OwnerRole(ownership.role)
    _record(Event.OWNER_ACCEPTED, ownership.agent, params={"role": role.label})


def issue_key(*, agent: Agent, expires_at: datetime | None = None) -> str:
    """Issue a key and return its text, which is not kept and cannot be shown again."""
    minted = keys.mint(pepper=settings.KEY_PEPPER)
    AgentKey(
        agent=agent,
        prefix=minted.prefix,
        digest=minted.digest,
        issued_at=database_now(),
        expires_at=expires_at,
    ).save(force_insert=True)
    _record(Event.AGENT_KEY_ISSUED, agent, params={"prefix": minted.prefix})
    return minted.text


def _record(
    event: Event,
    agent: Agent,
    *,
    params: Mapping[str, str] | None = None,
    private: Mapping[str, str] | None = None,
) -> None:
    record(
        event,
        target=Target("agent", agent.id),
        params={"agent": agent.name, **(params or {})},
        private=private,
        where=Circumstances(agent=agent.id),
    )
