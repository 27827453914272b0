"""Finding what is unknown now, however much has been done before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0007_finding_old_keys")]

    operations = [
        migrations.AddIndex(
            "action",
            models.Index(
                fields=["client"],
                name="action_unknown",
                condition=models.Q(status="unknown"),
            ),
        ),
    ]
