"""What a process says about stopping midway, kept with each interruption."""

from django.db import migrations, models

_THEN = [
    "retry",
    "reconcile",
    "go_on",
    "compensate",
    "hand_over",
    "fail_closed",
]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0032_halts")]

    operations = [
        migrations.AddField(
            "interruption",
            "then",
            models.CharField(
                max_length=12,
                choices=[(one, one) for one in _THEN],
                default="hand_over",
                db_default="hand_over",
                help_text="What its process says, or the platform usually does.",
            ),
        ),
        migrations.AddConstraint(
            "interruption",
            models.CheckConstraint(
                condition=models.Q(then__in=_THEN), name="interruption_then_known"
            ),
        ),
    ]
