"""The platform's own rules, which bind every client; they belong to none."""

from django.db import models

from governance.models.boundaries import RuleStatus
from tenants.identifiers import uuid7
from tenants.models import User


class Guardrail(models.Model):
    """One revision of a rule of the platform as it is being written.

    Nothing is changed: who changes a guardrail writes its next revision, so that the
    rows themselves are the record of who wrote what, when and why.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.SlugField(max_length=50)
    revision = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    status = models.CharField(max_length=10, choices=RuleStatus)
    rule = models.JSONField()
    reason = models.TextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["key", "revision"], name="guardrail_revision_once"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=RuleStatus.values),
                name="guardrail_status_known",
            ),
        )

    def __str__(self) -> str:
        return self.title


class GuardrailVersion(models.Model):
    """A published, numbered set of guardrails; the newest one binds every client."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField()
    content_hash = models.CharField(max_length=71)
    reason = models.TextField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"guardrail version {self.number}"
