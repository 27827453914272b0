"""A process while it is being written."""

from django.db import models

from tenants.models import ClientOwned, to_client_owned


class WorkflowDraft(ClientOwned):
    """The next version of a workflow as it is being written; published, it is gone.

    ``revision`` grows with every change: whoever saves says which one they saw, so
    that two people do not overwrite each other.
    """

    workflow = to_client_owned("governance.Workflow")
    steps = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=1)
    edited_by = to_client_owned("tenants.Membership")
    edited_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "workflow"], name="workflow_draft_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"draft of {self.workflow_id}"
