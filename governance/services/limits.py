"""Limits, exact under concurrency: reserved at the decision, settled by the outcome.

A counter is locked by its upsert until commit, so two actions that would together
go over can never both find room. Everybody locks counters in one order, whatever the
order of the rules, so actions with several limits never wait for each other in a
circle.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db.models import F

from governance.engine.verdict import LimitDemand
from governance.models import Action, Hold, LimitUse, Reservation
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
                _give_back(self.hold)
            return False
        assert self.demand is not None  # noqa: S101 - or nothing was asked for
        held, amount = self.hold, self.demand.amount
        if held is not None and held.amount != amount:
            # The rule measures something else now; what was held stays on record.
            _mark(held, Hold.RELEASED)
        if held is None or held.amount != amount:
            Reservation(action=action, limit_use_id=row[0], amount=amount).put()
        return True


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
    own = hold.amount if hold else Decimal(0)
    return _Taking(demand, hold, _count(action, counter, demand, own=own))


def _count(
    action: Action, counter: _Counter, demand: LimitDemand, *, own: Decimal
) -> Statement:
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
    return later(_TAKE, values)


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
