"""A governance lead looks into a client, for some hours and for a reason."""

import django.db.models.deletion
import tenants.identifiers
import tenants.scoping
from django.conf import settings
from django.db import migrations, models

from tenants.isolation import Isolate


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('tenants', '0011_working_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='SupportAccess',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('reason', models.TextField()),
                ('opened_at', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('ended_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('lead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('opened_at'))), name='support_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('ended_by__isnull', True), ('ended_at__isnull', False), _connector='OR'), name='support_ended_by_somebody_has_ended')],
            },
        ),
        Isolate(
            ["SupportAccess"], updates={"SupportAccess": ["ended_at", "ended_by_id"]}
        ),
        # Finds who may look in now: asked for each page that a lead opens.
        migrations.AddIndex(
            "supportaccess",
            models.Index(
                fields=["client", "lead", "until"],
                condition=models.Q(ended_at__isnull=True),
                name="support_access_open",
            ),
        ),
    ]
