"""What goes wrong with the platform itself; it belongs to no client."""

from django.db import models

from tenants.identifiers import uuid7


class PlatformIncident(models.Model):
    """Much went silent at once, which has one cause: a deploy, a network, a database.

    ``silent`` of the ``held`` leases had ended when it was found. It is over once so
    much is not silent any more.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    held = models.PositiveIntegerField()
    silent = models.PositiveIntegerField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["ended_at"],
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="platform_incident_one_open",
            ),
        )

    def __str__(self) -> str:
        return f"{self.silent} of {self.held} leases ended at once"
