"""Reads: how much is silent at once, which is an incident of the platform."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection

from governance.models import PlatformIncident

_SILENCE = "SELECT held, silent FROM remit_silence(%s, %s, %s)"
# Kubernetes stops evicting where half of a zone is gone; leases are fewer than nodes.
_LEAST, _SHARE = 5, 0.3


@dataclass(frozen=True, slots=True)
class Silence:
    """How many leases of workers and agents there are, and how many have ended."""

    held: int
    silent: int

    @property
    def is_of_one_cause(self) -> bool:
        """Whether so much is silent that it is not each one's own silence."""
        return self.silent >= _LEAST and self.silent >= self.held * _SHARE


def silence(*, since: datetime) -> Silence:
    """Count across clients whose lease has ended, as recovery would. One query."""
    leases = [settings.ACTION_LEASE_SECONDS, settings.RUN_LEASE_SECONDS]
    with connection.cursor() as cursor:
        cursor.execute(_SILENCE, [since, *leases])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - counting gives a row
    return Silence(held=row[0], silent=row[1])


def open_platform_incident() -> PlatformIncident | None:
    """Return the incident of the platform that is not over, if there is one."""
    return PlatformIncident.objects.filter(ended_at__isnull=True).first()
