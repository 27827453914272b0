"""Who was told of something, when, and whether it arrived."""

from django.db import models

from governance.escalation import LAST_SHARE, Place, read_plan, told_as
from tenants.models import ClientOwned, to_client_owned


class NoticeOutcome(models.TextChoices):
    """What became of a mail."""

    PENDING = "pending", "being sent"
    SENT = "sent", "sent"
    FAILED = "failed", "not delivered yet"
    NEEDLESS = "needless", "no longer needed"


class Notice(ClientOwned):
    """One person, told once of one step; ``problem`` is why it did not arrive.

    ``after`` is which share of the time that was given had gone, in percent.

    ``mail_id`` is a mail in the outbox, which is deleted when it is old: what became of
    it is kept here.
    """

    person = to_client_owned("tenants.Membership")
    after = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=10, choices=[(p.value, p.value) for p in Place])
    mail_id = models.UUIDField()
    told_at = models.DateTimeField()
    outcome = models.CharField(
        max_length=10, choices=NoticeOutcome, default=NoticeOutcome.PENDING
    )
    settled_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True, default="")

    class Meta(ClientOwned.Meta):
        abstract = True

    @property
    def as_what(self) -> str:
        """As what the person was told: "owner"."""
        return Place(self.place).wording


class CheckpointNotice(Notice):
    """Somebody who was told of a checkpoint; the time is that to answer."""

    checkpoint = to_client_owned("governance.Checkpoint", related_name="notices")

    class Meta(Notice.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "checkpoint", "person", "after"],
                name="checkpoint_notice_once",
            ),
            models.CheckConstraint(
                condition=models.Q(after__lte=LAST_SHARE),
                name="checkpoint_notice_before_the_end",
            ),
            models.CheckConstraint(
                condition=models.Q(place__in=[place.value for place in Place]),
                name="checkpoint_notice_place_known",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome__in=NoticeOutcome.values),
                name="checkpoint_notice_outcome_known",
            ),
        )

    @property
    def wording(self) -> str:
        """Why the person was told then: "half of the time has gone"."""
        planned = read_plan(self.checkpoint.escalation)
        return told_as(planned, self.after, at=self.told_at)

    def __str__(self) -> str:
        return f"notice of checkpoint {self.checkpoint_id}"
