"""Limits, exact under concurrency: reserved at the decision, settled by the outcome.

A counter is locked by its upsert until commit, so two actions that would together
go over can never both find room. Everybody locks counters in one order, whatever the
order of the rules, so actions with several limits never wait for each other in a
circle.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import F

from governance.engine.verdict import LimitDemand
from governance.models import Action, Hold, LimitUse, Reservation
from tenants.clock import database_now
from tenants.identifiers import uuid7
from tenants.models import Client

# Both arms are guarded: without the first, a window's first action has no cap.
_TAKE = """
INSERT INTO governance_limituse AS u
       (id, client_id, rule_key, currency, subject, "window", used, reserved)
SELECT %(id)s, %(client)s, %(rule)s, %(currency)s, %(subject)s, %(window)s,
       0, %(amount)s
 WHERE %(amount)s <= %(cap)s
ON CONFLICT (client_id, rule_key, currency, subject, "window") DO UPDATE
   SET reserved = u.reserved - %(own)s + %(amount)s
 WHERE u.used + u.reserved - %(own)s + %(amount)s <= %(cap)s
RETURNING u.id
"""


class _Counter(NamedTuple):
    """What names a counter within a client. Its order is the order of locks.

    Compared here and never by the database, whose collation may differ.
    """

    rule_key: str
    currency: str
    subject: str
    window: str


def reserve(action: Action, demands: Sequence[LimitDemand]) -> list[LimitDemand]:
    """Make what an action holds what is demanded now; return what found no room.

    What it holds already is not counted against it, and is checked again under
    today's caps. A hold of a window that has passed moves to the present one; a hold
    that no rule demands any more, or that has no room, is given back.
    """
    today = database_now().astimezone(ZoneInfo(Client.objects.get().time_zone))
    wanted = {_counter_for(demand, today): demand for demand in demands}
    held = {_counter_of(hold): hold for hold in _open_holds([action])}
    exhausted = []
    for counter in sorted(wanted.keys() | held.keys()):
        demand, hold = wanted.get(counter), held.get(counter)
        if demand is None or not _take(action, counter, demand, hold):
            if hold is not None:
                _give_back(hold)
            if demand is not None:
                exhausted.append(demand)
    return exhausted


def settle(action: Action) -> None:
    """Turn what the action holds into what is used: it happened."""
    for hold in _open_holds([action]):
        LimitUse.objects.filter(id=hold.limit_use_id).update(
            reserved=F("reserved") - hold.amount, used=F("used") + hold.amount
        )
        _mark(hold, Hold.SETTLED)


def release(*actions: Action) -> None:
    """Give back what these actions hold: they did not and will not happen.

    Several of one transaction belong in one call, for the order of locks.
    """
    for hold in _open_holds(actions):
        _give_back(hold)


def window_key(window: str, at: datetime) -> str:
    """Return the name of the calendar window that a local moment lies in.

    ``window`` is ``ever``, ``day``, ``week`` (ISO 8601) or ``month``. A name and not
    a start in UTC: a day of 23 or 25 hours is one day, and changing the client's
    zone opens no second window for the same date.
    """
    if window == "day":
        return at.date().isoformat()
    if window == "week":
        year, week, _ = at.isocalendar()
        return f"{year}-W{week:02}"
    if window == "month":
        return f"{at.year}-{at.month:02}"
    return "ever"


def _take(
    action: Action, counter: _Counter, demand: LimitDemand, hold: Reservation | None
) -> bool:
    own = hold.amount if hold else Decimal(0)
    counted = _count(action, counter, demand, own=own)
    if counted is None:
        return False
    if hold is not None and hold.amount != demand.amount:
        # The rule measures something else now; what was held stays on record.
        _mark(hold, Hold.RELEASED)
    if hold is None or hold.amount != demand.amount:
        Reservation(action=action, limit_use_id=counted, amount=demand.amount).save(
            force_insert=True
        )
    return True


def _count(
    action: Action, counter: _Counter, demand: LimitDemand, *, own: Decimal
) -> UUID | None:
    values = {
        "id": uuid7(),
        "client": action.client_id,
        "rule": counter.rule_key,
        "currency": counter.currency,
        "subject": counter.subject,
        "window": counter.window,
        "amount": demand.amount,
        "own": own,
        "cap": demand.cap,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        row = cursor.fetchone()
    return row[0] if row else None


def _give_back(hold: Reservation) -> None:
    LimitUse.objects.filter(id=hold.limit_use_id).update(
        reserved=F("reserved") - hold.amount
    )
    _mark(hold, Hold.RELEASED)


def _mark(hold: Reservation, state: Hold) -> None:
    hold.state = state
    hold.save(update_fields=["state"])


def _open_holds(actions: Sequence[Action]) -> list[Reservation]:
    rows = Reservation.objects.filter(action__in=actions, state=Hold.RESERVED)
    return sorted(rows.select_related("limit_use"), key=_counter_of)


def _counter_for(demand: LimitDemand, today: datetime) -> _Counter:
    window = window_key(demand.window, today)
    return _Counter(demand.rule_key, demand.currency, demand.subject, window)


def _counter_of(hold: Reservation) -> _Counter:
    use = hold.limit_use
    return _Counter(use.rule_key, use.currency, use.subject, use.window)
