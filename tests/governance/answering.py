"""Checkpoints, answered by people and by the clock, as many at once as wanted."""

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection, connections

from audit.selectors import Filters, trace
from governance.models import Action, Checkpoint
from governance.services import checkpoints
from governance.services.sweep import expire_checkpoints
from tenants.errors import DomainError
from tenants.models import Membership
from tests.cast import Cast

REASON = "It matches the order."
ELSEWHERE = "LT121000011101001000"
Answer = Callable[..., None]


def asked(cast: Cast, **changes: str) -> uuid.UUID:
    """Have the agent ask for something that waits, and return the checkpoint's id."""
    action = cast.ask_payment(cast.open_run(), **{"amount": "7400.00", **changes})
    return uuid.UUID(action["checkpoint"]["id"])


def loaded(checkpoint_id: uuid.UUID) -> Checkpoint:
    rows = Checkpoint.objects.select_related(
        "group", "action__run", "answered_by__user"
    )
    return rows.get(id=checkpoint_id)


def now_of(cast: Cast, checkpoint_id: uuid.UUID) -> Checkpoint:
    """Return what has become of a checkpoint by now, with its action."""
    with cast.scope():
        return loaded(checkpoint_id)


def answer(
    cast: Cast,
    checkpoint_id: uuid.UUID,
    who: Membership,
    *,
    how: Answer = checkpoints.approve,
    reason: str = REASON,
) -> None:
    with cast.scope(who):
        how(checkpoint=loaded(checkpoint_id), by=who, reason=reason)


def events_of(cast: Cast, action: Action) -> list[str]:
    with cast.scope():
        return [line.event for line in trace(Filters(target_id=str(action.id))).lines]


def at_once(*acts: Callable[[], None]) -> list[DomainError | None]:
    """Do all of this at the same moment, each on a connection of its own.

    Returns what each was refused with, or None.
    """
    barrier = threading.Barrier(len(acts))
    ends: list[DomainError | None] = [None] * len(acts)

    def work(place: int) -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            barrier.wait(timeout=20)
            acts[place]()
        except DomainError as error:
            ends[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    return ends


@contextmanager
def clock_ahead(by: timedelta) -> Iterator[None]:
    """Move the database's clock, the only one that counts, ahead."""
    _set_clock(f"clock_timestamp() + interval '{by.total_seconds()} seconds'")
    try:
        yield
    finally:
        _set_clock("clock_timestamp()")


def _set_clock(now: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "CREATE OR REPLACE FUNCTION remit_now() RETURNS timestamptz "
            f"LANGUAGE sql VOLATILE AS $$ SELECT {now} $$"
        )


def sweep() -> None:
    """Look for what is overdue until there is none, of whichever test it is."""
    while expire_checkpoints():
        pass
