"""Identifiers that sort by time and are made in the application."""

from uuid import UUID

from uuid_utils.compat import uuid7 as _uuid7


def uuid7() -> UUID:
    """Return a new UUID version 7 (RFC 9562, section 5.7).

    Made here and not by the database, because PostgreSQL has no ``uuidv7()``
    before version 18 and Remit runs on version 15 and later.
    """
    return _uuid7()
