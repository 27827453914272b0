"""Reads: whose key this is, who answers for an agent, what it can do."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from agents import keys, secrets
from agents.models import ActionType, Agent, OwnerRole, Ownership, Runner
from tenants.clock import RemitNow
from tenants.errors import NotFound
from tenants.scoping import Actor, ActorKind

# Compared with when no key has the prefix, so that the answer takes as long.
_NOBODY = bytes(32)


@dataclass(frozen=True, slots=True)
class Caller:
    """The agent behind a key, known before any scope is open."""

    client_id: UUID
    agent_id: UUID
    name: str

    @property
    def actor(self) -> Actor:
        """Return the actor that this agent is."""
        return Actor(kind=ActorKind.AGENT, id=self.agent_id, label=self.name)


def caller_for_key(text: str) -> Caller | None:
    """Return the agent whose live key this is, or None. One query, by prefix."""
    prefix = keys.prefix_of(text)
    if prefix is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM remit_resolve_key(%s)", [prefix])
        row = cursor.fetchone()
    digest = bytes(row[3]) if row else _NOBODY
    if not keys.matches(text, digest=digest, pepper=settings.KEY_PEPPER):
        return None
    return Caller(client_id=row[0], agent_id=row[1], name=row[2]) if row else None


def agent_by_id(agent_id: UUID) -> Agent:
    """Return an agent of the scope's client.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    agent = Agent.objects.filter(id=agent_id).first()
    if agent is None:
        raise NotFound("There is no such agent.")
    return agent


def ownerships(agent: Agent) -> list[Ownership]:
    """Return who answers or answered for an agent, newest first."""
    rows = Ownership.objects.filter(agent=agent)
    return list(rows.select_related("membership__user").order_by("-named_at", "-id"))


def accountable(
    agent_id: UUID,
    *,
    role: OwnerRole = OwnerRole.OWNER,
    at: datetime | None = None,
) -> Ownership | None:
    """Return who answered for the agent at a moment (default: the database's now).

    None when nobody had accepted, or the person no longer works at the client.
    """
    rows = answering(role=role, at=at).filter(agent_id=agent_id)
    return rows.select_related("membership__user").first()


def answering(
    *, role: OwnerRole = OwnerRole.OWNER, at: datetime | None = None
) -> QuerySet[Ownership]:
    """Return who answers for which agents at a moment (default: the database's now)."""
    moment = RemitNow() if at is None else at
    rows = Ownership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=moment),
        role=role,
        accepted_at__lte=moment,
        membership__is_active=True,
    )
    return rows.order_by("-accepted_at")


def ownership_by_id(ownership_id: UUID) -> Ownership:
    """Return one naming of an owner or deputy.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Ownership.objects.select_related("agent", "membership__user")
    found = rows.filter(id=ownership_id).first()
    if found is None:
        raise NotFound("There is no such page.")
    return found


def current_action_types() -> list[ActionType]:
    """Return the newest version of each action type of the scope's client, by name."""
    rows = ActionType.objects.select_related("runner")
    return list(rows.order_by("name", "-version").distinct("name"))


def current_action_type(name: str) -> ActionType | None:
    """Return the newest version of an action type, or None if it is not declared."""
    rows = ActionType.objects.select_related("runner").filter(name=name)
    return rows.order_by("-version").first()


def runner_secret(runner: Runner) -> str:
    """Return the secret with which requests to this runner are signed."""
    if not runner.sealed_secret:
        return ""
    return secrets.unseal(
        bytes(runner.sealed_secret),
        key=settings.FIELD_KEY,
        bound_to=secret_binding(runner),
    )


def secret_binding(runner: Runner) -> str:
    """Return what a runner's secret is bound to: its client, table, row and field."""
    return f"{runner.client_id}|agents_runner|{runner.id}|secret"
