"""What has to be looked at, across clients and without content."""

from typing import Literal
from uuid import UUID

from django.db import connection


def readiness_due(
    what: Literal["clearances", "drills"], most: int
) -> list[tuple[UUID, UUID]]:
    """Return client and id of what is due, those that wait longest first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM remit_readiness_due(%s, %s)", [what, most])
        return [(client_id, row_id) for client_id, row_id in cursor.fetchall()]
