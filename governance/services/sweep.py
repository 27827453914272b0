"""Finding what is due, whoever forgot to ring. Safe to run anywhere, at any time."""

from typing import Literal
from uuid import UUID

from django.db import connection

from governance.models import Checkpoint
from governance.services.checkpoints import expire
from governance.services.execution import perform
from tenants.scoping import PLATFORM, client_scope

# How many rows one look takes; the next look takes the next.
_BATCH = 50


def carry_out_due() -> int:
    """Carry out every action that is due and return how many were tried."""
    tried = 0
    seen: set[UUID] = set()
    while fresh := [due for due in _due("actions") if due[1] not in seen]:
        for client_id, action_id in fresh:
            perform(client_id=client_id, action_id=action_id)
            seen.add(action_id)
        tried += len(fresh)
    return tried


def expire_checkpoints() -> int:
    """Count the silence on every overdue checkpoint as a no; return how many."""
    overdue = _due("checkpoints")
    for client_id, checkpoint_id in overdue:
        with client_scope(client_id, actor=PLATFORM):
            expire(Checkpoint.objects.select_related("group").get(id=checkpoint_id))
    return len(overdue)


def _due(what: Literal["actions", "checkpoints"]) -> list[tuple[UUID, UUID]]:
    """Return client and id of what is due, across clients and without content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM remit_due(%s, %s)", [what, _BATCH])
        return [(client_id, row_id) for client_id, row_id in cursor.fetchall()]
