"""Halt drills that the platform starts by itself, every so many days."""

from django.db import migrations, models

from tenants.isolation import APP_ROLE

_EVERY = {
    "help_text": "The platform starts a halt drill after so many days; empty: never.",
    "null": True,
}


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0038_platform_incidents")]

    operations = [
        *(
            migrations.AddField(
                model, "drill_days", models.PositiveSmallIntegerField(**_EVERY)
            )
            for model in ("readinesspolicy", "historicalreadinesspolicy")
        ),
        migrations.AddConstraint(
            "readinesspolicy",
            models.CheckConstraint(
                condition=models.Q(drill_days__isnull=True)
                | models.Q(drill_days__gte=1, drill_days__lte=366),
                name="readiness_policy_drills_in_range",
            ),
        ),
        migrations.RunSQL(
            f"GRANT UPDATE (drill_days) ON governance_readinesspolicy TO {APP_ROLE}",
            migrations.RunSQL.noop,
        ),
    ]
