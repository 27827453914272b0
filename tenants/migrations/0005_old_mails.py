"""Old mails are forgotten: the application may delete them."""

from django.db import migrations


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("tenants", "0004_second_publisher")]

    operations = [
        migrations.RunSQL(
            "GRANT DELETE ON tenants_mail TO remit_app",
            "REVOKE DELETE ON tenants_mail FROM remit_app",
        )
    ]
