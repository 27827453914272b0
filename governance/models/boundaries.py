"""What is allowed: rules as drafts, and the immutable versions that the gate reads."""

from django.db import models

from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned


class Effect(models.TextChoices):
    """What a rule does when it applies."""

    ALLOW = "allow", "may do alone"
    CHECKPOINT = "checkpoint", "needs a person"
    DENY = "deny", "is forbidden"


class BoundaryRule(ClientOwned):
    """One rule as it is being written; it takes effect only when published."""

    number = models.PositiveIntegerField()
    key = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)
    effect = models.CharField(max_length=10, choices=Effect)
    subject = models.CharField(max_length=60, default="*")
    workflow = models.CharField(max_length=80, default="*")
    action = models.CharField(max_length=80)
    conditions = models.JSONField(null=True)
    obligation = models.JSONField(null=True)
    limit = models.JSONField(null=True)
    reason = models.TextField()

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["client", "key"], name="rule_key_once"),
            models.CheckConstraint(
                condition=models.Q(effect__in=Effect.values),
                name="rule_effect_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class BoundaryVersion(ClientOwned):
    """A published, numbered set of rules. The gate loads nothing else."""

    number = models.PositiveIntegerField()
    document = models.JSONField()
    content_hash = models.CharField(max_length=71)
    published_by = to_client_owned("tenants.Membership")
    published_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "number"],
                name="boundary_version_once",
            ),
        )

    def __str__(self) -> str:
        return f"boundary version {self.number}"


class Register(ClientOwned):
    """A table of facts that the client keeps: approved suppliers, purchase orders."""

    name = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "name"], name="register_name_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Record(ClientOwned):
    """One record of a register; the platform looks it up, never the agent."""

    register = to_client_owned("governance.Register")
    key = models.CharField(max_length=120)
    data = models.JSONField()

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "register", "key"],
                name="record_key_once",
            ),
        )

    def __str__(self) -> str:
        return self.key
