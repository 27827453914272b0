"""Who answered for an agent when: one at a time, and the past stays as it was."""

import django.db.models.deletion
import simple_history.models
import tenants.clock
import tenants.history
import tenants.identifiers
import tenants.scoping
from django.db import migrations, models

from tenants.isolation import Isolate

_OPEN = """
ALTER TABLE agents_ownership NO FORCE ROW LEVEL SECURITY;
ALTER TABLE tenants_membership NO FORCE ROW LEVEL SECURITY
"""
_CLOSE = """
ALTER TABLE agents_ownership FORCE ROW LEVEL SECURITY;
ALTER TABLE tenants_membership FORCE ROW LEVEL SECURITY
"""
# Until now an owner who was suspended had no end: from now on it is told.
_FILL = """
INSERT INTO agents_accountability (id, client_id, agent_id, ownership_id, since, until)
SELECT gen_random_uuid(), o.client_id, o.agent_id, o.id, o.accepted_at,
       CASE WHEN m.is_active THEN o.until ELSE coalesce(o.until, remit_now()) END
  FROM agents_ownership o
  JOIN tenants_membership m ON m.id = o.membership_id AND m.client_id = o.client_id
 WHERE o.role = 'owner' AND o.accepted_at IS NOT NULL
"""
# A stretch that was called off ends when it begins: it is empty, and meets no other.
_ONE_AT_A_TIME = """
ALTER TABLE agents_accountability ADD CONSTRAINT accountability_one_at_a_time
    EXCLUDE USING gist (
        client_id WITH =, agent_id WITH =, tstzrange(since, until) WITH &&
    )
"""
# Whoever changes it took the time a moment ago, in the same transaction.
_PAST_STAYS = """
CREATE FUNCTION remit_keep_the_past() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
DECLARE
    moment timestamptz := remit_now() - interval '1 minute';
BEGIN
    IF OLD.until < moment
       OR (NEW.until < moment AND NOT (NEW.until = OLD.since AND OLD.since > moment))
       OR NEW.until < OLD.since
    THEN
        RAISE EXCEPTION 'who answered is not changed afterwards'
              USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_the_past BEFORE UPDATE ON agents_accountability
    FOR EACH ROW EXECUTE FUNCTION remit_keep_the_past()
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agents', '0006_connections'),
        ('tenants', '0005_old_mails'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalownership',
            name='decides',
            field=models.TextField(blank=True, default='', help_text='What the person may decide alone.'),
        ),
        migrations.AddField(
            model_name='ownership',
            name='decides',
            field=models.TextField(blank=True, default='', help_text='What the person may decide alone.'),
        ),
        migrations.CreateModel(
            name='Accountability',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('agent', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.agent')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('ownership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='agents.ownership')),
            ],
            options={
                'verbose_name_plural': 'accountabilities',
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='HistoricalAbsence',
            fields=[
                ('id', models.UUIDField(db_index=True, default=tenants.identifiers.uuid7, editable=False)),
                ('actor_kind', models.CharField(default=tenants.history.actor_kind, max_length=20)),
                ('actor_label', models.CharField(default=tenants.history.actor_label, max_length=200)),
                ('recorded_at', models.DateTimeField(db_default=tenants.clock.RemitNow())),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('history_user_id', models.UUIDField(null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('client', models.ForeignKey(blank=True, db_constraint=False, default=tenants.scoping.current_client_id, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.client')),
                ('entered_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.membership')),
                ('membership', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.membership')),
            ],
            options={
                'verbose_name': 'historical absence',
                'verbose_name_plural': 'historical absences',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Absence',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('entered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='absence_ends_after_it_begins')],
            },
        ),
        migrations.RunSQL([_OPEN, _FILL, _CLOSE], migrations.RunSQL.noop),
        Isolate(
            ["Accountability", "Absence"],
            updates={"Accountability": ["until"], "Absence": ["withdrawn_at"]},
        ),
        migrations.RunSQL([_ONE_AT_A_TIME, _PAST_STAYS], migrations.RunSQL.noop),
    ]
