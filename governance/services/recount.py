"""Counting limits again: a counter is a cache of its reservations, and may be wrong.

Each night every counter, and every bucket that still counts, is compared with what its
reservations add up to. One statement reads both as they were at one moment, and whoever
reserves or settles changes both in one transaction: so nothing has to be locked, and
nothing that is under way looks like a difference. What differs is told and stays as it
is: which of the two is right, a person has to find out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.engine.subjects import spoken_subject
from governance.models import LimitUse, Recount
from governance.selectors.tickets import open_ticket_about
from governance.services.digests import digest_of
from governance.services.tickets import Alarm, open_alarm
from governance.severity import Occasion
from tenants.scoping import current_client_id
from tenants.selectors import ask_moment

# How many counters are counted in one turn, and how many differences it may tell.
_COUNTERS = 500
_MOST_ALARMS = 20
# When the client sleeps.
_HOUR = 3
AT_DEADLINE = (
    "If nobody has looked into it by then, the limit goes on counting from the number "
    "that is stored, and the difference is found again every night."
)

_DIFFERENT = """
WITH looked AS (
    SELECT * FROM governance_limituse
     WHERE client_id = %(client)s AND id > %(after)s ORDER BY id LIMIT %(most)s
), counted AS (
    SELECT limit_use_id,
           coalesce(sum(amount) FILTER (WHERE state = 'settled'), 0) AS used,
           coalesce(sum(amount) FILTER (WHERE state = 'reserved'), 0) AS reserved
      FROM governance_reservation
     WHERE client_id = %(client)s AND limit_use_id IN (SELECT id FROM looked)
     GROUP BY limit_use_id
), rolling AS (
    SELECT id, remit_now()
               - make_interval(hours => hours, mins => hours) AS since
      FROM (SELECT id, split_part("window", ' ', 1)::integer AS hours
              FROM looked WHERE "window" LIKE '%% hour%%') AS named
), buckets AS (
    SELECT b.limit_use_id, b.starts_at, b.used, b.reserved
      FROM rolling JOIN governance_limitbucket b
        ON b.client_id = %(client)s AND b.limit_use_id = rolling.id
       AND b.starts_at > rolling.since
), held AS (
    SELECT r.limit_use_id, r.bucket AS starts_at,
           coalesce(sum(amount) FILTER (WHERE state = 'settled'), 0) AS used,
           coalesce(sum(amount) FILTER (WHERE state = 'reserved'), 0) AS reserved
      FROM rolling JOIN governance_reservation r
        ON r.client_id = %(client)s AND r.limit_use_id = rolling.id
       AND r.bucket > rolling.since
     GROUP BY r.limit_use_id, r.bucket
), different AS (
    SELECT looked.id, NULL::timestamptz AS bucket, looked.used, looked.reserved,
           coalesce(counted.used, 0) AS counted_used,
           coalesce(counted.reserved, 0) AS counted_reserved
      FROM looked LEFT JOIN counted ON counted.limit_use_id = looked.id
    UNION ALL
    SELECT limit_use_id, starts_at, coalesce(buckets.used, 0),
           coalesce(buckets.reserved, 0), coalesce(held.used, 0),
           coalesce(held.reserved, 0)
      FROM buckets FULL JOIN held USING (limit_use_id, starts_at)
)
SELECT * FROM different
 WHERE (used, reserved) IS DISTINCT FROM (counted_used, counted_reserved)
 ORDER BY id, bucket NULLS FIRST LIMIT %(alarms)s
"""
_LAST = """
SELECT max(id::text)::uuid, count(*) FROM (
    SELECT id FROM governance_limituse
     WHERE client_id = %(client)s AND id > %(after)s ORDER BY id LIMIT %(most)s
) AS looked
"""
_NOTHING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Difference:
    """A counter, or a bucket of one, and what its reservations add up to."""

    use: LimitUse
    bucket: datetime | None
    stored: tuple[Decimal, Decimal]
    counted: tuple[Decimal, Decimal]

    @property
    def window(self) -> str:
        """The window, with the time of the bucket if it is one's."""
        if self.bucket is None:
            return str(self.use.window)
        return f"{self.use.window}, from {self.bucket:%Y-%m-%d %H:%M} UTC"

    @property
    def subject(self) -> str:
        """Whose room it is."""
        return spoken_subject(self.use.subject)

    @property
    def key(self) -> str:
        """What is wrong, however much: there is one open ticket about it."""
        named = [self.use.rule_key, self.window, self.use.subject]
        return f"miscounted:{digest_of(named)[-40:]}"

    @property
    def title(self) -> str:
        """What is wrong, in the words of a ticket."""
        stored, counted = _said(self.stored), _said(self.counted)
        return (
            f"Limit {self.use.rule_key}, {self.window}, is miscounted for "
            f"{self.subject}: stored are {stored}, counted {counted}"
        )


def recount(*, counters: int = _COUNTERS) -> int:
    """Count the scope's client's next counters again; return how many differ.

    What differs is put on record, and on a ticket unless one about it is open. The
    next turn goes on after these; after the last it is the next night.
    """
    moment = ask_moment()
    turn, _ = Recount.objects.select_for_update().get_or_create(
        defaults={"due_at": moment.now()}
    )
    asked = {"client": current_client_id(), "after": turn.after_id or _NOTHING}
    found = _differences(asked | {"most": counters, "alarms": _MOST_ALARMS})
    for difference in found:
        _tell(difference)
    if len(found) == _MOST_ALARMS:
        # There may be more of this counter; those after it come with the next turn.
        turn.after_id = found[-1].use.id
    else:
        last, count = _one(_LAST, asked | {"most": counters})
        turn.after_id = last if count == counters else None
    turn.due_at = moment.now() if turn.after_id else _next_night(moment.today())
    turn.save(update_fields=["after", "due_at"])
    return len(found)


def _differences(asked: Mapping[str, Any]) -> list[Difference]:
    with connection.cursor() as cursor:
        cursor.execute(_DIFFERENT, asked)
        rows = cursor.fetchall()
    uses = LimitUse.objects.in_bulk({row[0] for row in rows})
    return [
        Difference(uses[use], bucket, (used, reserved), (real_used, real_reserved))
        for use, bucket, used, reserved, real_used, real_reserved in rows
    ]


def _one(query: str, asked: Mapping[str, Any]) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, asked)
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - an aggregate has a row
    return tuple(row)


def _tell(difference: Difference) -> None:
    if open_ticket_about(difference.key) is not None:
        return
    alarm = Alarm(
        Occasion.LIMITS_DIFFER,
        title=difference.title,
        at_deadline=AT_DEADLINE,
        key=difference.key,
    )
    ticket = open_alarm(alarm)
    record(
        Event.LIMIT_MISCOUNTED,
        target=Target("ticket", ticket.id),
        params={
            "limit": difference.use.rule_key,
            "window": difference.window,
            "stored": _said(difference.stored),
            "counted": _said(difference.counted),
        },
        # It may name a person.
        private={"subject": difference.subject},
        where=Circumstances(),
    )


def _said(count: tuple[Decimal, Decimal]) -> str:
    used, reserved = (format(number.normalize(), "f") for number in count)
    return f"{used} used and {reserved} reserved"


def _next_night(now: datetime) -> datetime:
    tonight = now.replace(hour=_HOUR, minute=0, second=0, microsecond=0)
    return tonight if tonight > now else tonight + timedelta(days=1)
