"""Incidents of the platform itself, and counting how much is silent at once."""

from django.db import migrations, models

import tenants.identifiers
from tenants.isolation import APP_ROLE, RESOLVER_ROLE

# Of all clients, and nothing of them but how many.
_SILENCE = """
CREATE FUNCTION remit_silence(
    since timestamptz, action_lease integer, run_lease integer
)
RETURNS TABLE (held bigint, silent bigint)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT count(*), count(*) FILTER (WHERE leases.ends < remit_now()) FROM (
        SELECT greatest(lease_until, since + make_interval(secs => action_lease))
          FROM governance_action WHERE status = 'running'
        UNION ALL
        SELECT greatest(lease_until, since + make_interval(secs => run_lease))
          FROM governance_run
         WHERE state = 'running' AND NOT single AND NOT rehearsal
    ) AS leases (ends)
$$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("governance", "0037_ticket_parts"),
        ("tenants", "0015_platform_incidents"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlatformIncident",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=tenants.identifiers.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("held", models.PositiveIntegerField()),
                ("silent", models.PositiveIntegerField()),
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(ended_at__isnull=True),
                        fields=("ended_at",),
                        name="platform_incident_one_open",
                        nulls_distinct=False,
                    )
                ]
            },
        ),
        migrations.RunSQL(
            [
                f"GRANT UPDATE (ended_at) ON governance_platformincident TO {APP_ROLE}",
                f"SET LOCAL ROLE {RESOLVER_ROLE}",
                _SILENCE,
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        ),
    ]
