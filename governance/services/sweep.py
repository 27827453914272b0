"""Finding what is due, whoever forgot to ring. Safe to run anywhere, at any time."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.db import connection

from governance.models import Checkpoint
from governance.selectors.clearances import clearance_by_id
from governance.selectors.readiness import readiness_due
from governance.services import compensating
from governance.services.breaker import hold_off_if_many
from governance.services.drills import start_if_due
from governance.services.execution import deliver, perform, probe
from governance.services.handovers import settle_handovers
from governance.services.idempotency import prune
from governance.services.notifying import tell_people
from governance.services.recount import recount
from governance.services.recovery import recover_action, recover_run
from governance.services.reminding import remind
from governance.services.settling import settle
from governance.services.silence import let_expire
from governance.services.tickets import look_at_refusals, look_at_ticket
from governance.services.waking import wake_workers
from tenants.doorbell import ring_after_commit
from tenants.scoping import PLATFORM, client_scope
from tenants.services.outbox import SEND
from tenants.services.throttles import forget_tries

# How many rows one look takes; the next look takes the next.
_BATCH = 50
# At how many clients one look counts limits again.
_RECOUNTS = 5

# Of all that would sweep, one has the turn. Whoever finds that nobody had it for
# longer than an agent may be silent begins anew, and so does whoever finds that the
# last turn is yet to come: then the clock was set back.
_TURN = """
UPDATE governance_pulse
   SET turn_at = remit_now(),
       since = CASE WHEN turn_at < remit_now() - make_interval(secs => %(silence)s)
                      OR turn_at > remit_now()
                    THEN remit_now() ELSE since END
 WHERE name = 'sweep'
   AND (turn_at <= remit_now() - make_interval(secs => %(every)s)
        OR turn_at > remit_now())
RETURNING since
"""

logger = logging.getLogger(__name__)

_Kind = Literal[
    "actions",
    "announcements",
    "checkpoints",
    "compensations",
    "keys",
    "lost",
    "notices",
    "probes",
    "refusals",
    "runs",
    "tickets",
]


def sweep() -> bool:
    """Look for what is overdue, if it is time to; return whether it was.

    Nothing is carried out here, so that a clock, a process of its own and the
    agents' heartbeats may all drive it.
    """
    since = _take_turn()
    if since is None:
        return False
    expire_checkpoints()
    tell_due()
    recover(since=since)
    forget_keys()
    recount_limits()
    settle_clearances()
    look_for_refusals()
    forget_tries()
    wake_workers()
    ring_after_commit(SEND)
    return True


def expire_checkpoints() -> int:
    """Count the silence on every overdue checkpoint as a no; return how many."""
    return _each("checkpoints", _in_scope(_expire))


def tell_due() -> int:
    """Write to who is to be told by now of what waits; return of how many things."""
    told = _each("notices", _in_scope(tell_people))
    return told + _each("tickets", _in_scope(look_at_ticket))


def recover(*, since: datetime) -> None:
    """Take over from workers and agents that went silent; see ``recovery``."""
    since = hold_off_if_many(since)
    _each("lost", _in_scope(partial(recover_action, since=since)))
    _each("runs", _in_scope(partial(recover_run, since=since)))


def forget_keys() -> int:
    """Forget old keys of requests at some clients; return at how many there were."""
    return _each("keys", _in_scope(_prune))


def recount_limits() -> int:
    """Count limits again at some clients whose night it is; return at how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM remit_recounts_due(%s)", [_RECOUNTS])
        due = cursor.fetchall()
    for client_id, row_id in due:
        _attempt(_in_scope(_recount), client_id, row_id)
    return len(due)


def settle_clearances() -> int:
    """Look again whether clearances are ready; return how many were due."""
    due = readiness_due("clearances", _BATCH)
    for client_id, clearance_id in due:
        _attempt(_in_scope(_settle), client_id, clearance_id)
    return len(due)


def look_for_refusals() -> int:
    """Look at agents that were refused often of late; return how many there are."""
    return _each("refusals", _in_scope(look_at_refusals))


def carry_out_due(*, most: int | None = None) -> int:
    """Carry out what is due, all or so many, and return how many were tried.

    Then ask about what is unknown, where its target can be asked, and go on undoing
    what stopped.
    """
    tried: set[UUID] = set()
    while most is None or len(tried) < most:
        fresh = [due for due in _due("actions") if due[1] not in tried]
        if not fresh:
            break
        for client_id, action_id in fresh[:most]:
            tried.add(action_id)
            _attempt(_perform, client_id, action_id)
    _each("probes", _probe)
    _each("compensations", _in_scope(compensating.go_on))
    return len(tried)


def deliver_due() -> None:
    """Send what clients' own systems are told, until nothing is due."""
    done: set[UUID] = set()
    while fresh := [due for due in _due("announcements") if due[1] not in done]:
        for client_id, row_id in fresh:
            done.add(row_id)
            _attempt(_deliver, client_id, row_id)


def _expire(checkpoint_id: UUID) -> None:
    rows = Checkpoint.objects.select_related("group")
    let_expire(rows.get(id=checkpoint_id))


def _settle(clearance_id: UUID) -> None:
    # By the clock alone, an owner's time may have ended as well.
    settle_handovers()
    remind()
    settle(clearance_by_id(clearance_id, lock=True))
    start_if_due(clearance_by_id(clearance_id))


def _prune(_client_id: UUID) -> None:
    # The next look takes the next; there is always a little less.
    prune()


def _recount(_client_id: UUID) -> None:
    # As with old keys, the next look goes on.
    recount()


def _perform(client_id: UUID, action_id: UUID) -> None:
    perform(client_id=client_id, action_id=action_id)


def _probe(client_id: UUID, action_id: UUID) -> None:
    probe(client_id=client_id, action_id=action_id)


def _deliver(client_id: UUID, announcement_id: UUID) -> None:
    deliver(client_id=client_id, announcement_id=announcement_id)


def _in_scope(act: Callable[[UUID], object]) -> Callable[[UUID, UUID], None]:
    def scoped(client_id: UUID, row_id: UUID) -> None:
        with client_scope(client_id, actor=PLATFORM):
            act(row_id)

    return scoped


def _each(kind: _Kind, act: Callable[[UUID, UUID], None]) -> int:
    due = _due(kind)
    for client_id, row_id in due:
        _attempt(act, client_id, row_id)
    return len(due)


def _attempt(act: Callable[[UUID, UUID], None], client_id: UUID, row_id: UUID) -> None:
    try:
        act(client_id, row_id)
    except Exception:
        # It stays due and is tried again; the others must not wait for it.
        logger.exception("what was due could not be seen to: %s", row_id)


def _take_turn() -> datetime | None:
    spans = {"silence": settings.RUN_LEASE_SECONDS, "every": settings.SWEEP_SECONDS}
    with connection.cursor() as cursor:
        cursor.execute(_TURN, spans)
        row = cursor.fetchone()
    return None if row is None else row[0]


def _due(kind: _Kind) -> list[tuple[UUID, UUID]]:
    """Return client and id of what is due, across clients and without content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM remit_due(%s, %s)", [kind, _BATCH])
        return [(client_id, row_id) for client_id, row_id in cursor.fetchall()]
