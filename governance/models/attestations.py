"""What people found out about an action of which nobody knew whether it happened."""

from django.db import models

from tenants.models import ClientOwned, to_client_owned


class Attestation(ClientOwned):
    """One person's word, with what they saw. Above an amount it takes two alike."""

    action = to_client_owned("governance.Action", related_name="attestations")
    by = to_client_owned("tenants.Membership")
    happened = models.BooleanField()
    evidence = models.TextField()
    at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "action", "by"], name="attestation_once_each"
            ),
        )

    @property
    def word(self) -> str:
        """What they found: "it happened"."""
        return "it happened" if self.happened else "it did not happen"

    def __str__(self) -> str:
        return self.word
