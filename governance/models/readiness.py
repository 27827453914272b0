"""What makes a process ready beyond its steps: waivers, drills, reviews."""

from django.db import models

from tenants.history import tracked
from tenants.models import ClientOwned, to_client_owned

LONGEST_GRACE_DAYS = 90
LONGEST_KEPT_DAYS = 36500
LONGEST_DRILL_DAYS = 366


class ReadinessPolicy(ClientOwned):
    """What a client has settled for all of its processes; at most one row."""

    grace_days = models.PositiveSmallIntegerField(
        default=14, help_text="How long an overdue review is let pass."
    )
    kept_days = models.PositiveIntegerField(
        null=True, help_text="How long the trace is kept; empty: nobody has said."
    )

    drill_days = models.PositiveSmallIntegerField(
        null=True,
        help_text="The platform starts a halt drill after so many days; empty: never.",
    )
    # Up to which amount one person says what became of an unknown action; null: always.
    attest_amount = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    attest_currency = models.CharField(
        max_length=3, blank=True, default="", db_default=""
    )

    history = tracked()

    class Meta(ClientOwned.Meta):
        verbose_name_plural = "readiness policies"
        constraints = (
            models.UniqueConstraint(
                fields=["client"], name="readiness_policy_one_per_client"
            ),
            models.CheckConstraint(
                condition=models.Q(grace_days__lte=LONGEST_GRACE_DAYS)
                & (
                    models.Q(kept_days__isnull=True)
                    | models.Q(kept_days__gte=1, kept_days__lte=LONGEST_KEPT_DAYS)
                ),
                name="readiness_policy_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(drill_days__isnull=True)
                | models.Q(drill_days__gte=1, drill_days__lte=LONGEST_DRILL_DAYS),
                name="readiness_policy_drills_in_range",
            ),
            models.CheckConstraint(
                condition=models.Q(attest_amount__isnull=True, attest_currency="")
                | (
                    models.Q(attest_amount__isnull=False, attest_amount__gte=0)
                    & ~models.Q(attest_currency="")
                ),
                name="readiness_policy_attest_together",
            ),
        )

    def __str__(self) -> str:
        return f"{self.grace_days} days of grace"


class Waiver(ClientOwned):
    """A person answers for one gap of a process, in writing and for a while.

    ``check_code`` and ``about`` name the gap; ``gap`` is how it read when it was
    waived. Where the check is about an agent, the waiver is for that agent only.
    """

    workflow = to_client_owned("governance.Workflow")
    agent = to_client_owned("agents.Agent", null=True)
    check_code = models.CharField(max_length=60)
    about = models.CharField(max_length=200, blank=True)
    gap = models.TextField()
    reason = models.TextField()
    waived_by = to_client_owned("tenants.Membership")
    waived_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_by = to_client_owned("tenants.Membership", null=True)
    withdrawn_at = models.DateTimeField(null=True)

    history = tracked()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "workflow", "agent", "check_code", "about"],
                condition=models.Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="waiver_once_while_standing",
            ),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("waived_at")),
                name="waiver_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at=None, withdrawn_by=None)
                | models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="waiver_withdrawn_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.gap


class DrillState(models.TextChoices):
    """Where a halt drill is."""

    STARTED = "started", "being stopped"
    HANDED_OVER = "handed_over", "waiting for the person"
    PASSED = "passed", "passed"
    FAILED = "failed", "failed"


class Drill(ClientOwned):
    """A rehearsal run that the platform stops midway, and what it measured.

    ``halted_at`` is when the halt was set, ``noticed_at`` when the run was told to
    stop, ``refused_at`` when its next action was refused, ``stopped_at`` when it was
    handed over, ``answered_at`` when the person said so.
    """

    agent = to_client_owned("agents.Agent")
    workflow_version = to_client_owned("governance.WorkflowVersion")
    run = to_client_owned("governance.Run", null=True)
    ticket = to_client_owned("governance.Ticket", null=True)
    state = models.CharField(
        max_length=12, choices=DrillState, default=DrillState.STARTED
    )
    step = models.CharField(
        max_length=60, help_text="The step before which it is stopped."
    )
    started_by = to_client_owned("tenants.Membership")
    started_at = models.DateTimeField()
    halted_at = models.DateTimeField(null=True)
    noticed_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    answered_by = to_client_owned("tenants.Membership", null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "agent", "workflow_version"],
                condition=models.Q(state__in=["started", "handed_over"]),
                name="drill_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=DrillState.values),
                name="drill_state_known",
            ),
            # It passed only if all of it happened, in this order.
            models.CheckConstraint(
                condition=~models.Q(state="passed")
                | models.Q(
                    halted_at__lte=models.F("noticed_at"),
                    noticed_at__lte=models.F("refused_at"),
                    refused_at__lte=models.F("stopped_at"),
                    stopped_at__lte=models.F("answered_at"),
                    answered_by__isnull=False,
                ),
                name="drill_passed_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"halt drill {self.id}"


class ReviewOf(models.TextChoices):
    """What is looked at again from time to time."""

    BOUNDARIES = "boundaries", "the boundaries"
    CLEARANCE = "clearance", "a clearance"
    OWNERSHIP = "ownership", "who answers"


class Review(ClientOwned):
    """Somebody looked at something again, and said by when to look next."""

    of = models.CharField(max_length=12, choices=ReviewOf)
    target_id = models.UUIDField(
        help_text="The boundary version, the clearance or the ownership."
    )
    reviewed_by = to_client_owned("tenants.Membership")
    reviewed_at = models.DateTimeField()
    found = models.TextField(help_text="What the person found, in words.")
    next_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(of__in=ReviewOf.values), name="review_of_known"
            ),
            models.CheckConstraint(
                condition=models.Q(next_at__gt=models.F("reviewed_at")),
                name="review_next_later",
            ),
        )
        indexes = (
            models.Index(fields=["client", "of", "target_id"], name="review_target"),
        )

    def __str__(self) -> str:
        return f"review of {self.get_of_display()}"
