"""Facts: keys that match as conditions compare, uploads, and keys of programs.

Records that are there get the form in which their key is looked up from now on. Where
two keys of a register were one in that form, the older record keeps it; the younger
one is not found any more until somebody gives it a key of its own, and what is not
found is missing: nothing is decided by the wrong one of the two.
"""

import django.db.models.deletion
import tenants.identifiers
import tenants.scoping
from django.db import migrations, models

from governance.engine.texts import normalised
from tenants.identifiers import uuid7
from tenants.isolation import Isolate, resolver_reads

# As in 0006 of agents: row security binds the owner, too, who would see no rows.
_TABLES = ("governance_register", "governance_record")
_RECORDS = "SELECT id, client_id, register_id, key FROM governance_record ORDER BY id"
_MATCHES = "UPDATE governance_record SET match_key = %s WHERE id = %s"
_REGISTERS = "SELECT id, client_id FROM governance_register ORDER BY id"
_STATE = """
INSERT INTO governance_registerstate (id, client_id, register_id, revision, changed_at)
VALUES (%s, %s, %s, 0, (SELECT max(recorded_at) FROM governance_historicalrecord
                         WHERE client_id = %s AND register_id = %s))
"""
_HISTORY = "governance_historicalrecord"

# One more kind of key, resolved and counted like those of agents: see 0005 of agents.
_ADMIT = """
CREATE FUNCTION remit_admit_feed(
    wanted text, proof bytea, bucket_ text, pace interval, burst integer
)
RETURNS TABLE (client_id uuid, feed_id uuid, register_id uuid, name text, wait interval)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH found AS MATERIALIZED (
        SELECT k.id, k.client_id, k.register_id, k.name
          FROM governance_feedkey k
         WHERE k.prefix = wanted AND k.digest = proof AND k.revoked_at IS NULL
           AND k.expires_at > remit_now()
    ), used AS (
        UPDATE governance_feedkey k SET last_used_at = remit_now()
         WHERE k.id = (SELECT f.id FROM found f)
           AND (k.last_used_at IS NULL
                OR k.last_used_at < remit_now() - interval '1 minute')
    ), admitted AS (
        INSERT INTO agents_allowance AS one (key_id, bucket, full_at)
        SELECT f.id, bucket_, remit_now() + pace FROM found f
            ON CONFLICT (key_id, bucket) DO UPDATE
           SET full_at = greatest(one.full_at, remit_now()) + pace
         WHERE one.full_at <= remit_now() + pace * (burst - 1)
        RETURNING one.key_id
    )
    SELECT f.client_id, f.id, f.register_id, f.name::text,
           CASE WHEN EXISTS (SELECT FROM admitted) THEN NULL ELSE coalesce(
               (SELECT one.full_at - pace * (burst - 1) - remit_now()
                  FROM agents_allowance one
                 WHERE one.key_id = f.id AND one.bucket = bucket_), pace) END
      FROM found f
$$;
ALTER FUNCTION remit_admit_feed(text, bytea, text, interval, integer)
    OWNER TO remit_resolver;
GRANT SELECT (last_used_at), UPDATE (last_used_at) ON governance_feedkey
    TO remit_resolver;
CREATE POLICY resolver_dates ON governance_feedkey
    FOR UPDATE TO remit_resolver USING (true) WITH CHECK (true);
"""

# A key of a program can only end, as one of an agent.
_ENDS = """
CREATE TRIGGER key_ends BEFORE UPDATE OF expires_at, revoked_at, revoked_by_id,
    revoke_reason ON governance_feedkey FOR EACH ROW EXECUTE FUNCTION remit_key_ends();
ALTER TABLE governance_feedkey ENABLE ALWAYS TRIGGER key_ends;
"""
_GRANTS = """
GRANT UPDATE (columns) ON governance_register TO remit_app;
GRANT UPDATE (key, match_key), DELETE ON governance_record TO remit_app;
"""


def _carry_over(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        for table in (*_TABLES, _HISTORY):
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        _give_matches(cursor)
        cursor.execute(_REGISTERS)
        for register, client in cursor.fetchall():
            cursor.execute(_STATE, [uuid7(), client, register, client, register])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in (*_TABLES, _HISTORY):
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _give_matches(cursor):
    taken = set()
    cursor.execute(_RECORDS)
    for id_, client, register, key in cursor.fetchall():
        match = normalised(key)
        if not match or (client, register, match) in taken:
            # Two blanks in a row are in no normalised text, so nothing finds it.
            match = f"again  {id_}"
        taken.add((client, register, match))
        cursor.execute(_MATCHES, [match, id_])


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0018_records_replaced'),
        ('agents', '0006_connections'),
        ('tenants', '0004_second_publisher'),
    ]

    operations = [
        migrations.CreateModel(
            name='FeedKey',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('prefix', models.CharField(max_length=8, unique=True)),
                ('digest', models.BinaryField()),
                ('issued_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('revoke_reason', models.TextField(blank=True, default='')),
                ('last_used_at', models.DateTimeField(help_text='To the minute: see the function remit_admit_feed.', null=True)),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('issued_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('register', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.register')),
                ('revoked_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='RegisterState',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('revision', models.PositiveBigIntegerField(default=0)),
                ('changed_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('register', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.register')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='RegisterUpload',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('rows', models.JSONField()),
                ('removes', models.BooleanField(default=False, help_text='Whether records that are not in the file go.')),
                ('digest', models.CharField(max_length=71)),
                ('revision', models.PositiveBigIntegerField()),
                ('uploaded_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('register', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.register')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.RemoveConstraint(
            model_name='record',
            name='record_key_once',
        ),
        migrations.AddField(
            model_name='historicalrecord',
            name='match_key',
            field=models.CharField(default='', max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='historicalregister',
            name='columns',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='record',
            name='match_key',
            field=models.CharField(default='', max_length=400),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='register',
            name='columns',
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(_carry_over, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='record',
            constraint=models.UniqueConstraint(fields=('client', 'register', 'match_key'), name='record_key_once'),
        ),
        migrations.AddConstraint(
            model_name='registerstate',
            constraint=models.UniqueConstraint(fields=('client', 'register'), name='register_state_once'),
        ),
        migrations.AddConstraint(
            model_name='registerupload',
            constraint=models.UniqueConstraint(fields=('client', 'register', 'person'), name='upload_one_each'),
        ),
        Isolate(
            ['FeedKey', 'RegisterState', 'RegisterUpload'],
            updates={
                'FeedKey': ['revoked_at', 'revoked_by_id', 'revoke_reason'],
                'RegisterState': ['revision', 'changed_at'],
            },
            deletes=['RegisterUpload'],
        ),
        migrations.RunSQL(
            [
                *resolver_reads(
                    'governance_feedkey',
                    [
                        'client_id',
                        'id',
                        'register_id',
                        'name',
                        'prefix',
                        'digest',
                        'expires_at',
                        'revoked_at',
                    ],
                ),
                *[_ADMIT, _ENDS, _GRANTS],
            ],
            'DROP FUNCTION remit_admit_feed(text, bytea, text, interval, integer);',
        ),
    ]
