"""Limits, exact under concurrency: reserved at the decision, settled by the outcome.

A counter is locked by its upsert until commit, so two actions that would together
go over can never both find room. Everybody locks counters in one order, whatever the
order of the rules, so actions with several limits never wait for each other in a
circle.

A window that rolls is counted in buckets below its counter. A bucket counts until all
of it has left the window: it rounds up by at most one, and never lets too much through.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import F, QuerySet

from governance.engine.verdict import LimitDemand
from governance.engine.windows import bucket_width, rolling_length
from governance.models import (
    Action,
    Hold,
    LimitBucket,
    LimitUse,
    Reservation,
)
from governance.selectors.limits import unit_of, window_key
from tenants.identifiers import uuid7
from tenants.selectors import ask_moment
from tenants.statements import Statement, later

# Both arms are guarded: without the first, a window's first action has no cap.
_TAKE = """
INSERT INTO governance_limituse AS u
       (id, client_id, rule_key, currency, subject, "window", used, reserved)
SELECT %(id)s::uuid, %(client)s::uuid, %(rule)s, %(currency)s, %(subject)s, %(window)s,
       0, %(amount)s::numeric
 WHERE %(amount)s::numeric <= %(cap)s::numeric
ON CONFLICT (client_id, rule_key, currency, subject, "window") DO UPDATE
   SET reserved = u.reserved - %(own)s::numeric + %(amount)s::numeric
 WHERE u.used + u.reserved - %(own)s::numeric + %(amount)s::numeric <= %(cap)s::numeric
RETURNING u.id, NULL::timestamptz
"""
# First of the two statements of a window that rolls: whoever else wants the counter
# waits here. What the action held is given back, to be asked for anew.
_LOCK = """
INSERT INTO governance_limituse AS u
       (id, client_id, rule_key, currency, subject, "window", used, reserved)
SELECT %(id)s::uuid, %(client)s::uuid, %(rule)s, %(currency)s, %(subject)s, %(window)s,
       0, 0
ON CONFLICT (client_id, rule_key, currency, subject, "window") DO UPDATE
   SET reserved = u.reserved - %(own)s::numeric
"""
_RETURN = """
UPDATE governance_limitbucket SET reserved = reserved - %(own)s::numeric
 WHERE client_id = %(client)s::uuid AND limit_use_id = %(use)s::uuid
   AND starts_at = %(bucket)s::timestamptz
"""
# The second, with a clock and a view of the buckets that are younger than the lock.
_TAKE_ROLLING = """
WITH head AS MATERIALIZED (
    SELECT id, remit_now() AS now FROM governance_limituse
     WHERE client_id = %(client)s::uuid AND rule_key = %(rule)s
       AND currency = %(currency)s AND subject = %(subject)s AND "window" = %(window)s
), spent AS (
    SELECT coalesce(sum(b.used + b.reserved), 0) AS amount
      FROM head JOIN governance_limitbucket b
        ON b.client_id = %(client)s::uuid AND b.limit_use_id = head.id
       AND b.starts_at > head.now - %(length)s::interval - %(width)s::interval
), taken AS (
    INSERT INTO governance_limitbucket AS b
           (id, client_id, limit_use_id, starts_at, used, reserved)
    SELECT %(id)s::uuid, %(client)s::uuid, head.id,
           date_bin(%(width)s::interval, head.now, 'epoch'), 0, %(amount)s::numeric
      FROM head, spent
     WHERE spent.amount + %(amount)s::numeric <= %(cap)s::numeric
    ON CONFLICT (client_id, limit_use_id, starts_at) DO UPDATE
       SET reserved = b.reserved + excluded.reserved
    RETURNING limit_use_id, starts_at
)
UPDATE governance_limituse AS u SET reserved = u.reserved + %(amount)s::numeric
  FROM taken
 WHERE u.client_id = %(client)s::uuid AND u.id = taken.limit_use_id
