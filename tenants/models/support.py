"""A governance lead looks into a client, for some hours and for a reason."""

from django.db import models

from tenants.models.base import ClientOwned, to_client_owned
from tenants.models.people import User


class SupportAccess(ClientOwned):
    """From when until when a lead may look into the client, and why.

    It is over before ``until`` where the lead, or ``ended_by`` of the client, ends it.
    """

    lead = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = to_client_owned("tenants.Membership", null=True)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("opened_at")),
                name="support_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_by__isnull=True)
                | models.Q(ended_at__isnull=False),
                name="support_ended_by_somebody_has_ended",
            ),
        )

        indexes = (
            # Finds who may look in now: asked for each page that a lead opens.
            models.Index(
                fields=["client", "lead", "until"],
                condition=models.Q(ended_at__isnull=True),
                name="support_access_open",
            ),
        )

    def __str__(self) -> str:
        return f"support access {self.id}"
