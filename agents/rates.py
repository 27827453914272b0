"""How often a key may be used. One bucket for what keeps a run safe, one for the rest:
a flood of calls must not keep a heartbeat, an outcome or a stop from getting through.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Bucket:
    """An allowance: one call each ``pace``, or up to ``burst`` of them at once."""

    name: str
    pace: timedelta
    burst: int


def ordinary() -> Bucket:
    """Return the allowance of most calls."""
    return _bucket("ordinary")


def vital() -> Bucket:
    """Return the allowance of heartbeats, outcomes and interrupts."""
    return _bucket("vital")


def _bucket(name: str) -> Bucket:
    limit = settings.RATE_LIMITS[name]
    pace = timedelta(seconds=1) / limit["per_second"]
    return Bucket(name=name, pace=pace, burst=limit["burst"])