RETURNING u.id, taken.starts_at
"""


class _Counter(NamedTuple):
    """What names a counter within a client. Its order is the order of locks.

    Compared here and never by the database, whose collation may differ.
    """

    rule_key: str
    currency: str
    subject: str
    window: str


def reserve(
    action: Action,
    demands: Sequence[LimitDemand],
    *,
    today: datetime | None = None,
    new: bool = False,
) -> list[LimitDemand]:
    """Make what an action holds what is demanded now; return what found no room.

    What it holds already is not counted against it, and is checked again under
    today's caps. A hold of a window that has passed moves to the present one; a hold
    that no rule demands any more, or that has no room, is given back. ``today`` is now
    in the client's time zone, if it is known; a ``new`` action holds nothing yet.
    """
    today = today or ask_moment().today()
    wanted = {_counter_for(demand, today): demand for demand in demands}
    open_ = [] if new else _open_holds([action])
    held = {_counter_of(hold): hold for hold in open_}
    taken = [
        _begin(action, counter, wanted.get(counter), held.get(counter))
        for counter in sorted(wanted.keys() | held.keys())
    ]
    return [one.demand for one in taken if one.demand and not one.found_room(action)]


def settle(action: Action) -> None:
    """Turn what the action holds into what is used: it happened."""
    for hold in _open_holds([action]):
        LimitUse.objects.filter(id=hold.limit_use_id).update(
            reserved=F("reserved") - hold.amount, used=F("used") + hold.amount
        )
        _bucket_of(hold).update(
            reserved=F("reserved") - hold.amount, used=F("used") + hold.amount
        )
        _mark(hold, Hold.SETTLED)


def release(*actions: Action) -> None:
    """Give back what these actions hold: they did not and will not happen.

    Several of one transaction belong in one call, for the order of locks.
    """
    for hold in _open_holds(actions):
        _give_back(hold)


@dataclass(frozen=True, slots=True)
class _Taking:
    """Room that is being asked for; the counters are all locked before it is read."""

    demand: LimitDemand | None
    hold: Reservation | None
    counted: Statement | None

    def found_room(self, action: Action) -> bool:
        """Return whether there is room; what is taken of it is reserved."""
        row = self.counted.row() if self.counted else None
        if row is None:
            if self.counted and self.hold:
                self._let_go(self.hold)
            return False
        assert self.demand is not None  # noqa: S101 - or nothing was asked for
        (use, bucket), held, amount = row, self.hold, self.demand.amount
        if held is not None and (held.amount, held.bucket) == (amount, bucket):
            return True
        if held is not None:
            # Another amount, or another time; what was held stays on record.
            _mark(held, Hold.RELEASED)
        Reservation(action=action, limit_use_id=use, amount=amount, bucket=bucket).put()
        return True

    def _let_go(self, hold: Reservation) -> None:
        if hold.bucket is None:
            _give_back(hold)
        else:
            # Counted back already, when it was asked for anew.
            _mark(hold, Hold.RELEASED)


def _begin(
    action: Action,
    counter: _Counter,
    demand: LimitDemand | None,
    hold: Reservation | None,
) -> _Taking:
    if demand is None or demand.amount > demand.cap:
        # Here and not later, for the order of locks: nothing has to be counted.
        if hold is not None:
            _give_back(hold)
        return _Taking(demand, hold, None)
    values = _values(action, counter, demand) | {"own": hold.amount if hold else 0}
    length = rolling_length(demand.window)
    if length is None:
        return _Taking(demand, hold, later(_TAKE, values))
    later(_LOCK, values)
    if hold is not None:
        held = {"use": hold.limit_use_id, "bucket": hold.bucket}
        later(_RETURN, values | held)
    rolling = {"id": uuid7(), "length": length, "width": bucket_width(length)}
    return _Taking(demand, hold, later(_TAKE_ROLLING, values | rolling))


def _values(
    action: Action, counter: _Counter, demand: LimitDemand
) -> dict[str, object]:
    return {
        "id": uuid7(),
        "client": action.client_id,
        "rule": counter.rule_key,
        "currency": counter.currency,
        "subject": counter.subject,
        "window": counter.window,
        "amount": demand.amount,
        "cap": demand.cap,
    }


def _give_back(hold: Reservation) -> None:
    LimitUse.objects.filter(id=hold.limit_use_id).update(
        reserved=F("reserved") - hold.amount
    )
    _bucket_of(hold).update(reserved=F("reserved") - hold.amount)
    _mark(hold, Hold.RELEASED)


def _bucket_of(hold: Reservation) -> QuerySet[LimitBucket]:
    """Return the bucket of a window that rolls, or none. Its counter is locked."""
    if hold.bucket is None:
        return LimitBucket.objects.none()
    return LimitBucket.objects.filter(
        limit_use_id=hold.limit_use_id, starts_at=hold.bucket
    )


def _mark(hold: Reservation, state: Hold) -> None:
    hold.state = state
    hold.save(update_fields=["state"])


def _open_holds(actions: Sequence[Action]) -> list[Reservation]:
    rows = Reservation.objects.filter(action__in=actions, state=Hold.RESERVED)
    return sorted(rows.select_related("limit_use"), key=_counter_of)


def _counter_for(demand: LimitDemand, today: datetime) -> _Counter:
    window = window_key(demand.window, today)
    unit = unit_of(demand.field, demand.currency)
    return _Counter(demand.rule_key, unit, demand.subject, window)


def _counter_of(hold: Reservation) -> _Counter:
    use = hold.limit_use
    return _Counter(use.rule_key, use.currency, use.subject, use.window)
