"""Finding what was left midway: due times, the sweeper's turns, new sources."""

from django.db import migrations, models

from tenants.isolation import resolver_reads

# Row security binds the owner too; it is lifted for this one statement, inside
# the migration's transaction, which nobody else can see into.
_DUE_AS_BEFORE = [
    "ALTER TABLE governance_action NO FORCE ROW LEVEL SECURITY",
    "UPDATE governance_action SET due_at = changed_at WHERE status = 'authorized'",
    "ALTER TABLE governance_action FORCE ROW LEVEL SECURITY",
]

_PULSE = [
    "GRANT UPDATE (turn_at, since) ON governance_pulse TO remit_app",
    "INSERT INTO governance_pulse VALUES ('sweep', remit_now(), remit_now())",
]

# Which rows are due, across clients: ids alone. Whoever wants to do something
# about one opens its client's scope.
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
    (SELECT c.client_id, c.id FROM governance_checkpoint c
      WHERE what = 'checkpoints'
        AND c.state = 'waiting' AND c.deadline <= remit_now()
      ORDER BY c.deadline, c.id LIMIT most)
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('agents', '0003_performers'),
        ('governance', '0002_isolation'),
        ('tenants', '0002_isolation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pulse',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('turn_at', models.DateTimeField()),
                ('since', models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name='outcome',
            name='outcome_source_known',
        ),
        migrations.RemoveIndex(
            model_name='action',
            name='action_due',
        ),
        migrations.AddField(
            model_name='action',
            name='due_at',
            field=models.DateTimeField(help_text='From when on the platform moves it: carries out (or withdraws) what is authorized, asks about what is unknown. Null: only others can.', null=True),
        ),
        migrations.AddField(
            model_name='action',
            name='probes',
            field=models.PositiveSmallIntegerField(default=0, help_text='How often the target has been asked what happened.'),
        ),
        migrations.AddField(
            model_name='run',
            name='sequence',
            field=models.PositiveBigIntegerField(default=0, help_text='Of the newest heartbeat; an older one changes nothing.'),
        ),
        migrations.AlterField(
            model_name='outcome',
            name='source',
            field=models.CharField(choices=[('worker', "the runner's answer"), ('agent', "the agent's word"), ('probe', 'asking the target'), ('late_result', 'an answer that came late'), ('attestation', "a person's word"), ('sweeper', 'a worker that stopped')], max_length=12),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['status', 'due_at'], name='action_due'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(condition=models.Q(('status', 'running')), fields=['lease_until'], name='action_leases'),
        ),
        migrations.AddConstraint(
            model_name='outcome',
            constraint=models.CheckConstraint(condition=models.Q(('source__in', ['worker', 'agent', 'probe', 'late_result', 'attestation', 'sweeper'])), name='outcome_source_known'),
        ),
        migrations.RunSQL(
            [
                *_DUE_AS_BEFORE,
                *_PULSE,
                "GRANT SELECT (due_at) ON governance_action TO remit_resolver",
                *resolver_reads(
                    "governance_run",
                    ["client_id", "id", "state", "single", "lease_until"],
                ),
                "SET LOCAL ROLE remit_resolver",
                _DUE,
                "RESET ROLE",
                "GRANT UPDATE (due_at, probes) ON governance_action TO remit_app",
                "GRANT UPDATE (sequence) ON governance_run TO remit_app",
            ],
            migrations.RunSQL.noop,
        ),
    ]
