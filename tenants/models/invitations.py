"""Who has been asked to work at a client."""

from django.db import models
from django.db.models.functions import Lower

from tenants.models.base import ClientOwned
from tenants.models.clients import Role
from tenants.models.people import User


class Invitation(ClientOwned):
    """A person who was asked to join, until they do or it ends.

    Whoever holds the link in the mail can accept it: see ``tenants.links``.
    """

    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="invitation_role_known",
            ),
            models.CheckConstraint(
                condition=models.Q(accepted_at__isnull=True)
                | models.Q(withdrawn_at__isnull=True),
                name="invitation_ends_once",
            ),
            models.UniqueConstraint(
                "client",
                Lower("email"),
                condition=models.Q(accepted_at__isnull=True, withdrawn_at__isnull=True),
                name="invitation_open_once",
            ),
        )

    def __str__(self) -> str:
        return self.name
