"""An agent for which nobody answers any more, until somebody does again."""

from django.db import models

from tenants.models import ClientOwned, to_client_owned


class Handover(ClientOwned):
    """An agent is stopped since nobody answers for it; the ticket says who sees to it.

    At most one of an agent is open.
    """

    agent = to_client_owned("agents.Agent")
    ticket = to_client_owned("governance.Ticket")
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "agent"],
                condition=models.Q(ended_at__isnull=True),
                name="handover_one_open_per_agent",
            ),
        )

    def __str__(self) -> str:
        return f"handover of {self.agent_id}"
