"""Reads: how long ago the platform last looked for what is overdue."""

from django.db.models import ExpressionWrapper, F, FloatField
from django.db.models.functions import Extract

from governance.models import Pulse
from tenants.clock import RemitNow


def seconds_since_sweep() -> float | None:
    """Return the seconds since the sweeper's last turn, or None before its first."""
    age = ExpressionWrapper(
        Extract(RemitNow() - F("turn_at"), "epoch"), output_field=FloatField()
    )
    found: float | None = (
        Pulse.objects.filter(name="sweep").values_list(age, flat=True).first()
    )
    return found
