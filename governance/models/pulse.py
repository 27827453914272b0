"""When the platform last looked for what is overdue, and a worker heard it ring."""

from django.db import models


class Pulse(models.Model):
    """The turns of the sweeper (of all that would sweep, one does) and of the doorbell.

    Of no client. ``since`` is when the turns began that went on without a pause
    until now: what ended while nobody looked is counted from there.
    """

    name = models.CharField(max_length=20, primary_key=True)
    turn_at = models.DateTimeField()
    since = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
