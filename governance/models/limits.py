"""How much of a limit is used, reserved by actions that are not settled yet."""

from django.db import models

from tenants.models import ClientOwned, to_client_owned

# What stands for the currency of a sum that is not of money.
PLAIN = "#"


class LimitUse(ClientOwned):
    """The counter of one limit for one subject in one window.

    ``currency`` is empty for a count, and PLAIN for a sum of numbers that are no
    money. A limit that is given another currency, or counts instead of summing,
    starts at nothing: its numbers are never mixed.

    In a window that rolls ("24 hours") this is the head of its buckets, whoever
    wants to read or change one of them locks it first, and the numbers are those of
    all time.
    """

    rule_key = models.CharField(max_length=120)
    currency = models.CharField(max_length=3, blank=True)
    subject = models.TextField()
    window = models.CharField(max_length=40)
    used = models.DecimalField(max_digits=20, decimal_places=4, default=0)
    reserved = models.DecimalField(max_digits=20, decimal_places=4, default=0)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "rule_key", "currency", "subject", "window"],
                name="limit_use_once",
            ),
            models.CheckConstraint(
                condition=models.Q(used__gte=0, reserved__gte=0),
                name="limit_use_not_negative",
            ),
        )
        indexes = (
            # Neither number: whoever counts must not have to write an index, too.
            models.Index(
                fields=["client", "rule_key", "window", "id"],
                name="limit_use_of_window",
            ),
        )

    def __str__(self) -> str:
        return f"{self.rule_key} {self.subject} {self.window}"


class LimitBucket(ClientOwned):
    """What was reserved of a rolling limit in a stretch of time, and what was used."""

    limit_use = to_client_owned("governance.LimitUse", related_name="buckets")
    starts_at = models.DateTimeField()
    used = models.DecimalField(max_digits=20, decimal_places=4, default=0)
    reserved = models.DecimalField(max_digits=20, decimal_places=4, default=0)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "limit_use", "starts_at"], name="limit_bucket_once"
            ),
            models.CheckConstraint(
                condition=models.Q(used__gte=0, reserved__gte=0),
                name="limit_bucket_not_negative",
            ),
        )

    def __str__(self) -> str:
        return f"{self.limit_use_id} from {self.starts_at}"


class Hold(models.TextChoices):
    """What became of a reservation."""

    RESERVED = "reserved", "held"
    SETTLED = "settled", "used"
    RELEASED = "released", "given back"


class Reservation(ClientOwned):
    """What one action holds of one limit, or held: a row is never taken up again."""

    action = to_client_owned("governance.Action", related_name="reservations")
    limit_use = to_client_owned("governance.LimitUse")
    amount = models.DecimalField(max_digits=20, decimal_places=4)
    bucket = models.DateTimeField(
        null=True, help_text="In a window that rolls: when the bucket starts."
    )
    state = models.CharField(max_length=10, choices=Hold, default=Hold.RESERVED)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(
                fields=["client", "action", "limit_use"],
                condition=~models.Q(state=Hold.RELEASED.value),
                name="reservation_once",
            ),
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="reservation_not_negative"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=Hold.values),
                name="reservation_state_known",
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.state}"


class Recount(ClientOwned):
    """How far a client's counters have been counted again, and when that goes on."""

    due_at = models.DateTimeField()
    # The last counter that was counted. None: begin anew.
    after = to_client_owned("governance.LimitUse", null=True)

    class Meta(ClientOwned.Meta):
        constraints = (
            models.UniqueConstraint(fields=["client"], name="recount_one_per_client"),
        )

    def __str__(self) -> str:
        return f"recount due {self.due_at}"
