"""What a client's own systems are told of, over which connection, and how it went."""

import django.contrib.postgres.fields
import django.db.models.deletion
import tenants.identifiers
import tenants.scoping
from django.db import migrations, models

from tenants.isolation import RESOLVER_ROLE, Isolate, resolver_reads

# As in 0025, and the messages that are to be sent.
_DUE = """
CREATE OR REPLACE FUNCTION remit_due(what text, most integer)
RETURNS TABLE (client_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    (SELECT a.client_id, a.id FROM governance_action a
      WHERE what = 'actions' AND a.status = 'authorized' AND a.due_at <= remit_now()
      ORDER BY a.due_at, a.id LIMIT most)
    UNION ALL
    (SELECT a.client_id, a.id FROM governance_action a
      WHERE what = 'probes' AND a.status = 'unknown' AND a.due_at <= remit_now()
      ORDER BY a.due_at, a.id LIMIT most)
    UNION ALL
    (SELECT a.client_id, a.id FROM governance_action a
      WHERE what = 'lost' AND a.status = 'running' AND a.lease_until < remit_now()
      ORDER BY a.lease_until, a.id LIMIT most)
    UNION ALL
    (SELECT r.client_id, r.id FROM governance_run r
      WHERE what = 'runs' AND r.state = 'running' AND NOT r.single
        AND r.lease_until < remit_now()
      ORDER BY r.lease_until, r.id LIMIT most)
    UNION ALL
    (SELECT DISTINCT k.client_id, k.client_id FROM governance_idempotencykey k
      WHERE what = 'keys' AND k.used_at < remit_now() - interval '48 hours'
      LIMIT most)
    UNION ALL
    (SELECT c.client_id, c.id FROM governance_checkpoint c
      WHERE what = 'checkpoints'
        AND c.state = 'waiting' AND c.deadline <= remit_now()
      ORDER BY c.deadline, c.id LIMIT most)
    UNION ALL
    (SELECT c.client_id, c.id FROM governance_checkpoint c
      WHERE what = 'notices' AND c.state = 'waiting'
        AND c.notice_at <= remit_now() AND c.deadline > remit_now()
      ORDER BY c.notice_at, c.id LIMIT most)
    UNION ALL
    (SELECT m.client_id, m.id FROM governance_announcement m
      WHERE what = 'announcements' AND m.due_at <= remit_now()
      ORDER BY m.due_at, m.id LIMIT most)
$$;
"""
_NEWS = [
    "checkpoint.asked",
    "checkpoint.approved",
    "checkpoint.refused",
    "checkpoint.expired",
    "checkpoint.cancelled",
    "ticket.opened",
]
_SENDING = ["state", "due_at", "attempts", "tried_at", "answer"]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('agents', '0007_accountability'),
        ('governance', '0030_escalations'),
        ('tenants', '0011_working_hours'),
    ]

    operations = [
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('news', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('checkpoint.asked', 'Something waits for a person'), ('checkpoint.approved', 'A person approved'), ('checkpoint.refused', 'A person refused'), ('checkpoint.expired', 'Nobody answered in time'), ('checkpoint.cancelled', 'What waited was withdrawn'), ('ticket.opened', 'An incident ticket was opened')], max_length=40), size=None)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.TextField(blank=True, default='')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('made_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('runner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.runner')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('news', models.CharField(choices=[('checkpoint.asked', 'Something waits for a person'), ('checkpoint.approved', 'A person approved'), ('checkpoint.refused', 'A person refused'), ('checkpoint.expired', 'Nobody answered in time'), ('checkpoint.cancelled', 'What waited was withdrawn'), ('ticket.opened', 'An incident ticket was opened')], max_length=40)),
                ('body', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'not delivered yet'), ('delivered', 'delivered'), ('given_up', 'given up')], default='waiting', max_length=10)),
                ('due_at', models.DateTimeField(help_text='When it is tried next; empty when nothing is left to do.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('tried_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True, default='', help_text='What came back at the last attempt.')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('subscription', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.subscription')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddConstraint(
            model_name='subscription',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('client', 'runner'), name='subscription_one_per_runner'),
        ),
        migrations.AddIndex(
            model_name='announcement',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='announcement_due'),
        ),
        migrations.AddIndex(
            model_name='announcement',
            index=models.Index(fields=['client', 'subscription', '-id'], name='announcement_newest'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'delivered', 'given_up'])), name='announcement_state_known'),
        ),
        migrations.AddConstraint(
            model_name='announcement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('due_at__isnull', False), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('due_at', None)), _connector='OR'), name='announcement_due_while_it_waits'),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(news__in=_NEWS), name="announcement_news_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="subscription",
            constraint=models.CheckConstraint(
                condition=models.Q(news__contained_by=_NEWS),
                name="subscription_news_known",
            ),
        ),
        Isolate(
            ["Subscription", "Announcement"],
            updates={
                "Subscription": ["ended_at", "ended_because"],
                "Announcement": _SENDING,
            },
        ),
        migrations.RunSQL(
            [
                *resolver_reads("governance_announcement", ["client_id", "id", "due_at"]),
                f"SET LOCAL ROLE {RESOLVER_ROLE}",
                _DUE,
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        ),
    ]
