"""Readiness: policies, waivers, drills and reviews, and what lets a clearance fall."""

import django.db.models.deletion
import simple_history.models
import tenants.clock
import tenants.history
import tenants.identifiers
import tenants.scoping
from django.conf import settings
from django.db import migrations, models

from tenants.isolation import Isolate, resolver_reads

# A clearance ends once: whoever revoked it or however it fell stays so.
_ENDS = """
GRANT UPDATE (countersigned_by_lead_id, countersigned_at, fell_at, fell_because)
    ON governance_clearance TO remit_app;
CREATE FUNCTION remit_clearance_ends() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL AND
        (NEW.revoked_at, NEW.revoked_by_id, NEW.revoke_reason) IS DISTINCT FROM
        (OLD.revoked_at, OLD.revoked_by_id, OLD.revoke_reason) THEN
        RAISE EXCEPTION 'this clearance has been revoked and stays so'
              USING ERRCODE = 'integrity_constraint_violation';
    ELSIF OLD.fell_at IS NOT NULL AND
        (NEW.fell_at, NEW.fell_because) IS DISTINCT FROM
        (OLD.fell_at, OLD.fell_because) THEN
        RAISE EXCEPTION 'this clearance fell and stays so'
              USING ERRCODE = 'integrity_constraint_violation';
    ELSIF OLD.countersigned_at IS NOT NULL AND
        (NEW.countersigned_at, NEW.countersigned_by_lead_id) IS DISTINCT FROM
        (OLD.countersigned_at, OLD.countersigned_by_lead_id) THEN
        RAISE EXCEPTION 'a signature is given once'
              USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER clearance_ends BEFORE UPDATE ON governance_clearance
    FOR EACH ROW EXECUTE FUNCTION remit_clearance_ends();
ALTER TABLE governance_clearance ENABLE ALWAYS TRIGGER clearance_ends;
"""

