"""Reads: the first page, which says what waits for a person and what is wrong."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from agents.models import Ownership
from audit.selectors import Filters, Line, trace
from governance.models import (
    Checkpoint,
    Decision,
    Effect,
    Phase,
    Ticket,
    TicketTask,
)
from governance.selectors.attention import open_tickets, stopped_runs, waiting_for
from governance.selectors.fleet import Member, fleet
from governance.selectors.following_up import due_at, reviews_of, tasks_of
from governance.selectors.inbox import Outline, Show, outline
from tenants.models import Membership

DAYS = 14
_MOST_DUE = 8
_MOST_TICKETS = 5
_MOST_LINES = 6
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent, its runs that stopped midway, and its decisions of today by effect."""

    member: Member
    stopped_runs: int
    today: dict[str, int]


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that waits for a person; exactly one of its rows is set."""

    deadline: datetime | None
    checkpoint: Checkpoint | None = None
    ticket: Ticket | None = None
    ownership: Ownership | None = None
    task: TicketTask | None = None
    review: Ticket | None = None


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows. ``duties`` are the most pressing of ``duty_count``.

    ``per_day`` counts decisions by effect, oldest day first, today last.
    """

    now: datetime
    duties: list[Duty]
    duty_count: int
    mine: Outline
    others: Outline
    tickets: list[Ticket]
    ticket_count: int
    agents: list[AgentLine]
    first_day: date
    per_day: dict[str, list[int]]
    lines: list[Line]


def home_of(membership: Membership, *, now: datetime) -> Home:
    """Return the first page of a person. Nineteen queries, however much there is."""
    mine, others = (outline(membership, show) for show in (Show.MINE, Show.OTHERS))
    tickets = open_tickets().aggregate(
        total=Count("id"), mine=Count("id", filter=Q(owner=membership))
    )
    offered = _offered(membership)
    after = _following_up(membership)
    counts = _counts(now)
    return Home(
        now=now,
        duties=_duties(membership, offered, after),
        duty_count=mine.count + tickets["mine"] + len(offered) + len(after),
        mine=mine,
        others=others,
        tickets=_tickets(~Q(owner=membership), _MOST_TICKETS),
        ticket_count=tickets["total"],
        agents=_agents(counts, today=timezone.localtime(now).date()),
        first_day=_first_day(now),
        per_day=_per_day(counts, first=_first_day(now)),
        lines=trace(Filters(), size=_MOST_LINES).lines,
    )


def _duties(
    membership: Membership, offered: list[Ownership], after: list[Duty]
) -> list[Duty]:
    asked = waiting_for(membership).select_related("action__agent", "action__run")
    first = asked.order_by("deadline", "id")[:_MOST_DUE]
    tickets = _tickets(Q(owner=membership), _MOST_DUE)
    duties = [
        *(Duty(row.deadline, checkpoint=row) for row in first),
        *(Duty(row.deadline, ticket=row) for row in tickets),
        *(Duty(None, ownership=row) for row in offered),
        *after,
    ]
    return sorted(duties, key=lambda duty: duty.deadline or _NEVER)[:_MOST_DUE]


def _following_up(membership: Membership) -> list[Duty]:
    return [
        *(Duty(due_at(row), task=row) for row in tasks_of(membership)),
        *(Duty(row.review_by, review=row) for row in reviews_of(membership)),
    ]


def _tickets(which: Q, most: int) -> list[Ticket]:
    rows = open_tickets().filter(which).select_related("owner__user", "action", "run")
    return list(rows.order_by("deadline", "id")[:most])


def _offered(membership: Membership) -> list[Ownership]:
    """Return what a person was named for and has neither accepted nor declined."""
    rows = Ownership.objects.filter(
        membership=membership, accepted_at__isnull=True, until__isnull=True
    )
    return list(rows.select_related("agent").order_by("named_at", "id"))


Counts = dict[tuple[date, str], dict[UUID, int]]


def _first_day(now: datetime) -> date:
    return timezone.localtime(now).date() - timedelta(days=DAYS - 1)


def _counts(now: datetime) -> Counts:
    """Count first decisions by day, effect and agent, in the active time zone."""
    start = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = (
        Decision.objects.filter(
            phase=Phase.ASKED, decided_at__gte=start - timedelta(days=DAYS - 1)
        )
        .annotate(day=TruncDate("decided_at"))
        .values("day", "effect", "action__agent_id")
        .annotate(count=Count("id"))
    )
    counts: Counts = defaultdict(dict)
    for row in rows:
        counts[row["day"], row["effect"]][row["action__agent_id"]] = row["count"]
    return counts


def _per_day(counts: Counts, *, first: date) -> dict[str, list[int]]:
    days = [first + timedelta(days=place) for place in range(DAYS)]
    return {
        effect: [sum(counts.get((day, effect), {}).values()) for day in days]
        for effect in Effect.values
    }


def _agents(counts: Counts, *, today: date) -> list[AgentLine]:
    rows = stopped_runs().values_list("agent_id")
    stopped = dict(rows.annotate(count=Count("id")).order_by())
    return [
        AgentLine(
            member=member,
            stopped_runs=stopped.get(member.agent.id, 0),
            today={
                effect: counts.get((today, effect), {}).get(member.agent.id, 0)
                for effect in Effect.values
            },
        )
        for member in fleet()
    ]
