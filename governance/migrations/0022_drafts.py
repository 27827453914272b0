"""Processes while they are being written."""

import django.db.models.deletion
import tenants.identifiers
import tenants.scoping
from django.db import migrations, models

from tenants.isolation import Isolate


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('governance', '0021_readiness'),
        ('tenants', '0005_old_mails'),
    ]

    operations = [
        migrations.CreateModel(
            name='WorkflowDraft',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('steps', models.JSONField(default=list)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('edited_at', models.DateTimeField()),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('edited_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('workflow', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.workflow')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('client', 'workflow'), name='workflow_draft_one_at_a_time')],
            },
        ),
        Isolate(
            ["WorkflowDraft"],
            updates={
                "WorkflowDraft": ["steps", "revision", "edited_by_id", "edited_at"]
            },
            deletes=["WorkflowDraft"],
        ),
    ]
