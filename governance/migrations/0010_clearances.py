"""Who revoked a clearance, and why."""

import django.db.models.deletion
from django.db import migrations, models

_REVOKED = """
ALTER TABLE governance_clearance ADD FOREIGN KEY (client_id, revoked_by_id)
    REFERENCES tenants_membership (client_id, id);
GRANT UPDATE (revoked_by_id, revoke_reason) ON governance_clearance TO remit_app;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('governance', '0009_backups'),
        ('tenants', '0002_isolation'),
    ]

    operations = [
        migrations.AddField(
            model_name='clearance',
            name='revoke_reason',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='clearance',
            name='revoked_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership'),
        ),
        migrations.AddField(
            model_name='historicalclearance',
            name='revoke_reason',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='historicalclearance',
            name='revoked_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.membership'),
        ),
        migrations.RunSQL(_REVOKED, migrations.RunSQL.noop),
    ]
