"""When a worker last heard the doorbell."""

from django.db import migrations

_HEARD = "INSERT INTO governance_pulse VALUES ('doorbell', remit_now(), remit_now())"


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0041_compensations")]

    operations = [
        migrations.RunSQL(_HEARD, "DELETE FROM governance_pulse WHERE name = 'doorbell'")
    ]
