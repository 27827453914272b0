"""Reads: whose key this is, who answers for an agent, what it can do."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from agents import keys, secrets
from agents.models import (
    ActionType,
    Agent,
    AgentKey,
    OwnerRole,
    Ownership,
    Runner,
)
from agents.rates import Bucket
from tenants.clock import RemitNow
from tenants.errors import NotFound
from tenants.scoping import Actor, ActorKind


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


class TooOften(Exception):  # noqa: N818 - reads as what happened
    """The key has used up its allowance; more comes after ``wait``."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"too many calls with this key: wait {wait}")
        self.wait = wait


def caller_for_key(text: str, *, bucket: Bucket) -> Caller | None:
    """Return the agent whose live key this is, or None; counts the call. One query.

    Raises:
        TooOften: the key's allowance in this bucket is used up.
    """
    prefix = keys.prefix_of(text)
    if prefix is None:
        return None
    # The database may compare digests: under the pepper, nobody can aim at one.
    proof = keys.digest_of(text, pepper=settings.KEY_PEPPER)
    asked: list[Any] = [prefix, proof, bucket.name, bucket.pace, bucket.burst]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM remit_admit_key(%s, %s, %s, %s, %s)", asked)
        row = cursor.fetchone()
    if row is None:
        return None
    client_id, agent_id, name, wait = row
    if wait is not None:
        raise TooOften(wait)
    return Caller(client_id=client_id, agent_id=agent_id, name=name)


def agent_by_id(agent_id: UUID) -> Agent:
    """Return an agent of the scope's client.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    agent = Agent.objects.filter(id=agent_id).first()
    if agent is None:
        raise NotFound("There is no such agent.")
    return agent


def locked_agent(agent_id: UUID) -> Agent:
    """Return an agent, and hold it until commit against who decides about it too.

    Its runs and actions go on: they only refer to it.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Agent.objects.select_for_update(no_key=True)
    agent = rows.filter(id=agent_id).first()
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


def locked_ownership(ownership_id: UUID) -> Ownership:
    """Return one naming as it is now, and hold it until commit.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Ownership.objects.select_related("agent", "membership__user")
    found = rows.select_for_update(of=("self",)).filter(id=ownership_id).first()
    if found is None:
        raise NotFound("There is no such page.")
    return found


def keys_of(agent: Agent) -> list[AgentKey]:
    """Return all keys that an agent was ever issued, newest first."""
    rows = AgentKey.objects.filter(agent=agent)
    people = rows.select_related("issued_by__user", "revoked_by__user")
    return list(people.order_by("-issued_at", "-id"))


def live_keys(agent: Agent) -> list[AgentKey]:
    """Return the keys with which an agent can call now, newest first; two at most."""
    rows = AgentKey.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=RemitNow()),
        agent=agent,
        revoked_at__isnull=True,
    )
    return list(rows.order_by("-issued_at", "-id"))


def key_by_id(key_id: UUID) -> AgentKey:
    """Return a key.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    key = AgentKey.objects.select_related("agent").filter(id=key_id).first()
    if key is None:
        raise NotFound("There is no such page.")
    return key


def locked_key(key_id: UUID) -> AgentKey:
    """Return a key as it is now, and hold it until commit.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = AgentKey.objects.select_related("agent").select_for_update(of=("self",))
    key = rows.filter(id=key_id).first()
    if key is None:
        raise NotFound("There is no such page.")
    return key


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
