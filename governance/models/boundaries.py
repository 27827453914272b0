"""What is allowed: rules as drafts, and the immutable versions that the gate reads."""

from django.db import models

from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned


class Effect(models.TextChoices):
    """What a rule does when it applies."""

    ALLOW = "allow", "may do alone"
    CHECKPOINT = "checkpoint", "needs a person"
    DENY = "deny", "is forbidden"


class RuleStatus(models.TextChoices):
    """What a rule will be in the next version; a draft and a retired one are not in."""

    DRAFT = "draft", "draft"
    OBSERVE = "observe", "only observes"
    ACTIVE = "active", "in force"
    RETIRED = "retired", "retired"


# What the next version holds.
LIVE = (RuleStatus.OBSERVE, RuleStatus.ACTIVE)


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", "open"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"
    OVERTAKEN = "overtaken", "overtaken"


class BoundaryRule(ClientOwned):
    """One rule as it is being written; it takes effect only when published."""

    status = models.CharField(
        max_length=10, choices=RuleStatus, default=RuleStatus.DRAFT
    )
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
            models.CheckConstraint(
                condition=models.Q(status__in=RuleStatus.values),
                name="rule_status_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class NamedList(ClientOwned):
    """A list that conditions name, as it is being written; published with the rules."""

    name = models.SlugField(max_length=60)
    title = models.CharField(max_length=120)
    entries = models.JSONField(default=list)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["client", "name"], name="list_name_once"),
        )

    def __str__(self) -> str:
        return self.title


class BoundaryVersion(ClientOwned):
    """A published, numbered set of rules. The gate loads nothing else.

    Where the client demands a second person, who published is not who proposed: a
    trigger refuses the row otherwise (migration 0012). Versions from before there
    were proposals were proposed by nobody.
    """

    number = models.PositiveIntegerField()
    document = models.JSONField()
    content_hash = models.CharField(max_length=71)
    proposed_by = to_client_owned("tenants.Membership", null=True)
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


class BoundaryProposal(ClientOwned):
    """What somebody proposes as the next version, until it is one or is put away."""

    document = models.JSONField()
    content_hash = models.CharField(max_length=71)
    reason = models.TextField(blank=True)
    base = to_client_owned("governance.BoundaryVersion", null=True)
    proposed_by = to_client_owned("tenants.Membership")
    proposed_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=ProposalState, default=ProposalState.OPEN
    )
    closed_by = to_client_owned("tenants.Membership", null=True)
    closed_at = models.DateTimeField(null=True)
    version = to_client_owned("governance.BoundaryVersion", null=True)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client"],
                condition=models.Q(state=ProposalState.OPEN.value),
                name="proposal_one_open",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ProposalState.values),
                name="proposal_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=ProposalState.OPEN.value,
                    closed_by__isnull=True,
                    closed_at__isnull=True,
                )
                | models.Q(
                    ~models.Q(state=ProposalState.OPEN.value),
                    closed_by__isnull=False,
                    closed_at__isnull=False,
                ),
                name="proposal_closed_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=ProposalState.PUBLISHED.value, version__isnull=False
                )
                | models.Q(
                    ~models.Q(state=ProposalState.PUBLISHED.value),
                    version__isnull=True,
                ),
                name="proposal_published_as_a_version",
            ),
        )

    def __str__(self) -> str:
        return f"proposal {self.id}"
