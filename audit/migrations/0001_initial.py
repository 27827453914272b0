"""The ledger: partitioned, append-only, everything shown generated from the bytes."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.identifiers
import tenants.scoping
from tenants.isolation import Isolate

_FIRST_YEAR, _LAST_YEAR = 2026, 2035

# convert_from() is only STABLE; UTF-8 does not change, so saying IMMUTABLE is true.
_READ = """
CREATE FUNCTION remit_entry(body bytea) RETURNS jsonb
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT convert_from(body, 'UTF8')::jsonb $$;
"""

# RFC 6962, section 2.1: a leaf is hashed with a zero byte before it.
_TABLE = """
CREATE TABLE audit_entry (
    id uuid PRIMARY KEY,
    client_id uuid NOT NULL REFERENCES tenants_client (id),
    body bytea NOT NULL CHECK (octet_length(body) <= 61440),
    recorded_at timestamptz NOT NULL DEFAULT remit_now(),
    leaf_hash bytea NOT NULL GENERATED ALWAYS AS (sha256('\\x00'::bytea || body)) STORED,
    data jsonb NOT NULL GENERATED ALWAYS AS (remit_entry(body)) STORED,
    event text NOT NULL GENERATED ALWAYS AS (remit_entry(body) ->> 'event') STORED,
    actor_id text GENERATED ALWAYS AS (remit_entry(body) #>> '{actor,id}') STORED,
    target_id text NOT NULL
        GENERATED ALWAYS AS (remit_entry(body) #>> '{target,id}') STORED,
    run_id text GENERATED ALWAYS AS (remit_entry(body) #>> '{context,run}') STORED,
    agent_id text GENERATED ALWAYS AS (remit_entry(body) #>> '{context,agent}') STORED,
    CHECK (remit_entry(body) ->> 'id' = id::text),
    CHECK (remit_entry(body) ->> 'client' = client_id::text)
) PARTITION BY RANGE (id);
-- What is stamped or generated cannot be said by whoever inserts.
REVOKE INSERT ON audit_entry FROM remit_app;
GRANT INSERT (id, client_id, body) ON audit_entry TO remit_app;
CREATE INDEX audit_entry_by_client ON audit_entry (client_id, id DESC);
CREATE INDEX audit_entry_by_run ON audit_entry (client_id, run_id, id)
    WHERE run_id IS NOT NULL;
CREATE INDEX audit_entry_by_agent ON audit_entry (client_id, agent_id, id)
    WHERE agent_id IS NOT NULL;
CREATE INDEX audit_entry_by_target ON audit_entry (client_id, target_id, id);
"""

# The sealer takes its work from here. Nobody but the trigger writes it, and the
# application cannot even see it.
_PENDING = """
CREATE TABLE audit_pending (
    entry_id uuid PRIMARY KEY,
    client_id uuid NOT NULL,
    queued_at timestamptz NOT NULL DEFAULT remit_now()
) WITH (autovacuum_vacuum_scale_factor = 0.02);
REVOKE ALL ON audit_pending FROM remit_app, remit_lead;
CREATE FUNCTION remit_queue_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    INSERT INTO audit_pending (entry_id, client_id) VALUES (NEW.id, NEW.client_id);
    RETURN NULL;
END $$;
CREATE TRIGGER queue_entry AFTER INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION remit_queue_entry();
ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER queue_entry;
"""

_DROP = """
DROP TABLE audit_pending;
DROP TABLE audit_entry;
DROP FUNCTION remit_queue_entry();
DROP FUNCTION remit_entry(bytea);
"""


def _first_id(year: int) -> str:
    """Return the smallest UUIDv7 of a year: its first 48 bits are milliseconds."""
    days = (year - 1970) * 365 + (year - 1969) // 4
    return f"{days * 86_400_000:012x}" + "0" * 20


def _partitions() -> list[str]:
    names = [f"audit_entry_{year}" for year in range(_FIRST_YEAR, _LAST_YEAR + 1)]
    made = [
        f"CREATE TABLE {name} PARTITION OF audit_entry "
        f"FOR VALUES FROM ('{_first_id(year)}') TO ('{_first_id(year + 1)}')"
        for name, year in zip(names, range(_FIRST_YEAR, _LAST_YEAR + 1), strict=True)
    ]
    made.append("CREATE TABLE audit_entry_other PARTITION OF audit_entry DEFAULT")
    for name in [*names, "audit_entry_other"]:
        # Reached only through the table above them: its policies are the ones.
        made += [
            f"REVOKE ALL ON {name} FROM remit_app, remit_lead",
            f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY",
            # Row triggers come down from the table above, this one does not.
            f"CREATE TRIGGER no_truncate BEFORE TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION remit_refuse_change()",
            f"ALTER TABLE {name} ENABLE ALWAYS TRIGGER no_truncate",
        ]
    return made


class Migration(migrations.Migration):
    """See the module."""

    initial = True

    dependencies = [("tenants", "0002_isolation")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Entry",
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
                        ("body", models.BinaryField()),
                        ("recorded_at", models.DateTimeField(editable=False)),
                        ("leaf_hash", models.BinaryField(editable=False)),
                        ("data", models.JSONField(editable=False)),
                        ("event", models.TextField(editable=False)),
                        ("actor_id", models.TextField(editable=False, null=True)),
                        ("target_id", models.TextField(editable=False)),
                        ("run_id", models.TextField(editable=False, null=True)),
                        ("agent_id", models.TextField(editable=False, null=True)),
                        (
                            "client",
                            models.ForeignKey(
                                default=tenants.scoping.current_client_id,
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="tenants.client",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "ledger entry",
                        "verbose_name_plural": "ledger entries",
                        "abstract": False,
                        "base_manager_name": "objects",
                    },
                ),
            ],
            database_operations=[
                migrations.RunSQL([_READ, _TABLE, *_partitions(), _PENDING], _DROP)
            ],
        ),
        migrations.CreateModel(
            name="PrivateValue",
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
                ("entry_id", models.UUIDField()),
                ("path", models.TextField()),
                ("salt", models.BinaryField()),
                ("value", models.TextField()),
                (
                    "client",
                    models.ForeignKey(
                        default=tenants.scoping.current_client_id,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenants.client",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "entry_id", "path"), name="private_value_once"
                    )
                ],
            },
        ),
        Isolate(["Entry", "PrivateValue"], append_only=["Entry"]),
    ]
