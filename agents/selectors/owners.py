"""Agents, and who answers for them."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from agents.models import Absence, Accountability, Agent, OwnerRole, Ownership
from tenants.clock import RemitNow
from tenants.errors import NotFound
from tenants.models import Membership
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


def accountable(agent_id: UUID, *, at: datetime | None = None) -> Ownership | None:
    """Return who answered for the agent at a moment (default: the database's now).

    The owner, or the deputy while the owner was away; None when nobody did.
    """
    rows = answering(at=at).filter(agent_id=agent_id)
    return rows.select_related("membership__user").first()


def ask_accountable(agent_id: UUID) -> Asked[Ownership]:
    """Put off asking who answers for the agent by the database's clock."""
    return _accountable_now.ask(agent=agent_id)


@Ready
def _accountable_now(agent: UUID) -> QuerySet[Ownership]:
    rows = answering().filter(agent_id=agent)
    return rows.select_related("membership__user")[:1]


def answering(*, at: datetime | None = None) -> QuerySet[Ownership]:
    """Return who answers for which agents at a moment (default: the database's now)."""
    moment = RemitNow() if at is None else at
    rows = Ownership.objects.filter(
        Q(answers__until__isnull=True) | Q(answers__until__gt=moment),
        answers__since__lte=moment,
    )
    if at is not None:
        return rows
    # The line ends with a place, and when somebody leaves: about now, all must say so.
    holds = Q(until__isnull=True) | Q(until__gt=moment)
    return rows.filter(holds, membership__is_active=True)


def line_of(agent: Agent) -> list[Accountability]:
    """Return who answered for an agent when, and who will; newest first."""
    rows = Accountability.objects.filter(agent=agent).exclude(until=F("since"))
    return list(rows.select_related("ownership__membership__user").order_by("-since"))


def owner_of_record(
    agent_id: UUID, *, role: OwnerRole = OwnerRole.OWNER, at: datetime | None = None
) -> Ownership | None:
    """Return who has accepted a place and holds it at a moment, present or away."""
    rows = holding(role=role, at=at).filter(agent_id=agent_id)
    return rows.select_related("agent", "membership__user").first()


def holding(
    *, role: OwnerRole = OwnerRole.OWNER, at: datetime | None = None
) -> QuerySet[Ownership]:
    """Return who holds the place of which agents at a moment, of who works here now."""
    moment = RemitNow() if at is None else at
    return Ownership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=moment),
        role=role,
        accepted_at__lte=moment,
        membership__is_active=True,
    )


def deputised() -> set[UUID]:
    """Return the agents that have a deputy who works here."""
    rows = holding(role=OwnerRole.DEPUTY).values_list("agent_id", flat=True)
    return set(rows)


def absences_of(people: Iterable[Membership]) -> list[Absence]:
    """Return when these people are away, now and as planned."""
    rows = Absence.objects.filter(
        membership__in=people, withdrawn_at__isnull=True, until__gt=RemitNow()
    )
    return list(rows.select_related("membership__user").order_by("since", "id"))


def absence_by_id(absence_id: UUID, *, lock: bool = False) -> Absence:
    """Return an absence; ``lock`` holds its row.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = Absence.objects.select_related("membership__user")
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    found = rows.filter(id=absence_id).first()
    if found is None:
        raise NotFound("There is no such page.")
    return found


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
