"""How often one rule had a part in what was decided lately."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from governance.models import Decision
from tenants.clock import database_now

LATELY_DAYS = 30


@dataclass(frozen=True, slots=True)
class Part:
    """In so many decisions of the last 30 days; and where it only observed."""

    decided: int
    observed: int


def part_of_rule(key: str) -> Part:
    """Return how often a rule of the scope's client decided, and how often it would.

    One query over the decisions of 30 days, by the index on client and time.
    """
    since = database_now() - timedelta(days=LATELY_DAYS)
    named = [{"key": key}]
    found = Decision.objects.filter(decided_at__gte=since).aggregate(
        decided=Count("id", filter=Q(verdict__hits__contains=named)),
        observed=Count("id", filter=Q(verdict__observed__contains=named)),
    )
    return Part(found["decided"], found["observed"])
