"""Business processes as steps, and the permission to work on them."""

from django.db import models

from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned


class Workflow(ClientOwned):
    """A business process that agents may be cleared for."""

    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["client", "key"], name="workflow_key_once"),
        )

    def __str__(self) -> str:
        return self.title


class WorkflowVersion(ClientOwned):
    """A published version of a workflow's steps; never changed.

    ``steps`` is a list of ``{key, title, performer, action, critical, effect,
    on_halt}``; ``action`` is empty where nothing leaves the agent.
    """

    workflow = to_client_owned("governance.Workflow")
    number = models.PositiveIntegerField()
    steps = models.JSONField()
    content_hash = models.CharField(max_length=71)
    published_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "workflow", "number"],
                name="workflow_version_once",
            ),
        )

    def __str__(self) -> str:
        """Return title and number. Costs a query unless the workflow is loaded."""
        return f"{self.workflow.title}, version {self.number}"


class Clearance(ClientOwned):
    """The signed, expiring permission for one agent on one workflow version."""

    agent = to_client_owned("agents.Agent")
    workflow_version = to_client_owned("governance.WorkflowVersion")
    signed_by = to_client_owned("tenants.Membership")
    signed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = to_client_owned("tenants.Membership", null=True)
    revoke_reason = models.TextField(blank=True, default="")
    statement = models.TextField()

    history = tracked()

    class Meta(ClientOwned.Meta):
        pass

    def __str__(self) -> str:
        return f"clearance {self.id}"
