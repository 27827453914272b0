"""What a limit costs that everybody needs at once, beside a bare counter.

Both in one run and turn by turn, each from as many connections, each with a
transaction of its own: one UPDATE of one row, and what a decision does about a limit,
which is to find room, to reserve it and to keep that on record.
"""

import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from statistics import median
from uuid import UUID

from django.db import connection, connections, transaction

from governance.engine.effects import Effect
from governance.engine.verdict import LimitDemand
from governance.models import Action
from governance.services import limits
from tests.cast import Cast, make_acme

_CONNECTIONS = 4
_ACTIONS = 30_000
_COUNTER = """
CREATE TABLE IF NOT EXISTS bench_counter (id integer PRIMARY KEY, used numeric);
INSERT INTO bench_counter VALUES (1, 0) ON CONFLICT DO NOTHING;
GRANT SELECT, UPDATE ON bench_counter TO remit_app
"""
# Actions to reserve for: copies of one, as only their ids count; no worker takes them.
_COLUMNS = """
SELECT string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position)
  FROM information_schema.columns
 WHERE table_name = 'governance_action'
   AND column_name NOT IN ('id', 'status', 'due_at')
"""
Act = Callable[[], None]


def limit_figures(*, rounds: int, seconds: float) -> dict[str, float]:
    """Return reservations under one hot key, as a share of a bare counter's updates.

    Once for a window of the calendar, and once for one that rolls.
    """
    with connections["owner"].cursor() as owner:
        owner.execute(_COUNTER)
    cast = make_acme()
    found = _actions(cast)
    # An action is held by each limit once.
    daily, rolling = iter(found), iter(found)
    acts: dict[str, Act] = {
        "bare": _count,
        "hot_limit_ratio": lambda: _reserve(cast, daily, "day"),
        "hot_rolling_limit_ratio": lambda: _reserve(cast, rolling, "24 hours"),
    }
    per_second: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            per_second[name].append(_rate(act, seconds))
    bare = median(per_second.pop("bare"))
    ratios = {name: median(rates) / bare for name, rates in per_second.items()}
    return {"bare_counter_per_second": bare, **ratios}


def _actions(cast: Cast) -> list[UUID]:
    first = cast.ask_payment(cast.open_run(), amount="0.01")["id"]
    with cast.scope(), connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        ((columns,),) = cursor.fetchall()
        copied = (
            f"INSERT INTO governance_action (id, status, {columns}) "  # noqa: S608
            f"SELECT gen_random_uuid(), 'refused', {columns} FROM governance_action, "
            "generate_series(1, %s) WHERE id = %s RETURNING id"
        )
        cursor.execute(copied, [_ACTIONS, first])
        return [action for (action,) in cursor.fetchall()]


def _count() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE bench_counter SET used = used + 1 WHERE id = 1")


def _reserve(cast: Cast, actions: Iterator[UUID], window: str) -> None:
    action = Action(id=next(actions), client_id=cast.client.id)
    with cast.scope():
        if limits.reserve(action, [_demand(window)], new=True):
            raise AssertionError("there is room for all of them")


def _demand(window: str) -> LimitDemand:
    return LimitDemand(
        rule_key="hot",
        rule_number=1,
        title="Hot",
        effect=Effect.DENY,
        obligation=None,
        amount=Decimal("0.01"),
        cap=Decimal(1_000_000),
        currency="EUR",
        subject="{}",
        window=window,
        reason="",
        field="parameters.amount",
        per=(),
    )


def _rate(act: Act, seconds: float) -> float:
    """Return how often an act is done in a second, over all connections."""
    done, faults = [0] * _CONNECTIONS, list[BaseException]()
    start = threading.Barrier(_CONNECTIONS)

    def repeat(place: int) -> None:
        try:
            connection.ensure_connection()
            start.wait()
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                act()
                done[place] += 1
        except BaseException as fault:
            faults.append(fault)
            raise
        finally:
            connection.close()

    threads = [
        threading.Thread(target=repeat, args=[place]) for place in range(_CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(done) / seconds
