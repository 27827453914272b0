"""Writes: registering agents, naming who answers for them, declaring actions."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from agents import keys, secrets
from agents.declarations import Declaration, check_effect
from agents.models import (
    ActionType,
    Agent,
    AgentKey,
    OwnerRole,
    Ownership,
    Runner,
    RunnerKind,
)
from agents.schemas import check_schema
from agents.selectors import answering, secret_binding
from audit.events import Event
from audit.ledger import Circumstances, Target, record
from tenants.clock import database_now
from tenants.errors import Conflict, NotAllowed
from tenants.models import Membership
from tenants.scoping import current_actor

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


def connect_runner(
    *, name: str, kind: RunnerKind, url: str = "", secret: str = "", timeout: int = 10
) -> Runner:
    """Connect a runner and return it; ``timeout`` in seconds. The secret is sealed."""
    runner = Runner(name=name, kind=kind, url=url, timeout_seconds=timeout)
    if secret:
        bound_to = secret_binding(runner)
        runner.sealed_secret = secrets.seal(
            secret, key=settings.FIELD_KEY, bound_to=bound_to
        )
    runner.save(force_insert=True)
    record(
        Event.RUNNER_CONNECTED,
        target=Target("runner", runner.id),
        params={"runner": name, "destination": url or kind.label},
    )
    return runner


def publish_action_type(
    declaration: Declaration, *, runner: Runner | None
) -> ActionType:
    """Publish the next version of an action type and return it.

    ``runner`` is how the platform carries it out, or asks about it; an agent that
    carries it out by itself needs none.

    Raises:
        Invalid: the schema is no JSON Schema (draft 2020-12) or an unbounded one, or
            what it says of its effect does not fit together; the field is named.
    """
    check_schema(declaration.schema)
    check_effect(declaration, runner)
    last = ActionType.objects.filter(name=declaration.name).order_by("-version").first()
    action_type = ActionType(
        name=declaration.name,
        version=last.version + 1 if last else 1,
        title=declaration.title,
        phrase=declaration.phrase,
        schema=dict(declaration.schema),
        lookups=dict(declaration.lookups),
        effect_class=declaration.effect_class,
        reversibility=declaration.reversibility,
        performer=declaration.performer,
        runner=runner,
        probe=dict(declaration.probe),
        repeat_seconds=declaration.repeat_seconds,
        permit_seconds=declaration.permit_seconds,
        published_at=database_now(),
    )
    action_type.save(force_insert=True)
    record(
        Event.ACTION_TYPE_PUBLISHED,
        target=Target("action_type", action_type.id),
        params={"action": action_type.name, "version": str(action_type.version)},
    )
    return action_type


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
