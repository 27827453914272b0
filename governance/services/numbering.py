"""Numbers that people can say, per client and without gaps in the telling."""

from django.db import connection

from tenants.identifiers import uuid7
from tenants.scoping import current_client_id

_NEXT = """
INSERT INTO governance_numbering AS n (id, client_id, kind, last)
VALUES (%s, %s, %s, 1)
ON CONFLICT (client_id, kind) DO UPDATE SET last = n.last + 1
RETURNING last
"""
# An upsert and no lock of what may not be there yet: it serves for the first one, too.
_HOLD = """
INSERT INTO governance_numbering AS n (id, client_id, kind, last)
VALUES (%s, %s, %s, 0)
ON CONFLICT (client_id, kind) DO UPDATE SET last = n.last
"""


def next_number(kind: str) -> int:
    """Return the next number of a kind of thing; its row is locked until commit."""
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [uuid7(), current_client_id(), kind])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - an upsert with RETURNING returns a row
    return int(row[0])


def hold_numbers(kind: str) -> None:
    """Let nobody else take a number of this kind until the transaction is over."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [uuid7(), current_client_id(), kind])
