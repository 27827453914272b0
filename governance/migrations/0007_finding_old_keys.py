"""Finding the clients that have keys of requests to forget."""

from django.db import migrations

from tenants.isolation import resolver_reads

# As in 0003, and the clients with keys older than services.idempotency.KEPT.
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
$$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0006_idempotency_pruning")]

    operations = [
        migrations.RunSQL(
            [
                "CREATE INDEX idempotency_old ON governance_idempotencykey (used_at)",
                *resolver_reads("governance_idempotencykey", ["client_id", "used_at"]),
                "SET LOCAL ROLE remit_resolver",
                _DUE,
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        ),
    ]
