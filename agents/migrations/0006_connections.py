"""Several secrets for a runner, and a list of the hosts that runners may reach.

Runners that there are keep their secret, and their hosts are put on the list.
"""

import django.db.models.deletion
import simple_history.models
import tenants.clock
import tenants.history
import tenants.identifiers
import tenants.scoping
from django.db import migrations, models

from agents.egress import EgressRefusedError, host_of
from tenants.identifiers import uuid7
from tenants.isolation import Isolate

_REASON = "Its connection was made before there was this list."

# Row security binds the owner, too, who has no policy: it would see no rows and
# change none, without a word. All of it is one transaction.
_OPEN = "ALTER TABLE agents_runner NO FORCE ROW LEVEL SECURITY"
_CLOSE = "ALTER TABLE agents_runner FORCE ROW LEVEL SECURITY"

# A secret is bound to its client, table, row and field: with its runner's id as its
# own, it can be unsealed as before.
_SECRETS = """
INSERT INTO agents_runnersecret (id, client_id, runner_id, sealed, made_at)
SELECT id, client_id, id, sealed_secret, remit_now()
  FROM agents_runner WHERE length(sealed_secret) > 0
"""
_RUNNERS = "SELECT client_id, url FROM agents_runner WHERE url <> '' ORDER BY id"
_ALLOW = """
INSERT INTO agents_allowedhost (id, client_id, host, port, reason, added_at)
VALUES (%s, %s, %s, %s, %s, remit_now())
    ON CONFLICT DO NOTHING
"""
# The rows above refer to clients, which is checked at the commit otherwise: their
# table could not be changed before that.
_CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"


def _carry_over(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(_OPEN)
        cursor.execute(_SECRETS)
        cursor.execute(_RUNNERS)
        for client_id, url in cursor.fetchall():
            try:
                host = host_of(url)
            except EgressRefusedError:
                # Nothing could ever be sent there.
                continue
            row = [uuid7(), client_id, host.name, host.port, _REASON]
            cursor.execute(_ALLOW, row)
        cursor.execute(_CHECK_NOW)
        cursor.execute(_CLOSE)


class Migration(migrations.Migration):

    dependencies = [
        ('agents', '0005_keys'),
        ('tenants', '0002_isolation'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalrunner',
            name='retired_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='runner',
            name='retired_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='HistoricalAllowedHost',
            fields=[
                ('id', models.UUIDField(db_index=True, default=tenants.identifiers.uuid7, editable=False)),
                ('actor_kind', models.CharField(default=tenants.history.actor_kind, max_length=20)),
                ('actor_label', models.CharField(default=tenants.history.actor_label, max_length=200)),
                ('recorded_at', models.DateTimeField(db_default=tenants.clock.RemitNow())),
                ('host', models.CharField(max_length=255)),
                ('port', models.PositiveIntegerField()),
                ('reason', models.TextField()),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('history_user_id', models.UUIDField(null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('added_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.membership')),
                ('client', models.ForeignKey(blank=True, db_constraint=False, default=tenants.scoping.current_client_id, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.client')),
            ],
            options={
                'verbose_name': 'historical allowed host',
                'verbose_name_plural': 'historical allowed hosts',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='RunnerSecret',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('sealed', models.BinaryField()),
                ('made_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('runner', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.runner')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='AllowedHost',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('host', models.CharField(max_length=255)),
                ('port', models.PositiveIntegerField()),
                ('reason', models.TextField()),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('client', 'host', 'port'), name='allowed_host_once')],
            },
        ),
        migrations.RunPython(_carry_over, migrations.RunPython.noop),
        Isolate(
            ["RunnerSecret", "AllowedHost"],
            updates={
                "RunnerSecret": ["sealed", "ends_at"],
                "AllowedHost": ["removed_at"],
            },
        ),
        migrations.RunSQL(
            "GRANT UPDATE (retired_at) ON agents_runner TO remit_app",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(
            model_name='historicalrunner',
            name='sealed_secret',
        ),
        migrations.RemoveField(
            model_name='runner',
            name='sealed_secret',
        ),
    ]