# As remit_due in 0002: client and id across clients, and no content.
_DUE = """
CREATE FUNCTION remit_readiness_due(what text, most integer)
RETURNS TABLE (client_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    (SELECT r.client_id, r.clearance_id FROM governance_readiness r
       JOIN governance_clearance c
         ON c.client_id = r.client_id AND c.id = r.clearance_id
      WHERE what = 'clearances' AND r.looked_at < remit_now() - interval '5 minutes'
        AND c.revoked_at IS NULL AND c.fell_at IS NULL AND c.expires_at > remit_now()
      ORDER BY r.looked_at, r.id LIMIT most)
    UNION ALL
    (SELECT d.client_id, d.id FROM governance_drill d
      WHERE what = 'drills' AND (d.state = 'started'
         OR (d.state = 'handed_over' AND d.answer_by <= remit_now()))
      ORDER BY d.started_at, d.id LIMIT most)
$$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('agents', '0006_connections'),
        ('governance', '0020_traceparent'),
        ('tenants', '0005_old_mails'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Drill',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('state', models.CharField(choices=[('started', 'being stopped'), ('handed_over', 'waiting for the person'), ('passed', 'passed'), ('failed', 'failed')], default='started', max_length=12)),
                ('step', models.CharField(help_text='The step before which it is stopped.', max_length=60)),
                ('started_at', models.DateTimeField()),
                ('halted_at', models.DateTimeField(null=True)),
                ('noticed_at', models.DateTimeField(null=True)),
                ('refused_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('answer_by', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('failure', models.TextField(blank=True)),
                ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.agent')),
                ('answered_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('run', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.run')),
                ('started_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('ticket', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.ticket')),
                ('workflow_version', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.workflowversion')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='HistoricalReadinessPolicy',
            fields=[
                ('id', models.UUIDField(db_index=True, default=tenants.identifiers.uuid7, editable=False)),
                ('actor_kind', models.CharField(default=tenants.history.actor_kind, max_length=20)),
                ('actor_label', models.CharField(default=tenants.history.actor_label, max_length=200)),
                ('recorded_at', models.DateTimeField(db_default=tenants.clock.RemitNow())),
                ('grace_days', models.PositiveSmallIntegerField(default=14, help_text='How long an overdue review is let pass.')),
                ('kept_days', models.PositiveIntegerField(help_text='How long the trace is kept; empty: nobody has said.', null=True)),
                ('history_user_id', models.UUIDField(null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('client', models.ForeignKey(blank=True, db_constraint=False, default=tenants.scoping.current_client_id, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.client')),
            ],
            options={
                'verbose_name': 'historical readiness policy',
                'verbose_name_plural': 'historical readiness policies',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalWaiver',
            fields=[
                ('id', models.UUIDField(db_index=True, default=tenants.identifiers.uuid7, editable=False)),
                ('actor_kind', models.CharField(default=tenants.history.actor_kind, max_length=20)),
                ('actor_label', models.CharField(default=tenants.history.actor_label, max_length=200)),
                ('recorded_at', models.DateTimeField(db_default=tenants.clock.RemitNow())),
                ('check_code', models.CharField(max_length=60)),
                ('about', models.CharField(blank=True, max_length=200)),
                ('gap', models.TextField()),
                ('reason', models.TextField()),
                ('waived_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('history_user_id', models.UUIDField(null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('agent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='agents.agent')),
                ('client', models.ForeignKey(blank=True, db_constraint=False, default=tenants.scoping.current_client_id, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.client')),
                ('waived_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.membership')),
                ('withdrawn_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.membership')),
                ('workflow', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='governance.workflow')),
            ],
            options={
                'verbose_name': 'historical waiver',
                'verbose_name_plural': 'historical waivers',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Readiness',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('ready_until', models.DateTimeField(help_text='Until when it stays ready if nothing changes. In the past or empty: it is not ready, and the agent may not act.', null=True)),
                ('gaps', models.JSONField(default=list, help_text='What is missing, in words.')),
                ('looked_at', models.DateTimeField()),
                ('clearance', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='readiness', to='governance.clearance')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
            ],
            options={
                'verbose_name_plural': 'readiness',
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ReadinessPolicy',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('grace_days', models.PositiveSmallIntegerField(default=14, help_text='How long an overdue review is let pass.')),
                ('kept_days', models.PositiveIntegerField(help_text='How long the trace is kept; empty: nobody has said.', null=True)),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
            ],
            options={
                'verbose_name_plural': 'readiness policies',
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('of', models.CharField(choices=[('boundaries', 'the boundaries'), ('clearance', 'a clearance')], max_length=12)),
                ('target_id', models.UUIDField(help_text='The boundary version or the clearance.')),
                ('reviewed_at', models.DateTimeField()),
                ('found', models.TextField(help_text='What the person found, in words.')),
                ('next_at', models.DateTimeField()),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('reviewed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('check_code', models.CharField(max_length=60)),
                ('about', models.CharField(blank=True, max_length=200)),
                ('gap', models.TextField()),
                ('reason', models.TextField()),
                ('waived_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.agent')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('waived_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('withdrawn_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('workflow', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.workflow')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='clearance',
            name='countersigned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='clearance',
            name='countersigned_by_lead',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='clearance',
            name='critical',
            field=models.BooleanField(default=False, help_text="Whether it needs a governance lead's signature, too."),
        ),
        migrations.AddField(
            model_name='clearance',
            name='fell_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='clearance',
            name='fell_because',
            field=models.CharField(blank=True, choices=[('workflow', 'a newer version of the process was published'), ('coverage', 'the boundaries no longer cover one of its actions'), ('owner', 'somebody else answers for the agent now'), ('review', 'nobody looked at it again in time')], default='', max_length=10),
        ),
        migrations.AddField(
            model_name='historicalclearance',
            name='countersigned_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='historicalclearance',
            name='countersigned_by_lead',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalclearance',
            name='critical',
            field=models.BooleanField(default=False, help_text="Whether it needs a governance lead's signature, too."),
        ),
        migrations.AddField(
            model_name='historicalclearance',
            name='fell_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='historicalclearance',
            name='fell_because',
            field=models.CharField(blank=True, choices=[('workflow', 'a newer version of the process was published'), ('coverage', 'the boundaries no longer cover one of its actions'), ('owner', 'somebody else answers for the agent now'), ('review', 'nobody looked at it again in time')], default='', max_length=10),
        ),
        migrations.AddField(
            model_name='run',
            name='rehearsal',
            field=models.BooleanField(default=False, help_text="A halt drill's: needs no clearance, and no action is let through."),
        ),
        migrations.AlterField(
            model_name='run',
            name='clearance',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.clearance'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(('fell_because__in', ['', 'workflow', 'coverage', 'owner', 'review'])), name='clearance_fall_known'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fell_at__isnull', True), ('fell_because', '')), models.Q(('fell_at__isnull', False), models.Q(('fell_because', ''), _negated=True)), _connector='OR'), name='clearance_falls_because'),
        ),
        migrations.AddConstraint(
            model_name='clearance',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('countersigned_at', None), ('countersigned_by_lead', None)), models.Q(('countersigned_at__isnull', False), ('countersigned_by_lead__isnull', False)), _connector='OR'), name='clearance_countersigned_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='run',
            constraint=models.CheckConstraint(condition=models.Q(('clearance__isnull', False), ('rehearsal', True), _connector='OR'), name='run_cleared_unless_rehearsed'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['started', 'handed_over'])), fields=('client', 'agent', 'workflow_version'), name='drill_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['started', 'handed_over', 'passed', 'failed'])), name='drill_state_known'),
        ),
        migrations.AddConstraint(
            model_name='drill',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'passed'), _negated=True), models.Q(('answered_by__isnull', False), ('halted_at__lte', models.F('noticed_at')), ('noticed_at__lte', models.F('refused_at')), ('refused_at__lte', models.F('stopped_at')), ('stopped_at__lte', models.F('answered_at'))), _connector='OR'), name='drill_passed_in_order'),
        ),
        migrations.AddIndex(
            model_name='readiness',
            index=models.Index(fields=['looked_at'], name='readiness_looked'),
        ),
        migrations.AddConstraint(
            model_name='readiness',
            constraint=models.UniqueConstraint(fields=('client', 'clearance'), name='readiness_once_per_clearance'),
        ),
        migrations.AddConstraint(
            model_name='readinesspolicy',
            constraint=models.UniqueConstraint(fields=('client',), name='readiness_policy_one_per_client'),
        ),
        migrations.AddConstraint(
            model_name='readinesspolicy',
            constraint=models.CheckConstraint(condition=models.Q(('grace_days__lte', 90), models.Q(('kept_days__isnull', True), models.Q(('kept_days__gte', 1), ('kept_days__lte', 36500)), _connector='OR')), name='readiness_policy_in_range'),
        ),
        migrations.AddIndex(
            model_name='review',
            index=models.Index(fields=['client', 'of', 'target_id'], name='review_target'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('of__in', ['boundaries', 'clearance'])), name='review_of_known'),
        ),
        migrations.AddConstraint(
            model_name='review',
            constraint=models.CheckConstraint(condition=models.Q(('next_at__gt', models.F('reviewed_at'))), name='review_next_later'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('client', 'workflow', 'agent', 'check_code', 'about'), name='waiver_once_while_standing', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('waived_at'))), name='waiver_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='waiver_withdrawn_by_somebody'),
        ),
        Isolate(
            ["Drill", "Readiness", "ReadinessPolicy", "Review", "Waiver"],
            updates={
                "Drill": [
                    "run_id",
                    "ticket_id",
                    "state",
                    "halted_at",
                    "noticed_at",
                    "refused_at",
                    "stopped_at",
                    "answer_by",
                    "answered_by_id",
                    "answered_at",
                    "ended_at",
                    "failure",
                ],
                "Readiness": ["ready_until", "gaps", "looked_at"],
                "ReadinessPolicy": ["grace_days", "kept_days"],
                "Waiver": ["withdrawn_at", "withdrawn_by_id"],
            },
            append_only=["Review"],
        ),
        migrations.RunSQL(
            [
                _ENDS,
                *resolver_reads(
                    "governance_readiness",
                    ["id", "client_id", "clearance_id", "looked_at"],
                ),
                *resolver_reads(
                    "governance_clearance",
                    ["id", "client_id", "revoked_at", "fell_at", "expires_at"],
                ),
                *resolver_reads(
                    "governance_drill",
                    ["id", "client_id", "state", "answer_by", "started_at"],
                ),
                "SET LOCAL ROLE remit_resolver",
                _DUE,
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        ),
    ]
