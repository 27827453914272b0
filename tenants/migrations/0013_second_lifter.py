"""Whether lifting a halt takes two people."""

from django.db import migrations, models

from tenants.isolation import APP_ROLE


def _demanded() -> models.BooleanField:
    told = "Whether a halt is lifted by somebody else than asked for it."
    return models.BooleanField(default=False, db_default=False, help_text=told)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("tenants", "0012_support_access")]

    operations = [
        migrations.AddField("client", "second_lifter", _demanded()),
        migrations.AddField("historicalclient", "second_lifter", _demanded()),
        migrations.RunSQL(
            f"GRANT UPDATE (second_lifter) ON tenants_client TO {APP_ROLE}",
            migrations.RunSQL.noop,
        ),
    ]
