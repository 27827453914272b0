"""Whose key this is, known before any scope is open."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection

from agents import keys
from agents.models import Agent
from agents.rates import Bucket
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

    @property
    def agent(self) -> Agent:
        """Return the agent as far as it is known; the rest costs a query."""
        known = {"id": self.agent_id, "client_id": self.client_id, "name": self.name}
        return Agent.from_db(DEFAULT_DB_ALIAS, list(known), list(known.values()))


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
