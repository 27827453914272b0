"""Two keys at a time, who issued and revoked them, and when each was last used."""

import django.db.models.deletion
from django.db import migrations, models

# Of each place one key at a time, so two of each agent, whoever asks at once. A key
# holds its place from its issue until it expires or is revoked, whichever is first.
_TWO = """
ALTER TABLE agents_agentkey ADD CONSTRAINT key_two_at_a_time
    EXCLUDE USING gist (
        client_id WITH =, agent_id WITH =, place WITH =,
        tstzrange(issued_at, least(expires_at, revoked_at)) WITH &&
    )
"""

# A key can only end, and that earlier than it would have.
_ENDS = """
CREATE FUNCTION remit_key_ends() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL AND
        (NEW.revoked_at, NEW.revoked_by_id, NEW.revoke_reason) IS DISTINCT FROM
        (OLD.revoked_at, OLD.revoked_by_id, OLD.revoke_reason) THEN
        RAISE EXCEPTION 'this key has been revoked and stays so'
              USING ERRCODE = 'integrity_constraint_violation';
    ELSIF coalesce(NEW.expires_at, 'infinity') > coalesce(OLD.expires_at, 'infinity')
    THEN
        RAISE EXCEPTION 'a key does not live longer than was said before'
              USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER key_ends BEFORE UPDATE OF expires_at, revoked_at, revoked_by_id,
    revoke_reason ON agents_agentkey FOR EACH ROW EXECUTE FUNCTION remit_key_ends();
ALTER TABLE agents_agentkey ENABLE ALWAYS TRIGGER key_ends;
"""

_GRANTS = """
ALTER TABLE agents_agentkey
    ADD FOREIGN KEY (client_id, issued_by_id)
        REFERENCES tenants_membership (client_id, id),
    ADD FOREIGN KEY (client_id, revoked_by_id)
        REFERENCES tenants_membership (client_id, id);
GRANT UPDATE (revoked_by_id, revoke_reason) ON agents_agentkey TO remit_app;
GRANT SELECT (last_used_at), UPDATE (last_used_at) ON agents_agentkey
    TO remit_resolver;
CREATE POLICY resolver_dates ON agents_agentkey
    FOR UPDATE TO remit_resolver USING (true) WITH CHECK (true);
"""

# As in 0004, and once a minute it also writes down that the key is used.
_ADMIT = """
CREATE OR REPLACE FUNCTION remit_admit_key(
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
    ), used AS (
        UPDATE agents_agentkey k SET last_used_at = remit_now()
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
    SELECT f.client_id, f.agent_id, f.name::text,
           CASE WHEN EXISTS (SELECT FROM admitted) THEN NULL ELSE coalesce(
               (SELECT one.full_at - pace * (burst - 1) - remit_now()
                  FROM agents_allowance one
                 WHERE one.key_id = f.id AND one.bucket = bucket_), pace) END
      FROM found f
$$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('agents', '0004_rate_limits'),
        ('tenants', '0002_isolation'),
    ]

    operations = [
        migrations.AddField(
            model_name='agentkey',
            name='issued_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership'),
        ),
        migrations.AddField(
            model_name='agentkey',
            name='last_used_at',
            field=models.DateTimeField(help_text='To the minute: see the function remit_admit_key.', null=True),
        ),
        migrations.AddField(
            model_name='agentkey',
            name='name',
            field=models.CharField(blank=True, default='', max_length=60),
        ),
        migrations.AddField(
            model_name='agentkey',
            name='place',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='agentkey',
            name='revoke_reason',
            field=models.TextField(blank=True, default=''),
        ),
        migrations.AddField(
            model_name='agentkey',
            name='revoked_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership'),
        ),
        migrations.AddConstraint(
            model_name='agentkey',
            constraint=models.CheckConstraint(condition=models.Q(('place__in', [1, 2])), name='key_place_known'),
        ),
        migrations.AddConstraint(
            model_name='ownership',
            constraint=models.UniqueConstraint(condition=models.Q(('accepted_at__isnull', True), ('until__isnull', True)), fields=('client', 'agent', 'membership', 'role'), name='ownership_named_once'),
        ),
        migrations.RunSQL(
            [
                *[_TWO, _ENDS, _GRANTS],
                *["SET LOCAL ROLE remit_resolver", _ADMIT, "RESET ROLE"],
            ],
            "DROP TRIGGER key_ends ON agents_agentkey;"
            "DROP FUNCTION remit_key_ends();"
            "DROP POLICY resolver_dates ON agents_agentkey;",
        ),
    ]
