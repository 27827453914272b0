"""Answers about processes that no agent works on yet."""

import django.db.models.deletion
import tenants.identifiers
import tenants.scoping
from django.db import migrations, models

from tenants.isolation import Isolate


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('governance', '0023_handovers'),
        ('tenants', '0006_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='Questionnaire',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120)),
                ('answers', models.JSONField(default=dict)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('started_at', models.DateTimeField()),
                ('answered_at', models.DateTimeField()),
                ('answered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        Isolate(
            ["Questionnaire"],
            updates={
                "Questionnaire": [
                    "answers",
                    "revision",
                    "answered_by_id",
                    "answered_at",
                ]
            },
        ),
    ]
