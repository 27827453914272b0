"""The keys that agents were issued."""

from uuid import UUID

from django.db.models import Q

from agents.models import Agent, AgentKey
from tenants.clock import RemitNow
from tenants.errors import NotFound


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


def key_by_id(key_id: UUID, *, lock: bool = False) -> AgentKey:
    """Return a key; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = AgentKey.objects.select_related("agent")
    if lock:
        rows = rows.select_for_update(of=("self",))
    key = rows.filter(id=key_id).first()
    if key is None:
        raise NotFound("There is no such page.")
    return key
