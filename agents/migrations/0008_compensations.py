"""How an effect is undone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("agents", "0007_accountability")]

    operations = [
        migrations.AddField(
            "actiontype",
            "compensation",
            models.JSONField(
                db_default={},
                default=dict,
                help_text="Which action undoes it, and its parameters by where their "
                "values stand; empty where a person has to.",
            ),
        )
    ]
