"""What a client's own systems are told of, and whether it arrived."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from governance.news import News
from tenants.models import ClientOwned, to_client_owned

NEWS = [(one.value, one.wording) for one in News]


class Subscription(ClientOwned):
    """Over which connection a system is told of what; another choice is another row.

    It lasts until ``ended_at``, with ``ended_because`` where no person ended it.
    """

    runner = to_client_owned("agents.Runner")
    news = ArrayField(models.CharField(max_length=40, choices=NEWS))
    made_by = to_client_owned("tenants.Membership")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True, default="")

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "runner"],
                condition=models.Q(ended_at__isnull=True),
                name="subscription_one_per_runner",
            ),
            models.CheckConstraint(
                condition=models.Q(news__contained_by=[one.value for one in News]),
                name="subscription_news_known",
            ),
        )

    def __str__(self) -> str:
        return f"subscription {self.id}"


class AnnouncementState(models.TextChoices):
    """What became of a message."""

    WAITING = "waiting", "not delivered yet"
    DELIVERED = "delivered", "delivered"
    GIVEN_UP = "given_up", "given up"


class Announcement(ClientOwned):
    """One message of one subscription: the same bytes at every attempt."""

    subscription = to_client_owned("governance.Subscription")
    news = models.CharField(max_length=40, choices=NEWS)
    body = models.TextField()
    written_at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=AnnouncementState, default=AnnouncementState.WAITING
    )
    due_at = models.DateTimeField(
        null=True, help_text="When it is tried next; empty when nothing is left to do."
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    answer = models.TextField(
        blank=True, default="", help_text="What came back at the last attempt."
    )

    class Meta(ClientOwned.Meta):
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=AnnouncementState.values),
                name="announcement_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(news__in=[one.value for one in News]),
                name="announcement_news_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=AnnouncementState.WAITING, due_at__isnull=False
                )
                | (~models.Q(state=AnnouncementState.WAITING) & models.Q(due_at=None)),
                name="announcement_due_while_it_waits",
            ),
        )
        indexes = (
            models.Index(
                fields=["due_at"],
                condition=models.Q(due_at__isnull=False),
                name="announcement_due",
            ),
            # The newest of a connection, for its page.
            models.Index(
                fields=["client", "subscription", "-id"], name="announcement_newest"
            ),
        )

    def __str__(self) -> str:
        return f"{self.news} {self.id}"
