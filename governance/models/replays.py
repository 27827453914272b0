"""Draft rules tried on past actions, as somebody asked for it."""

from django.db import models

from tenants.models import ClientOwned, to_client_owned


class ReplayState(models.TextChoices):
    """How far a replay has come."""

    WAITING = "waiting", "waits for a worker"
    RUNNING = "running", "runs"
    DONE = "done", "is done"
    FAILED = "failed", "failed"


class ReplayJob(ClientOwned):
    """Past actions decided again by a draft, by a worker; nothing else changes.

    A worker that stopped left nothing: whoever finds its lease over begins anew.
    """

    document = models.JSONField(help_text="The draft, as it was when asked for.")
    days = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=10, choices=ReplayState, default=ReplayState.WAITING
    )
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
    problem = models.TextField(blank=True)
    asked_by = to_client_owned("tenants.Membership")
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=ReplayState.values),
                name="replay_state_known",
            ),
        )
        indexes = (
            # The workers': what is to be done.
            models.Index(
                fields=["asked_at"],
                name="replay_due",
                condition=models.Q(
                    state__in=[ReplayState.WAITING.value, ReplayState.RUNNING.value]
                ),
            ),
        )

    def __str__(self) -> str:
        return f"replay of {self.days} days"
