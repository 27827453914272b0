"""Row security, grants, one owner at a time, and finding the agent behind a key."""

from django.db import migrations

from tenants.isolation import Isolate, resolver_reads

_RESOLVE = """
CREATE FUNCTION remit_resolve_key(wanted text)
RETURNS TABLE (client_id uuid, agent_id uuid, name text, digest bytea)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT k.client_id, k.agent_id, a.name::text, k.digest
      FROM agents_agentkey k
      JOIN agents_agent a ON a.id = k.agent_id AND a.client_id = k.client_id
     WHERE k.prefix = wanted AND k.revoked_at IS NULL
       AND (k.expires_at IS NULL OR k.expires_at > remit_now())
$$;
ALTER FUNCTION remit_resolve_key(text) OWNER TO remit_resolver;
"""

# "Who was accountable at T?" has one answer because two cannot be stored.
_ONE_OWNER = """
ALTER TABLE agents_ownership ADD CONSTRAINT ownership_one_at_a_time
    EXCLUDE USING gist (
        client_id WITH =, agent_id WITH =, role WITH =,
        tstzrange(accepted_at, until) WITH &&
    ) WHERE (accepted_at IS NOT NULL)
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("agents", "0001_initial"), ("tenants", "0002_isolation")]

    operations = [
        Isolate(
            ["Agent", "Ownership", "AgentKey", "Runner", "ActionType"],
            updates={
                "Agent": ["name", "purpose"],
                "Ownership": ["accepted_at", "until"],
                "AgentKey": ["expires_at", "revoked_at"],
                "Runner": ["name", "url", "sealed_secret", "timeout_seconds"],
            },
            append_only=["ActionType"],
        ),
        migrations.RunSQL(
            [
                _ONE_OWNER,
                *resolver_reads(
                    "agents_agentkey",
                    [
                        "client_id",
                        "agent_id",
                        "prefix",
                        "digest",
                        "expires_at",
                        "revoked_at",
                    ],
                ),
                *resolver_reads("agents_agent", ["client_id", "id", "name"]),
                _RESOLVE,
            ],
            migrations.RunSQL.noop,
        ),
    ]
