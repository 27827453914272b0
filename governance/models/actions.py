"""One request by an agent, from question to outcome."""

from django.db import models

from governance.models.boundaries import Effect
from governance.states import ActionStatus, RefusedBy
from tenants.models import ClientOwned, to_client_owned

ACTION_STATUSES = [(status.value, status.value) for status in ActionStatus]
REFUSERS = [(by.value, by.value) for by in RefusedBy]


class Action(ClientOwned):
    """What an agent asked to do. The row is the truth; a message is only a doorbell."""

    run = to_client_owned("governance.Run", related_name="actions")
    agent = to_client_owned("agents.Agent")
    action_type = to_client_owned("agents.ActionType")
    step = models.CharField(max_length=60, blank=True)
    resource_type = models.CharField(max_length=60, blank=True)
    resource_id = models.CharField(max_length=200, blank=True)
    parameters = models.JSONField()
    reason = models.TextField()
    act = models.TextField(help_text="What it would do, in words.")
    digest = models.CharField(max_length=71)
    status = models.CharField(max_length=12, choices=ACTION_STATUSES)
    refused_by = models.CharField(max_length=10, choices=REFUSERS, blank=True)
    explanation = models.TextField(blank=True)
    detail = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    fence = models.PositiveBigIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    due_at = models.DateTimeField(
        null=True,
        help_text="From when on the platform moves it: carries out (or withdraws) "
        "what is authorized, asks about what is unknown. Null: only others can.",
    )
    probes = models.PositiveSmallIntegerField(
        default=0, help_text="How often the target has been asked what happened."
    )
    traceparent = models.CharField(
        max_length=55, blank=True, help_text="The trace in which it was asked."
    )
    # Not asked by its agent: it undoes an effect, as a person decided.
    compensation = to_client_owned("governance.Compensation", null=True)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    status__in=[status.value for status in ActionStatus]
                ),
                name="action_status_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    refused_by__in=["", *(by.value for by in RefusedBy)]
                ),
                name="action_refuser_known",
            ),
            models.UniqueConstraint(
                fields=["client", "compensation"],
                condition=models.Q(compensation__isnull=False),
                name="action_once_per_compensation",
            ),
        )
        indexes = (
            # The workers': what is to be carried out, or asked about.
            models.Index(
                fields=["status", "due_at"],
                name="action_due",
                condition=models.Q(due_at__isnull=False),
            ),
            # The sweeper's: what somebody may have left midway.
            models.Index(
                fields=["lease_until"],
                name="action_leases",
                condition=models.Q(status=ActionStatus.RUNNING.value),
            ),
            # Who watches: what nobody knows about.
            models.Index(
                fields=["client"],
                name="action_unknown",
                condition=models.Q(status=ActionStatus.UNKNOWN.value),
            ),
            models.Index(fields=["client", "run"], name="action_by_run"),
            # The sweeper's: who is refused again and again.
            models.Index(
                fields=["asked_at"],
                name="action_refused",
                condition=models.Q(status=ActionStatus.REFUSED.value),
            ),
            # What rules ask of the past.
            models.Index(fields=["client", "asked_at"], name="action_by_time"),
            models.Index(
                fields=["client", "resource_id"],
                name="action_by_resource",
                condition=~models.Q(resource_id=""),
            ),
        )

    @property
    def is_compensation(self) -> bool:
        """Whether it undoes an effect, rather than being what its agent asked for."""
        return self.compensation_id is not None

    def __str__(self) -> str:
        return self.act


class Phase(models.TextChoices):
    """At which of its two times the gate answered."""

    ASKED = "asked", "when asked"
    EXECUTION = "execution", "at execution"


class Decision(ClientOwned):
    """What the gate answered, and everything that it rested on."""

    action = to_client_owned("governance.Action", related_name="decisions")
    phase = models.CharField(max_length=10, choices=Phase)
    effect = models.CharField(max_length=10, choices=Effect)
    refused_by = models.CharField(max_length=10, choices=REFUSERS, blank=True)
    code = models.CharField(max_length=40)
    explanation = models.TextField()
    verdict = models.JSONField()
    facts = models.JSONField()
    circumstances = models.JSONField(
        default=dict, help_text="The time, and what rules asked of the past."
    )
    boundary_version = to_client_owned("governance.BoundaryVersion", null=True)
    # The platform's, which belongs to no client.
    guardrail_version = models.ForeignKey(
        "governance.GuardrailVersion",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
    )
    ownership = to_client_owned("agents.Ownership", null=True)
    clearance = to_client_owned("governance.Clearance", null=True)
    decided_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(phase__in=Phase.values), name="decision_phase_known"
            ),
            models.CheckConstraint(
                condition=models.Q(effect__in=Effect.values),
                name="decision_effect_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    refused_by__in=["", *(by.value for by in RefusedBy)]
                ),
                name="decision_refuser_known",
            ),
        )
        indexes = (
            # The home page's: decisions of the last days.
            models.Index(fields=["client", "decided_at"], name="decision_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.effect} ({self.phase})"


class Intent(ClientOwned):
    """The durable record before a side effect; its id is what the target is given."""

    action = to_client_owned("governance.Action", related_name="intents")
    decision = to_client_owned("governance.Decision")
    fence = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=71)
    recorded_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            # Not a one-to-one field: its key would not be led by the client.
            models.UniqueConstraint(
                fields=["client", "action"], name="intent_once_per_action"
            ),
        )

    def __str__(self) -> str:
        return f"intent {self.id}"


class Result(models.TextChoices):
    """What is known of an effect."""

    DONE = "done", "It happened"
    FAILED_CLEAN = "failed_clean", "It did not happen"
    UNKNOWN = "unknown", "Nobody knows"


class Source(models.TextChoices):
    """Where the knowledge of an outcome comes from."""

    WORKER = "worker", "the runner's answer"
    AGENT = "agent", "the agent's word"
    PROBE = "probe", "asking the target"
    LATE = "late_result", "an answer that came late"
    ATTESTED = "attestation", "a person's word"
    SWEEPER = "sweeper", "a worker that stopped"


class Outcome(ClientOwned):
    """What became of an intent. An unknown one may be followed by a settling one."""

    intent = to_client_owned("governance.Intent", related_name="outcomes")
    result = models.CharField(max_length=12, choices=Result)
    source = models.CharField(max_length=12, choices=Source)
    summary = models.TextField()
    evidence = models.JSONField(default=dict)
    recorded_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(result__in=Result.values),
                name="outcome_result_known",
            ),
            models.CheckConstraint(
                condition=models.Q(source__in=Source.values),
                name="outcome_source_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.result} by {self.source}"


class IdempotencyKey(ClientOwned):
    """A request's key with the answer that was given, kept at least 24 hours."""

    agent = to_client_owned("agents.Agent")
    route = models.CharField(max_length=200)
    key = models.CharField(max_length=200)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    # Text: jsonb would forget the order, and the answer is the same to the byte.
    answer = models.TextField(blank=True)
    used_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "agent", "route", "key"], name="idempotency_key_once"
            ),
        )

    def __str__(self) -> str:
        return self.key
