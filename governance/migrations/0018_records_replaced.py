"""A client's file replaces the records of a register: the application may delete them.

What was there stays in the history of the records, and the ledger says how many.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("governance", "0017_replays")]

    operations = [
        migrations.RunSQL(
            "GRANT DELETE ON governance_record TO remit_app",
            "REVOKE DELETE ON governance_record FROM remit_app",
        )
    ]
