"""Writes: that a worker has heard the doorbell, so that others see when none does."""

from django.db import connection

# Not with every ring: many workers hear many, and one row is enough for all.
_HEARD = """
UPDATE governance_pulse SET turn_at = remit_now()
 WHERE name = 'doorbell' AND NOT turn_at BETWEEN remit_now() - interval '5 seconds'
                                             AND remit_now()
"""


def hear() -> None:
    """Keep that the doorbell was heard now, at most every five seconds."""
    with connection.cursor() as cursor:
        cursor.execute(_HEARD)
