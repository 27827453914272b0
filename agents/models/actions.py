"""What agents can do."""

from django.db import models

from tenants.models import ClientOwned, to_client_owned


class Performer(models.TextChoices):
    """Who carries an action out once it is allowed."""

    PLATFORM = "platform", "The platform, through a runner"
    AGENT = "agent", "The agent itself, with a one-time permit"


class EffectClass(models.TextChoices):
    """What can be proved about an effect after its answer was lost."""

    PURE = "pure", "No effect outside"
    IDEMPOTENT = "idempotent", "The target knows a repetition"
    QUERYABLE = "queryable", "The target can be asked"
    UNSAFE = "unsafe", "Neither"


class Reversibility(models.TextChoices):
    """Whether the effect can be taken back."""

    READ_ONLY = "read_only", "Only reads"
    REVERSIBLE = "reversible", "Can be undone"
    IRREVERSIBLE = "irreversible", "Cannot be undone"


class ActionType(ClientOwned):
    """One version of one thing that an agent can do. Published, so never changed."""

    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    phrase = models.CharField(
        max_length=200,
        help_text="What it does, after 'to': pay {amount} to {supplier_name}",
    )
    schema = models.JSONField(help_text="JSON Schema of the parameters.")
    lookups = models.JSONField(
        default=dict,
        help_text="Facts that the platform looks up: name to register and key.",
    )
    effect_class = models.CharField(
        max_length=12, choices=EffectClass, default=EffectClass.UNSAFE
    )
    reversibility = models.CharField(max_length=12, choices=Reversibility)
    performer = models.CharField(
        max_length=8, choices=Performer, default=Performer.PLATFORM
    )
    runner = to_client_owned("agents.Runner", null=True)
    probe = models.JSONField(
        default=dict,
        help_text="How to ask the target what became of an intent: path and "
        "settle_seconds; empty where it cannot be asked.",
    )
    compensation = models.JSONField(
        default=dict,
        db_default={},
        help_text="Which action undoes it, and its parameters by where their values "
        "stand; empty where a person has to.",
    )
    repeat_seconds = models.PositiveIntegerField(
        default=24 * 3600,
        help_text="How long an idempotent target knows a repetition.",
    )
    permit_seconds = models.PositiveIntegerField(
        default=120, help_text="How long an agent has to report what it did."
    )
    published_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "name", "version"],
                name="action_type_version_once",
            ),
            models.CheckConstraint(
                condition=models.Q(effect_class__in=EffectClass.values),
                name="action_type_effect_class_known",
            ),
            models.CheckConstraint(
                condition=models.Q(reversibility__in=Reversibility.values),
                name="action_type_reversibility_known",
            ),
            models.CheckConstraint(
                condition=models.Q(performer__in=Performer.values),
                name="action_type_performer_known",
            ),
            models.CheckConstraint(
                condition=models.Q(performer=Performer.AGENT.value)
                | models.Q(runner__isnull=False),
                name="action_type_platform_has_a_runner",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"
