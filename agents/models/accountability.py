"""Who answers for an agent when, and who is away when."""

from django.db import models

from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned


class Absence(ClientOwned):
    """A person is away, as planned beforehand; deputies stand in meanwhile."""

    membership = to_client_owned("tenants.Membership")
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
                name="absence_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership_id} is away"


class Accountability(ClientOwned):
    """A stretch of time in which one person answers for an agent.

    The database refuses two at the same instant, and any change of what is past: so
    "who was accountable on 3 March, 14:02" has one answer. A stretch to come that was
    called off ends when it begins.
    """

    agent = to_client_owned("agents.Agent")
    ownership = to_client_owned("agents.Ownership", related_name="answers")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta(ClientOwned.Meta):
        verbose_name_plural = "accountabilities"

    def __str__(self) -> str:
        return f"{self.agent_id} since {self.since:%Y-%m-%d %H:%M}"
