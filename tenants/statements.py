"""Statements whose result nobody needs yet: see ``tenants.postgresql``.

The ORM takes part without knowing: what it asks comes after all that was put off.
"""

from typing import cast

from django.db import connection

from tenants.postgresql.base import DatabaseWrapper, Params, Statement

__all__ = ["Statement", "later"]


def later(sql: str, params: Params = None) -> Statement:
    """Put a statement off and return it; asking it what came back sends it."""
    return cast("DatabaseWrapper", connection).later(sql, params)
