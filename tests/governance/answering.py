"""Checkpoints, answered by people and by the clock."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db import connections

from audit.selectors import Filters, trace
from governance.models import Action, Checkpoint
from governance.services import checkpoints
from governance.services.notifying import tell_people
from governance.services.sweep import expire_checkpoints
from tenants.clock import database_now
from tenants.models import Membership
from tenants.scoping import PLATFORM, client_scope
from tenants.selectors.moments import ask_moment
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


def tell(cast: Cast, checkpoint_id: uuid.UUID) -> None:
    """Tell those who are to be told by now, as the platform does."""
    with client_scope(cast.client.id, actor=PLATFORM):
        tell_people(checkpoint_id)


def events_of(cast: Cast, action: Action) -> list[str]:
    with cast.scope():
        return [line.event for line in trace(Filters(target_id=str(action.id))).lines]


def today_of(cast: Cast) -> date:
    """Return the day it is where the client is, which is what its people write."""
    with cast.scope():
        return ask_moment().today().date()


@contextmanager
def clock_ahead(by: timedelta) -> Iterator[None]:
    """Move the database's clock, the only one that counts, ahead."""
    _set_clock(f"clock_timestamp() + interval '{by.total_seconds()} seconds'")
    try:
        yield
    finally:
        _set_clock("clock_timestamp()")


@contextmanager
def clock_at(moment: datetime) -> Iterator[None]:
    """Move the database's clock to a moment, from where it goes on."""
    with clock_ahead(moment - database_now()):
        yield


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
