"""Limits per currency, and reservations that may move to another window and back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Only counts have been limited before, so no counter is without its currency."""

    dependencies = [("governance", "0004_four_eyes")]

    operations = [
        migrations.AddField(
            "limituse", "currency", models.CharField(blank=True, max_length=3)
        ),
        migrations.RemoveConstraint("limituse", "limit_use_once"),
        migrations.AddConstraint(
            "limituse",
            models.UniqueConstraint(
                fields=["client", "rule_key", "currency", "subject", "window"],
                name="limit_use_once",
            ),
        ),
        migrations.RemoveConstraint("reservation", "reservation_once"),
        migrations.AddConstraint(
            "reservation",
            models.UniqueConstraint(
                condition=~models.Q(state="released"),
                fields=["client", "action", "limit_use"],
                name="reservation_once",
            ),
        ),
        migrations.AddConstraint(
            "reservation",
            models.CheckConstraint(
                condition=models.Q(amount__gte=0), name="reservation_not_negative"
            ),
        ),
    ]
