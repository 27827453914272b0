"""Counting what should have been seen to long ago, independently of who sees to it."""

from django.db import migrations

from tenants.isolation import RESOLVER_ROLE

# Of all clients, and nothing of them but how many.
_NEGLECTED = """
CREATE FUNCTION remit_neglected(grace interval)
RETURNS TABLE (kind text, count bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT 'actions to be carried out', count(*) FROM governance_action
     WHERE status = 'authorized' AND due_at < remit_now() - grace
    UNION ALL
    SELECT 'actions of a worker or agent that went silent', count(*)
      FROM governance_action
     WHERE status = 'running' AND lease_until < remit_now() - grace
    UNION ALL
    SELECT 'checkpoints past their deadline', count(*) FROM governance_checkpoint
     WHERE state = 'waiting' AND deadline < remit_now() - grace
    UNION ALL
    SELECT 'runs of an agent that went silent', count(*) FROM governance_run
     WHERE state = 'running' AND NOT single AND NOT rehearsal
       AND lease_until < remit_now() - grace
$$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0034_rescues")]

    operations = [
        migrations.RunSQL(
            [
                f"GRANT SELECT (rehearsal) ON governance_run TO {RESOLVER_ROLE}",
                f"SET LOCAL ROLE {RESOLVER_ROLE}",
                _NEGLECTED,
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        ),
    ]
