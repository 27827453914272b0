"""Whether a second factor was shown for an answer."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0027_refusal_causes")]

    operations = [
        migrations.AddField(
            model_name="checkpointanswer",
            name="stepped_up",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Whether this person's second factor was shown for this very answer.",
            ),
        ),
    ]
