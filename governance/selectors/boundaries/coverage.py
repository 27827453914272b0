"""Reads across clients: whose rules cover what, and which rules nobody has used.

Asked inside a lead's scope, and of metadata alone: names, numbers and times.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from agents.models import ActionType
from governance.engine.globs import Glob
from governance.models import LIVE, BoundaryRule
from tenants.models import Client

UNUSED_DAYS = 90
# One pass over the newest decisions of one client, however many there were.
MOST_DECISIONS = 200_000

_CURRENT = """
SELECT DISTINCT ON (client_id) client_id, number, published_at,
       ARRAY(SELECT jsonb_path_query(document, '$.rules[*].action') #>> '{}')
  FROM governance_boundaryversion ORDER BY client_id, number DESC
"""
_RULES = """
SELECT rule->>'key', (rule->>'number')::int, rule->>'title'
  FROM (SELECT document FROM governance_boundaryversion WHERE client_id = %s
        ORDER BY number DESC LIMIT 1) AS newest,
       jsonb_array_elements(document->'rules') AS rule
 ORDER BY 2
"""
_THEN = """
SELECT rule->>'key'
  FROM (SELECT document FROM governance_boundaryversion
         WHERE client_id = %s AND published_at < remit_now() - make_interval(days => %s)
         ORDER BY number DESC LIMIT 1) AS earlier,
       jsonb_array_elements(document->'rules') AS rule
"""
# By the index on client and time. A rule that only observes was used if it would
# have applied.
_USED = """
WITH recent AS MATERIALIZED (
    SELECT decided_at, coalesce(verdict->'hits', '[]')
                       || coalesce(verdict->'observed', '[]') AS hits
      FROM governance_decision
     WHERE client_id = %s AND decided_at >= remit_now() - make_interval(days => %s)
     ORDER BY decided_at DESC LIMIT %s)
SELECT (SELECT count(*) FROM recent),
       (SELECT jsonb_object_agg(key, used) FROM (
            SELECT hit->>'key' AS key, count(*) AS used
              FROM recent, jsonb_array_elements(hits) AS hit GROUP BY 1) AS counts)
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One client: its current version, and what no rule in it speaks of."""

    client: Client
    number: int | None
    published_at: datetime | None
    live: int
    declared: int
    uncovered: list[str]


@dataclass(frozen=True, slots=True)
class Use:
    """A rule in force, and how many decisions it had a part in.

    ``is_new`` is whether it came into force within the time that was looked at.
    """

    number: int
    key: str
    title: str
    used: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Uses:
    """The rules of a client by how little they were used, of so many decisions."""

    rules: list[Use]
    decisions: int

    @property
    def is_partial(self) -> bool:
        """Whether there were more decisions than were looked at."""
        return self.decisions >= MOST_DECISIONS

    @property
    def unused(self) -> list[Use]:
        """The rules that nobody used, though they were there all the time."""
        return [one for one in self.rules if not one.used and not one.is_new]


def coverage() -> list[Coverage]:
    """Return what the rules of each client cover, by the client's name.

    Four queries, however many clients there are.
    """
    current = _current()
    live = _live_rules()
    declared: dict[UUID, list[str]] = defaultdict(list)
    types = ActionType.objects.order_by("name").values_list("client_id", "name")
    for client_id, name in types.distinct():
        declared[client_id].append(name)
    return [
        _covered(client, current.get(client.pk), live, declared[client.pk])
        for client in Client.objects.order_by("name", "slug")
    ]


def rule_uses(client: Client) -> Uses:
    """Return how often each rule in force at a client was used in 90 days."""
    with connection.cursor() as cursor:
        cursor.execute(_RULES, [client.pk])
        rules = cursor.fetchall()
        cursor.execute(_THEN, [client.pk, UNUSED_DAYS])
        then = {key for (key,) in cursor.fetchall()}
        cursor.execute(_USED, [client.pk, UNUSED_DAYS, MOST_DECISIONS])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - a query without FROM returns a row
    decisions, used = row[0], json.loads(row[1] or "{}")
    told = [
        Use(number, key, title, int(used.get(key, 0)), key not in then)
        for key, number, title in rules
    ]
    told.sort(key=lambda one: (one.used, one.number))
    return Uses(told, decisions)


def _current() -> dict[UUID, tuple[int, datetime, list[str]]]:
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT)
        return {row[0]: (row[1], row[2], row[3]) for row in cursor.fetchall()}


def _live_rules() -> Mapping[UUID, int]:
    rows = BoundaryRule.objects.order_by().values("client_id")
    counted = rows.annotate(live=Count("pk", filter=Q(status__in=LIVE)))
    return {row["client_id"]: row["live"] for row in counted}


def _covered(
    client: Client,
    current: tuple[Any, ...] | None,
    live: Mapping[UUID, int],
    declared: Iterable[str],
) -> Coverage:
    number, published_at, patterns = current or (None, None, [])
    globs = [Glob(pattern) for pattern in set(patterns)]
    names = list(declared)
    return Coverage(
        client=client,
        number=number,
        published_at=published_at,
        live=live.get(client.pk, 0),
        declared=len(names),
        uncovered=[
            name for name in names if not any(glob.matches(name) for glob in globs)
        ],
    )
