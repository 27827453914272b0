"""How much of a limit is used, reserved by actions that are not settled yet."""

from django.db import models

from tenants.models import ClientOwned, to_client_owned


class LimitUse(ClientOwned):
    """The counter of one limit for one subject in one window.

    ``currency`` is empty for a count. A limit that is given another currency, or
    counts instead of summing, starts at nothing: its numbers are never mixed.
    """

    rule_key = models.CharField(max_length=60)
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

    def __str__(self) -> str:
        return f"{self.rule_key} {self.subject} {self.window}"


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
