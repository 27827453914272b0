"""Limits, exact under concurrency: reserved at the decision, settled by the outcome.

The counter's row is locked by the upsert until commit, so two actions that would
together go over can never both find room.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
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
       (id, client_id, rule_key, subject, "window", used, reserved)
SELECT %(id)s, %(client)s, %(rule)s, %(subject)s, %(window)s, 0, %(amount)s
 WHERE %(amount)s <= %(cap)s
ON CONFLICT (client_id, rule_key, subject, "window") DO UPDATE
   SET reserved = u.reserved + %(amount)s
 WHERE u.used + u.reserved + %(amount)s <= %(cap)s
RETURNING u.id
"""


def reserve(action: Action, demands: Sequence[LimitDemand]) -> list[LimitDemand]:
    """Reserve room for an action and return the demands that found none.

    Locks are taken in one order for all, so actions with several limits never
    wait for each other in a circle. What the action holds already is not asked
    for again.
    """
    zone = ZoneInfo(Client.objects.get().time_zone)
    today = database_now().astimezone(zone)
    exhausted = []
    for demand in sorted(demands, key=lambda one: (one.rule_key, one.subject)):
        window = window_key(demand.window, today)
        if not _held(action, demand, window) and not _take(action, demand, window):
            exhausted.append(demand)
    return exhausted


def settle(action: Action) -> None:
    """Turn what the action holds into what is used: it happened."""
    for held in _open_holds(action):
        LimitUse.objects.filter(id=held.limit_use_id).update(
            reserved=F("reserved") - held.amount, used=F("used") + held.amount
        )
        _mark(held, Hold.SETTLED)


def release(action: Action) -> None:
    """Give back what the action holds: it did not and will not happen."""
    for held in _open_holds(action):
        LimitUse.objects.filter(id=held.limit_use_id).update(
            reserved=F("reserved") - held.amount
        )
        _mark(held, Hold.RELEASED)


def window_key(window: str, at: datetime) -> str:
    """Return the name of the calendar window that a local moment lies in.

    ``window`` is ``ever``, ``day``, ``week`` (ISO 8601) or ``month``.
    """
    if window == "day":
        return at.date().isoformat()
    if window == "week":
        year, week, _ = at.isocalendar()
        return f"{year}-W{week:02}"
    if window == "month":
        return f"{at.year}-{at.month:02}"
    return "ever"


def _held(action: Action, demand: LimitDemand, window: str) -> bool:
    return Reservation.objects.filter(
        action=action,
        state=Hold.RESERVED,
        limit_use__rule_key=demand.rule_key,
        limit_use__subject=demand.subject,
        limit_use__window=window,
    ).exists()


def _take(action: Action, demand: LimitDemand, window: str) -> bool:
    values = {
        "id": uuid7(),
        "client": action.client_id,
        "rule": demand.rule_key,
        "subject": demand.subject,
        "window": window,
        "amount": Decimal(demand.amount),
        "cap": Decimal(demand.cap),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        row = cursor.fetchone()
    if row is None:
        return False
    Reservation(action=action, limit_use_id=row[0], amount=demand.amount).save(
        force_insert=True
    )
    return True


def _open_holds(action: Action) -> list[Reservation]:
    rows = Reservation.objects.filter(action=action, state=Hold.RESERVED)
    # The same order as when they were taken.
    return list(rows.order_by("limit_use__rule_key", "limit_use__subject"))


def _mark(held: Reservation, state: Hold) -> None:
    held.state = state
    held.save(update_fields=["state"])
