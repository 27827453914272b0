"""Draft rules tried on past actions, and finding what of it is due."""

import django.db.models.deletion
import tenants.identifiers
import tenants.scoping
from django.db import migrations, models

from tenants.isolation import Isolate, resolver_reads

_DUE = """
CREATE FUNCTION remit_replays_due(most integer)
RETURNS TABLE (client_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT r.client_id, r.id FROM governance_replayjob r
     WHERE r.state IN ('waiting', 'running')
       AND (r.lease_until IS NULL OR r.lease_until <= remit_now())
     ORDER BY r.asked_at, r.id LIMIT most
$$;
ALTER FUNCTION remit_replays_due(integer) OWNER TO remit_resolver;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('governance', '0016_circumstances'),
        ('tenants', '0004_second_publisher'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReplayJob',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('document', models.JSONField(help_text='The draft, as it was when asked for.')),
                ('days', models.PositiveSmallIntegerField()),
                ('state', models.CharField(choices=[('waiting', 'waits for a worker'), ('running', 'runs'), ('done', 'is done'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('result', models.JSONField(null=True)),
                ('problem', models.TextField(blank=True)),
                ('asked_at', models.DateTimeField()),
                ('lease_until', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'running'])), fields=['asked_at'], name='replay_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'done', 'failed'])), name='replay_state_known')],
            },
        ),
        Isolate(
            ["ReplayJob"],
            updates={
                "ReplayJob": [
                    "state",
                    "done",
                    "total",
                    "result",
                    "problem",
                    "lease_until",
                    "finished_at",
                ]
            },
        ),
        migrations.RunSQL(
            [
                *resolver_reads(
                    "governance_replayjob",
                    ["client_id", "id", "state", "lease_until", "asked_at"],
                ),
                _DUE,
            ],
            "DROP FUNCTION remit_replays_due(integer)",
        ),
    ]
