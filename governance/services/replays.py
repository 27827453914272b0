"""Writes: asking for a replay, and doing it in the background, page by page.

Nothing that was decided changes. The row says what is due and how far it has come.
"""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from audit.events import Event
from audit.ledger import Target, record
from governance.engine.boundary import EVALUATION_FAULTS
from governance.engine.document import DocumentError, read_document
from governance.engine.replay import Replay
from governance.models import ReplayJob, ReplayState
from governance.selectors.boundaries import draft_document
from governance.selectors.replay import (
    Cursor,
    count_decided,
    new_replay,
    past_actions,
    start_of_newest,
)
from tenants.clock import database_now
from tenants.doorbell import ring_after_commit
from tenants.errors import Conflict, Invalid
from tenants.models import Membership
from tenants.scoping import PLATFORM, client_scope

REPLAY = "governance.replay"
DAYS, MOST_DAYS = 30, 366
# More take a worker too long; then the newest ones are decided again.
MOST_ACTIONS = 200_000
_PAGE = 2_000
_LEASE = timedelta(minutes=1)
_OPEN = (ReplayState.WAITING, ReplayState.RUNNING)
_MOST_DUE = 5

logger = logging.getLogger(__name__)


def ask_replay(*, days: int, asked_by: Membership) -> ReplayJob:
    """Have the drafted rules tried on the last days' actions; return the row to watch.

    Raises:
        Invalid: a rule is malformed; the message names it.
        Conflict: one is under way.
    """
    if ReplayJob.objects.filter(state__in=_OPEN).exists():
        raise Conflict("A replay is under way. Wait until it is done.")
    document = draft_document()
    try:
        rules = read_document(document)
    except DocumentError as error:
        raise Invalid(str(error)) from error
    job = ReplayJob(
        document=document, days=days, asked_by=asked_by, asked_at=database_now()
    )
    job.save(force_insert=True)
    record(
        Event.REPLAY_ASKED,
        target=Target("replay", job.id),
        params={"count": str(len(rules)), "days": str(days)},
    )
    wake_replays()
    return job


def wake_replays() -> None:
    """Ring for what may be due, once the open transaction has been committed."""
    ring_after_commit(REPLAY)


def replay_due() -> int:
    """Do the replays that are due, at whatever client; return how many were tried."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM remit_replays_due(%s)", [_MOST_DUE])
        due = cursor.fetchall()
    for client_id, job_id in due:
        try:
            _replay(client_id, job_id)
        except Exception:
            # It is begun anew when its lease is over; the others must not wait.
            logger.exception("a replay could not be done: %s", job_id)
    return len(due)


def _replay(client_id: UUID, job_id: UUID) -> None:
    """Decide the actions again. Each page has a transaction of its own."""
    with client_scope(client_id, actor=PLATFORM):
        claimed = _claim(job_id)
        if claimed is None:
            return
        job, since = claimed
        try:
            replay = new_replay(job.document)
        except (DocumentError, *EVALUATION_FAULTS) as error:
            _end(job, ReplayState.FAILED, problem=str(error))
            return
    cursor: Cursor | None = None
    while True:
        with client_scope(client_id, actor=PLATFORM):
            cursor = _next_page(job, replay, since, cursor)
            if cursor is None:
                _end(job, ReplayState.DONE, result=replay.to_json())
                return
            _keep(job, replay.total)


def _claim(job_id: UUID) -> tuple[ReplayJob, datetime] | None:
    """Take a replay over, or return None where somebody else has."""
    rows = ReplayJob.objects.select_for_update(skip_locked=True)
    job = rows.filter(id=job_id, state__in=_OPEN).first()
    now = database_now()
    if job is None or (job.lease_until is not None and job.lease_until > now):
        return None
    until = job.asked_at
    since = start_of_newest(
        since=until - timedelta(days=job.days), until=until, most=MOST_ACTIONS
    )
    job.state, job.done = ReplayState.RUNNING, 0
    job.total = count_decided(since=since, until=until)
    job.lease_until = now + _LEASE
    job.save(update_fields=["state", "done", "total", "lease_until"])
    return job, since


def _next_page(
    job: ReplayJob, replay: Replay, since: datetime, cursor: Cursor | None
) -> Cursor | None:
    page = past_actions(since=since, until=job.asked_at, after=cursor, most=_PAGE)
    replay.take(page.actions)
    return page.cursor


def _keep(job: ReplayJob, done: int) -> None:
    job.done, job.lease_until = done, database_now() + _LEASE
    job.save(update_fields=["done", "lease_until"])


def _end(
    job: ReplayJob,
    state: ReplayState,
    *,
    result: dict[str, object] | None = None,
    problem: str = "",
) -> None:
    job.state, job.result, job.problem = state, result, problem
    job.done, job.lease_until = job.total, None
    job.finished_at = database_now()
    job.save(
        update_fields=["state", "result", "problem", "done", "lease_until",
                       "finished_at"]
    )  # fmt: skip
