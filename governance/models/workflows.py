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


class Fall(models.TextChoices):
    """Why a clearance ended before its day, without anybody revoking it."""

    WORKFLOW = "workflow", "a newer version of the process was published"
    COVERAGE = "coverage", "the boundaries no longer cover one of its actions"
    OWNER = "owner", "somebody else answers for the agent now"
    REVIEW = "review", "nobody looked at it again in time"


class Clearance(ClientOwned):
    """The signed, expiring permission for one agent on one workflow version.

    The agent's owner signs, and for a critical process a governance lead as well.
    It holds while the same person owns the agent, until it ends, is revoked or
    falls, and only as long as everything is ready: see ``Readiness``.
    """

    agent = to_client_owned("agents.Agent")
    workflow_version = to_client_owned("governance.WorkflowVersion")
    signed_by = to_client_owned("tenants.Membership")
    signed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = to_client_owned("tenants.Membership", null=True)
    revoke_reason = models.TextField(blank=True, default="")
    statement = models.TextField()
    critical = models.BooleanField(
        default=False, help_text="Whether it needs a governance lead's signature, too."
    )
    countersigned_by_lead = models.ForeignKey(
        "tenants.User", on_delete=models.PROTECT, related_name="+", null=True
    )
    countersigned_at = models.DateTimeField(null=True)
    fell_at = models.DateTimeField(null=True)
    fell_because = models.CharField(max_length=10, choices=Fall, blank=True, default="")

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(fell_because__in=["", *Fall.values]),
                name="clearance_fall_known",
            ),
            models.CheckConstraint(
                condition=models.Q(fell_at__isnull=True, fell_because="")
                | (models.Q(fell_at__isnull=False) & ~models.Q(fell_because="")),
                name="clearance_falls_because",
            ),
            models.CheckConstraint(
                condition=models.Q(countersigned_at=None, countersigned_by_lead=None)
                | models.Q(
                    countersigned_at__isnull=False, countersigned_by_lead__isnull=False
                ),
                name="clearance_countersigned_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"clearance {self.id}"


class Readiness(ClientOwned):
    """Whether all checks pass for what a clearance joins, as last looked at.

    Not signed and not kept: the ledger tells when it was lost and found again.
    """

    clearance = to_client_owned("governance.Clearance", related_name="readiness")
    ready_until = models.DateTimeField(
        null=True,
        help_text="Until when it stays ready if nothing changes. In the past or "
        "empty: it is not ready, and the agent may not act.",
    )
    gaps = models.JSONField(default=list, help_text="What is missing, in words.")
    looked_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        verbose_name_plural = "readiness"
        constraints = (
            models.UniqueConstraint(
                fields=["client", "clearance"], name="readiness_once_per_clearance"
            ),
        )
        indexes = (models.Index(fields=["looked_at"], name="readiness_looked"),)

    def __str__(self) -> str:
        return f"readiness of {self.clearance_id}"
