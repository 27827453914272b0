"""Clearances are looked at again as soon as guardrails are published."""

from django.db import migrations

from tenants.isolation import RESOLVER_ROLE

# As in 0021, and what was last looked at before the newest guardrails could be seen:
# they are published a moment before they are committed.
_DUE = """
CREATE OR REPLACE FUNCTION remit_readiness_due(what text, most integer)
RETURNS TABLE (client_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    (SELECT r.client_id, r.clearance_id FROM governance_readiness r
       JOIN governance_clearance c
         ON c.client_id = r.client_id AND c.id = r.clearance_id
      WHERE what = 'clearances' AND r.looked_at < greatest(
              remit_now() - interval '5 minutes',
              (SELECT max(g.published_at) + interval '10 seconds'
                 FROM governance_guardrailversion g))
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

    dependencies = [("governance", "0025_notices")]

    operations = [
        migrations.RunSQL(
            [
                "GRANT SELECT (published_at) ON governance_guardrailversion "
                f"TO {RESOLVER_ROLE}",
                "SET LOCAL ROLE remit_resolver",
                _DUE,
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        ),
    ]
