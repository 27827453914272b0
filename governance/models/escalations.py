"""Who is told of what waits for a group, and when: as a client has written it."""

from django.db import models

from governance.escalation import Step, read_steps
from tenants.models import ClientOwned, to_client_owned


class Escalation(ClientOwned):
    """What was written about a group; the newest counts, and none is ever changed.

    ``steps`` are as ``governance.escalation.written_steps`` writes them.
    """

    group = to_client_owned("tenants.Group")
    number = models.PositiveIntegerField()
    steps = models.JSONField()
    written_by = to_client_owned("tenants.Membership")
    written_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "group", "number"], name="escalation_number_once"
            ),
        )

    @property
    def read(self) -> tuple[Step, ...]:
        """Return the steps."""
        return read_steps(self.steps)

    def __str__(self) -> str:
        return f"escalation {self.number} of {self.group_id}"
