"""Agents, and who answers for them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from agents.models import Agent, OwnerRole, Ownership
from tenants.clock import RemitNow
from tenants.errors import NotFound
from tenants.models.ready import Asked, Ready


def count_agents() -> int:
    """Return how many agents the scope's client has registered."""
    return Agent.objects.count()


def agent_by_id(agent_id: UUID, *, lock: bool = False) -> Agent:
    """Return an agent of the scope's client; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    # Its runs and actions go on: they only refer to it.
    rows = Agent.objects.select_for_update(no_key=True) if lock else Agent.objects.all()
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


def ask_accountable(agent_id: UUID) -> Asked[Ownership]:
    """Put off asking who answers for the agent by the database's clock."""
    return _accountable_now.ask(agent=agent_id)


@Ready
def _accountable_now(agent: UUID) -> QuerySet[Ownership]:
    rows = answering().filter(agent_id=agent)
    return rows.select_related("membership__user")[:1]


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


def owner_of_record(
    agent_id: UUID, *, role: OwnerRole = OwnerRole.OWNER
) -> Ownership | None:
    """Return who has accepted a place and still holds it, present or away."""
    rows = holding(role=role).filter(agent_id=agent_id)
    return rows.select_related("membership__user").first()


def holding(*, role: OwnerRole = OwnerRole.OWNER) -> QuerySet[Ownership]:
    """Return who holds the place of which agents by the database's clock."""
    return Ownership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=RemitNow()),
        role=role,
        accepted_at__isnull=False,
        membership__is_active=True,
    )


def ownership_by_id(ownership_id: UUID, *, lock: bool = False) -> Ownership:
    """Return one naming of an owner or deputy; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Ownership.objects.select_related("agent", "membership__user")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(id=ownership_id).first()
    if found is None:
        raise NotFound("There is no such page.")
    return found
