"""Somebody answers in another person's place for some days."""

from django.db import models

from tenants.history import tracked
from tenants.models.base import ClientOwned, to_client_owned


class Delegation(ClientOwned):
    """A person's places in groups are held by another one meanwhile.

    Whoever holds them is asked and answers in their own name, and the person whose
    places they are is not asked. Places are not handed on any further.
    """

    membership = to_client_owned("tenants.Membership")
    to = to_client_owned("tenants.Membership")
    since = models.DateTimeField()
    until = models.DateTimeField()
    entered_by = to_client_owned("tenants.Membership")
    entered_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")),
                name="delegation_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("to")),
                name="delegation_to_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.to_id} answers for {self.membership_id}"
