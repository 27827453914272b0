"""Reads: the limits of the current boundary, and who has used most of each by now."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from agents.models import Agent
from governance.engine.document import Rule
from governance.engine.limits import Limit
from governance.engine.windows import bucket_width, rolling_length
from governance.models import PLAIN, BoundaryVersion
from governance.selectors.boundaries import compiled, current_boundary
from tenants.scoping import current_client_id
from tenants.selectors import ask_moment

MOST_SUBJECTS = 5
# Among so many of a limit's subjects, the last to have come, those with most are found.
_LOOKED_THROUGH = 1000
_AGENT = "agent.id"

_WANTED = """
WITH wanted AS (
    SELECT * FROM unnest(%(rules)s::text[], %(units)s::text[], %(windows)s::text[],
                         %(owns)s::text[], %(since)s::timestamptz[])
             WITH ORDINALITY AS w (rule_key, unit, "window", own, since, place)
), newest AS (
    SELECT w.place, w.since, u.id, u.subject, u.used, u.reserved
      FROM wanted w CROSS JOIN LATERAL (
          SELECT id, subject, used, reserved FROM governance_limituse
           WHERE client_id = %(client)s AND rule_key = w.rule_key
             AND "window" = w."window" AND currency = w.unit
             AND (w.own = '' OR subject::jsonb ->> 'agent.id' = w.own)
           ORDER BY id DESC LIMIT %(looked)s) AS u
), now AS (
    SELECT place, subject, used, reserved FROM newest WHERE since IS NULL
    UNION ALL
    SELECT n.place, n.subject, b.used, b.reserved
      FROM newest n CROSS JOIN LATERAL (
          SELECT coalesce(sum(used), 0) AS used, coalesce(sum(reserved), 0) AS reserved
            FROM governance_limitbucket
           WHERE client_id = %(client)s AND limit_use_id = n.id
             AND starts_at > n.since) AS b
     WHERE n.since IS NOT NULL
), ranked AS (
    SELECT *, row_number() OVER (
               PARTITION BY place ORDER BY used + reserved DESC, subject) AS rank
      FROM now WHERE used + reserved > 0
)
SELECT place, subject, used, reserved FROM ranked
 WHERE rank <= %(most)s ORDER BY place, rank
"""


@dataclass(frozen=True, slots=True)
class Use:
    """What one subject has used of a limit, and has reserved, in the present window."""

    subject: str
    used: Decimal
    reserved: Decimal


@dataclass(frozen=True, slots=True)
class LimitNow:
    """A rule with its limit, whoever has used most of it, and when that ends.

    ``ends_at`` is when the calendar opens the next window; None for one that rolls or
    never ends. ``uses`` are the subjects with most, at most so many.
    """

    rule: Rule
    limit: Limit
    ends_at: datetime | None
    uses: Sequence[Use]


def limits_now(
    version: BoundaryVersion | None = None, *, agent: Agent | None = None
) -> list[LimitNow]:
    """Return the limits of a version, the current one unless given, by number.

    Of an ``agent``: those that bind it, and where each agent has room of its own, what
    it has used. Three queries, two without a limit.
    """
    version = version or current_boundary()
    rules = _binding(version, agent) if version else []
    if not rules:
        return []
    moment = ask_moment()
    uses = _uses(rules, agent, now=moment.now(), today=moment.today())
    return [
        LimitNow(rule, limit, window_end(limit.window, moment.today()), uses[place])
        for place, (rule, limit) in enumerate(rules, 1)
    ]


def window_key(window: str, at: datetime) -> str:
    """Return the name of the calendar window that a local moment lies in.

    ``window`` is ``ever``, ``day``, ``week`` (ISO 8601) or ``month``. A name and not
    a start in UTC: a day of 23 or 25 hours is one day, and changing the client's
    zone opens no second window for the same date. One that rolls is its own name.
    """
    if window == "day":
        return at.date().isoformat()
    if window == "week":
        year, week, _ = at.isocalendar()
        return f"{year}-W{week:02}"
    if window == "month":
        return f"{at.year}-{at.month:02}"
    return window


def window_end(window: str, at: datetime) -> datetime | None:
    """Return when the calendar window of a local moment ends, or None if it does not.

    The local midnight, whatever the hours of the days until then.
    """
    today = at.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    if window == "day":
        return today + timedelta(days=1)
    if window == "week":
        return today + timedelta(days=7 - at.weekday())
    if window == "month":
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return None


def unit_of(limit_field: str, currency: str) -> str:
    """Return the currency of a counter: what a limit on this field is counted in."""
    return currency or (PLAIN if limit_field else "")


def _binding(version: BoundaryVersion, agent: Agent | None) -> list[tuple[Rule, Limit]]:
    subjects = {"*", str(agent.id)} if agent else set()
    return [
        (rule, rule.limit)
        for rule in compiled(version).rules
        if rule.limit is not None and (agent is None or rule.subject in subjects)
    ]


def _uses(
    rules: Sequence[tuple[Rule, Limit]],
    agent: Agent | None,
    *,
    now: datetime,
    today: datetime,
) -> dict[int, list[Use]]:
    limits = [limit for _, limit in rules]
    asked: dict[str, Any] = {
        "client": current_client_id(),
        "looked": _LOOKED_THROUGH,
        "most": MOST_SUBJECTS,
        "rules": [_counted_as(rule) for rule, _ in rules],
        "units": [_unit(limit) for limit in limits],
        "windows": [window_key(limit.window, today) for limit in limits],
        "owns": [str(agent.id) if agent and _by_agent(one) else "" for one in limits],
        "since": [_since(limit, now) for limit in limits],
    }
    with connection.cursor() as cursor:
        cursor.execute(_WANTED, asked)
        rows = cursor.fetchall()
    found: dict[int, list[Use]] = defaultdict(list)
    for place, *use in rows:
        found[place].append(Use(*use))
    return found


def _counted_as(rule: Rule) -> str:
    # As a demand names it: the platform's limits are counted apart.
    return f"platform:{rule.key}" if rule.guardrail else rule.key


def _unit(limit: Limit) -> str:
    return unit_of(limit.field.dotted if limit.field else "", limit.currency)


def _by_agent(limit: Limit) -> bool:
    return any(field.dotted == _AGENT for field in limit.per)


def _since(limit: Limit, now: datetime) -> datetime | None:
    length = rolling_length(limit.window)
    return None if length is None else now - length - bucket_width(length)
