"""When a client works, and whether a group's time to answer counts only then."""

from django.db import migrations, models

from tenants.isolation import APP_ROLE


def _hours() -> models.JSONField:
    told = "When people work; the usual hours where nothing is written."
    return models.JSONField(default=dict, db_default={}, help_text=told)


def _counts() -> models.BooleanField:
    told = "Whether its time to answer counts only while the client works."
    return models.BooleanField(default=False, db_default=False, help_text=told)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("tenants", "0010_delegations")]

    operations = [
        migrations.AddField("client", "working_hours", _hours()),
        migrations.AddField("historicalclient", "working_hours", _hours()),
        migrations.AddField("group", "in_working_hours", _counts()),
        migrations.AddField("historicalgroup", "in_working_hours", _counts()),
        migrations.RunSQL(
            [
                f"GRANT UPDATE (working_hours) ON tenants_client TO {APP_ROLE}",
                f"GRANT UPDATE (in_working_hours) ON tenants_group TO {APP_ROLE}",
            ],
            migrations.RunSQL.noop,
        ),
    ]
