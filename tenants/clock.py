"""The one clock: the database's.

Leases, expiries and windows compare against ``remit_now()`` in SQL, so a
machine whose own clock is wrong can neither prolong nor shorten anything.
"""

from datetime import datetime
from typing import cast

from django.db import connection
from django.db.models import DateTimeField, Func


class RemitNow(Func):
    """The database's clock, as an expression."""

    function = "remit_now"
    output_field = DateTimeField()


def database_now() -> datetime:
    """Return the database's clock, aware and in UTC. Costs one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT remit_now()")
        row = cursor.fetchone()
    return cast("tuple[datetime]", row)[0]
