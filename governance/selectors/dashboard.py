"""Reads across clients: what needs somebody, how much of it, and at which client.

Asked inside a lead's scope, and of metadata alone: who, what kind, since when, by
when. What was asked for and why is on the pages of the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from agents.models import Agent
from governance.models import Action, Checkpoint, Clearance, Halt, Ticket
from governance.selectors import oversight
from tenants.clock import database_now
from tenants.models import Client

MOST_ROWS = 6
MOST_CLIENTS = 50


@dataclass(frozen=True, slots=True)
class ClientLine:
    """One client: how much of what needs somebody, and when it last did something."""

    client: Client
    counts: Mapping[str, int]
    last_action_at: datetime | None

    @property
    def troubles(self) -> int:
        """Return how much of all needs somebody."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What needs somebody: counted, and the most pressing of each kind.

    ``counts`` are of all clients, by the name of a figure; ``clients`` are those at
    which most needs somebody, of ``client_count``.
    """

    now: datetime
    counts: Mapping[str, int]
    agents: list[Any]
    clearances: list[Any]
    tickets: list[Ticket]
    halts: list[Halt]
    clients: list[ClientLine]
    client_count: int


# By the rows that are counted: each figure, and what holds for what it counts.
_AGENTS = {
    "ownerless": oversight.OWNER["nobody"],
    "unconfirmed": oversight.OWNER[oversight.LATE_WORD],
}
_CLEARANCES = {
    "unsigned": oversight.CLEARANCE[oversight.UNSIGNED],
    "unready": oversight.CLEARANCE[oversight.UNREADY],
    "unreviewed": oversight.CLEARANCE[oversight.UNREVIEWED],
    "ending": oversight.CLEARANCE[oversight.SOON],
    "ended": oversight.CLEARANCE[oversight.ENDED],
}
_ACTIONS = {"unknown": oversight.UNKNOWN}
_TICKETS = {
    "tickets": oversight.OPEN,
    "overdue": oversight.TICKET_DEADLINE["passed"],
    "unheeded": oversight.TICKET_PROGRESS["not acknowledged in time"],
}
_HALTS = {"halts": oversight.HALT["in force"]}
_CHECKPOINTS = {
    "hour": oversight.CHECKPOINT_AGE["under 1 hour"],
    "day": oversight.CHECKPOINT_AGE["under 1 day"],
    "older": oversight.CHECKPOINT_AGE["older"],
    "late": oversight.CHECKPOINT_DEADLINE["passed"],
}
FIGURES = (
    *_AGENTS,
    *_CLEARANCES,
    *_ACTIONS,
    *_TICKETS,
    *_HALTS,
    *_CHECKPOINTS,
)


def dashboard() -> Dashboard:
    """Return what needs somebody at all clients. Twelve queries, however much it is."""
    counted = _counted()
    lines = [
        ClientLine(
            client=client,
            counts={name: counted[name].get(client.pk, 0) for name in FIGURES},
            last_action_at=client.last_action_at,
        )
        for client in _clients()
    ]
    lines.sort(key=lambda line: -line.troubles)
    return Dashboard(
        now=database_now(),
        counts={name: sum(counted[name].values()) for name in FIGURES},
        agents=_first(_agents(), _AGENTS, "registered_at"),
        clearances=_first(_clearances(), _CLEARANCES, "expires_at"),
        tickets=_first(_tickets(), _TICKETS, "deadline"),
        halts=_first(_halts(), _HALTS, "set_at"),
        clients=lines[:MOST_CLIENTS],
        client_count=len(lines),
    )


def _counted() -> dict[str, dict[UUID, int]]:
    """Return for each figure how many there are at which client. Six queries."""
    parts = [
        _per_client(oversight.as_of_now(Agent.objects.all()), _AGENTS),
        _per_client(oversight.with_renewal(Clearance.objects.all()), _CLEARANCES),
        _per_client(Action.objects.all(), _ACTIONS),
        _per_client(Ticket.objects.all(), _TICKETS),
        _per_client(Halt.objects.all(), _HALTS),
        _per_client(Checkpoint.objects.all(), _CHECKPOINTS),
    ]
    return {name: counts for part in parts for name, counts in part.items()}


def _per_client(
    rows: QuerySet[Any], figures: Mapping[str, Q]
) -> dict[str, dict[UUID, int]]:
    # Narrowed first, so that an index finds the few among all that ever were.
    counts = {name: Count("pk", filter=which) for name, which in figures.items()}
    found = list(
        rows.filter(_any_of(figures)).order_by().values("client_id").annotate(**counts)
    )
    return {name: {row["client_id"]: row[name] for row in found} for name in figures}


def _first(rows: QuerySet[Any], figures: Mapping[str, Q], order: str) -> list[Any]:
    return list(rows.filter(_any_of(figures)).order_by(order, "pk")[:MOST_ROWS])


def _any_of(figures: Mapping[str, Q]) -> Q:
    return reduce(or_, figures.values())


def _clients() -> QuerySet[Any]:
    # Ids begin with their time, and there is an index on them.
    actions = Action.objects.filter(client=OuterRef("pk")).order_by("-id")
    last = Subquery(actions.values("asked_at")[:1])
    return Client.objects.annotate(last_action_at=last).order_by("name", "slug")


def _agents() -> QuerySet[Any]:
    rows = oversight.as_of_now(Agent.objects.select_related("client"))
    return rows.defer("purpose")


def _clearances() -> QuerySet[Any]:
    rows = Clearance.objects.select_related(
        "agent", "client", "workflow_version__workflow"
    )
    hidden = ("statement", "revoke_reason", "agent__purpose", "workflow_version__steps")
    return oversight.with_renewal(rows).defer(*hidden)


def _tickets() -> QuerySet[Ticket]:
    rows = Ticket.objects.select_related("client", "owner__user", "action")
    return rows.only(
        "number",
        "deadline",
        "severity",
        "client__name",
        "owner__user__name",
        "action__status",
    )


def _halts() -> QuerySet[Halt]:
    rows = Halt.objects.select_related(
        "client", "set_by__user", "set_by_lead", "set_by_agent"
    )
    return rows.defer("reason", "lift_asked_reason", "lift_reason")
