"""How often each key may be used: counted where the key is looked up."""

from django.db import migrations

# When a key will have its whole allowance again, in each of its buckets. Unlogged:
# a crash forgets it, and every key begins with a full allowance, as a new one does.
# The application cannot see it; the function below reads and writes it.
_TABLE = """
CREATE UNLOGGED TABLE agents_allowance (
    key_id uuid NOT NULL,
    bucket text NOT NULL,
    full_at timestamptz NOT NULL,
    PRIMARY KEY (key_id, bucket)
) WITH (fillfactor = 50);
REVOKE ALL ON agents_allowance FROM remit_app, remit_lead;
GRANT SELECT, INSERT, UPDATE (full_at) ON agents_allowance TO remit_resolver;
GRANT SELECT (id) ON agents_agentkey TO remit_resolver;
"""

# The generic cell rate algorithm (ITU-T I.371, Annex A; ATM Forum TM 4.0), with
# full_at as its theoretical arrival time: a call comes one ``pace`` after the last,
# or up to ``burst`` of them at once. The row's lock is what makes it exact. A key
# that is not the whole key finds nothing, and so uses up nothing.
_ADMIT = """
DROP FUNCTION remit_resolve_key(text);
CREATE FUNCTION remit_admit_key(
    wanted text, proof bytea, bucket_ text, pace interval, burst integer
)
RETURNS TABLE (client_id uuid, agent_id uuid, name text, wait interval)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH found AS MATERIALIZED (
        SELECT k.id, k.client_id, k.agent_id, a.name
          FROM agents_agentkey k
          JOIN agents_agent a ON a.id = k.agent_id AND a.client_id = k.client_id
         WHERE k.prefix = wanted AND k.digest = proof AND k.revoked_at IS NULL
           AND (k.expires_at IS NULL OR k.expires_at > remit_now())
    ), admitted AS (
        INSERT INTO agents_allowance AS one (key_id, bucket, full_at)
        SELECT f.id, bucket_, remit_now() + pace FROM found f
            ON CONFLICT (key_id, bucket) DO UPDATE
           SET full_at = greatest(one.full_at, remit_now()) + pace
         WHERE one.full_at <= remit_now() + pace * (burst - 1)
        RETURNING one.key_id
    )
    SELECT f.client_id, f.agent_id, f.name::text,
           CASE WHEN EXISTS (SELECT FROM admitted) THEN NULL ELSE coalesce(
               (SELECT one.full_at - pace * (burst - 1) - remit_now()
                  FROM agents_allowance one
                 WHERE one.key_id = f.id AND one.bucket = bucket_), pace) END
      FROM found f
$$;
ALTER FUNCTION remit_admit_key(text, bytea, text, interval, integer)
    OWNER TO remit_resolver;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("agents", "0003_performers")]

    operations = [migrations.RunSQL([_TABLE, _ADMIT], migrations.RunSQL.noop)]
