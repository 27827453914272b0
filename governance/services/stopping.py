"""Intents and what stops them: whoever comes second sees the first.

An intent holds off whatever would stop it until it is committed; whoever stops
something waits for the intents that are being committed now. So none is committed
after a halt, nor after an owner, a clearance or readiness is gone.
"""

from uuid import UUID

from django.db import connection

from governance.models import Action
from governance.targets import action_target
from tenants.scoping import current_client_id

_STOPPING = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
_INTENDING = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"


def hold_off_intents(target: UUID) -> None:
    """Let no intent of what is to be stopped be committed from now on.

    It lasts until the open transaction is over; then an intent sees what it did.
    """
    _lock(_STOPPING, target)


def hold_off_stops(*targets: UUID) -> None:
    """Let nothing that stops these be committed before the open transaction is.

    Taken before an intent looks for what stands against it.
    """
    for target in sorted(targets, key=str):
        _lock(_INTENDING, target)


def hold_off_stops_of(action: Action) -> None:
    """Let nothing that would stop an action be committed before its intent is."""
    client_id, name = current_client_id(), action.action_type.name
    hold_off_stops(
        client_id,
        action.agent_id,
        action.run.workflow_version.workflow_id,
        action.run_id,
        action_target(client_id, name),
    )


def _lock(statement: str, target: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [f"halt:{target}"])
