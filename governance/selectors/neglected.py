"""Reads: what should have been seen to long ago, by whoever sees to such things."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from governance.selectors.platform import open_platform_incident
from governance.selectors.pulse import ages

# Whoever sees to it needs a moment, and what was lost is found after a lease.
_GRACE = timedelta(minutes=2)
_NEGLECTED = "SELECT * FROM remit_neglected(make_interval(secs => %s))"
# The oldest turn of a sweeper that still looks around.
LATE_SECONDS = 120.0


def neglected() -> dict[str, int]:
    """Return how many of each kind nobody has seen to, across clients; none: empty.

    Independent of the sweeper: it counts rows that should not be there.
    """
    lease = max(settings.RUN_LEASE_SECONDS, settings.ACTION_LEASE_SECONDS)
    grace = _GRACE + timedelta(seconds=lease)
    with connection.cursor() as cursor:
        cursor.execute(_NEGLECTED, [grace.total_seconds()])
        return {kind: count for kind, count in cursor.fetchall() if count}


def complaints() -> list[str]:
    """Return in words what shows that the platform does not do its work."""
    age = ages().sweep
    told = [f"{count} {kind}" for kind, count in neglected().items()]
    if age is None or age > LATE_SECONDS:
        seen = "never" if age is None else f"{age:.0f} seconds ago"
        told.append(f"nobody looks around: the last time was {seen}")
    incident = open_platform_incident()
    if incident is not None:
        told.append(f"much went silent at once: {incident}")
    return told
