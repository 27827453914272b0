"""Reads: how long ago the platform last looked around, and a worker last heard it."""

from dataclasses import dataclass

from django.db.models import ExpressionWrapper, F, FloatField
from django.db.models.functions import Extract

from governance.models import Pulse
from tenants.clock import RemitNow


@dataclass(frozen=True, slots=True)
class Ages:
    """The seconds since the sweeper's last turn, and since a worker heard the doorbell.

    None before the first time.
    """

    sweep: float | None
    doorbell: float | None


def ages() -> Ages:
    """Return how long ago each of the two was. One query."""
    age = ExpressionWrapper(
        Extract(RemitNow() - F("turn_at"), "epoch"), output_field=FloatField()
    )
    found: dict[str, float] = dict(Pulse.objects.values_list("name", age))
    return Ages(found.get("sweep"), found.get("doorbell"))
