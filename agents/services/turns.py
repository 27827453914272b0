"""Taking turns where there is no row yet that could be locked."""

from django.db import connection

from tenants.scoping import current_client_id

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"


def take_turn(what: str) -> None:
    """Wait for whoever does this at the same client now; hold it until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"{what}:{current_client_id()}"])
