"""What a person decided about a run that stopped midway, and what people then did."""

from django.db import models

from tenants.models import ClientOwned, to_client_owned


class Decided(models.TextChoices):
    """What becomes of a run that stopped."""

    RESUME = "resume", "its agent goes on from its save point"
    BY_HAND = "by_hand", "people do the rest"
    COMPENSATE = "compensate", "what was done is undone"
    ABANDON = "abandon", "nothing more is done"


class Rescue(ClientOwned):
    """One decision about one stop of a run, with its reason; never changed."""

    run = to_client_owned("governance.Run", related_name="rescues")
    interruption = to_client_owned("governance.Interruption")
    decided = models.CharField(max_length=10, choices=Decided)
    reason = models.TextField()
    decided_by = to_client_owned("tenants.Membership")
    decided_at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "interruption"], name="rescue_once_per_stop"
            ),
            models.CheckConstraint(
                condition=models.Q(decided__in=Decided.values),
                name="rescue_decided_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.decided} of {self.run_id}"


class HandedStep(ClientOwned):
    """A step that a person did, or left out, in the place of the agent; never changed.

    ``words`` say what was done and where that can be seen, or why it was left out.
    """

    rescue = to_client_owned("governance.Rescue", related_name="steps")
    key = models.CharField(max_length=60)
    done = models.BooleanField()
    words = models.TextField()
    by = to_client_owned("tenants.Membership")
    at = models.DateTimeField()

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "rescue", "key"], name="handed_step_once"
            ),
        )

    def __str__(self) -> str:
        return self.key
