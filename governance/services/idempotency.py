"""One request, one answer: however often an agent repeats it.

The key's row is inserted in the transaction that does the work, so a repetition
that arrives meanwhile waits for it and then gets the same answer.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from governance.models import IdempotencyKey
from governance.services.digests import digest_of
from tenants.errors import Invalid
from tenants.identifiers import uuid7
from tenants.scoping import current_client_id
from tenants.statements import later

_CLAIM = """
INSERT INTO governance_idempotencykey
       (id, client_id, agent_id, route, key, body_hash, used_at, answer)
VALUES (%s, %s, %s, %s, %s, %s, remit_now(), '')
ON CONFLICT (client_id, agent_id, route, key) DO NOTHING
"""
_REMEMBER = """
UPDATE governance_idempotencykey SET status = %s, answer = %s
 WHERE client_id = %s AND agent_id = %s AND route = %s AND key = %s
"""


# Twice as long as promised: an agent that counts in other hours is answered too.
KEPT = timedelta(hours=48)
# Leaves out what a repetition is reading at this moment.
_PRUNE = """
WITH old AS MATERIALIZED (
    SELECT id FROM governance_idempotencykey
     WHERE client_id = %s AND used_at < remit_now() - %s
     ORDER BY used_at LIMIT %s FOR UPDATE SKIP LOCKED
)
DELETE FROM governance_idempotencykey WHERE id IN (SELECT id FROM old)
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered the first time, to the byte."""

    status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who sends which key where: ``route`` is method and path."""

    agent_id: UUID
    route: str
    key: str


def claim(attempt: Attempt, *, body: Any) -> Answer | None:
    """Claim a key for this request, or return what it was answered before.

    Waits for a request with the same key that is
    still being answered, at most for the database's lock timeout.

    Raises:
        Invalid: the key was used with another body.
    """
    body_hash = digest_of(body).removeprefix("sha256:")
    row = (
        uuid7(),
        current_client_id(),
        attempt.agent_id,
        attempt.route,
        attempt.key,
        body_hash,
    )
    if later(_CLAIM, row).count():
        return None
    used = _rows(attempt).first()
    if used is None:
        # It was pruned between the two statements, and so is free again.
        return claim(attempt, body=body)
    if used.body_hash != body_hash:
        raise Invalid(
            "This Idempotency-Key was used before with another body: use a new one.",
            code="idempotency_key_reused",
            field="Idempotency-Key",
        )
    return Answer(status=used.status or 200, body=used.answer.encode())


def remember(attempt: Attempt, *, answer: Answer) -> None:
    """Keep what a claimed key was answered, in the same transaction."""
    answered = (answer.status, answer.body.decode())
    claimed = (current_client_id(), attempt.agent_id, attempt.route, attempt.key)
    later(_REMEMBER, [*answered, *claimed])


def prune(*, most: int = 1_000) -> int:
    """Forget the scope's client's keys that are older than KEPT; return how many.

    At most ``most`` at once, the oldest first: call again while it returns that many.
    """
    params: list[Any] = [current_client_id(), KEPT, most]
    with connection.cursor() as cursor:
        cursor.execute(_PRUNE, params)
        return int(cursor.rowcount)


def _rows(attempt: Attempt) -> QuerySet[IdempotencyKey]:
    return IdempotencyKey.objects.filter(
        agent_id=attempt.agent_id, route=attempt.route, key=attempt.key
    )
