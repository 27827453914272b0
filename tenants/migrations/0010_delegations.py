"""Somebody answers in another person's place for some days."""

import django.db.models.deletion
import simple_history.models
import tenants.clock
import tenants.history
import tenants.identifiers
import tenants.scoping
from django.db import migrations, models

from tenants.isolation import Isolate

# A place is held by one person at a time; what was withdrawn holds nothing.
_ONE_AT_A_TIME = """
ALTER TABLE tenants_delegation ADD CONSTRAINT delegation_one_at_a_time
    EXCLUDE USING gist (
        client_id WITH =, membership_id WITH =, tstzrange(since, until) WITH &&
    ) WHERE (withdrawn_at IS NULL);
-- Finds who answers for whom now, from either side.
CREATE INDEX delegation_to ON tenants_delegation (client_id, to_id)
    WHERE withdrawn_at IS NULL;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('tenants', '0009_second_factor'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalDelegation',
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
                ('to', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.membership')),
            ],
            options={
                'verbose_name': 'historical delegation',
                'verbose_name_plural': 'historical delegations',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('until', models.DateTimeField()),
                ('entered_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('entered_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('membership', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('to', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gt', models.F('since'))), name='delegation_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('membership', models.F('to')), _negated=True), name='delegation_to_another')],
            },
        ),
        Isolate(["Delegation"], updates={"Delegation": ["withdrawn_at"]}),
        migrations.RunSQL(_ONE_AT_A_TIME, migrations.RunSQL.noop),
    ]
