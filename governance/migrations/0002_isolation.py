"""Row security, grants, four eyes, and finding what is due."""

from django.db import migrations

from tenants.isolation import Isolate, resolver_reads

_FOUR_EYES = """
ALTER TABLE governance_checkpoint ADD CONSTRAINT checkpoint_four_eyes
    CHECK (kind <> 'four_eyes' OR answered_by_id IS NULL
           OR NOT answered_by_id = ANY (barred))
"""

# Which rows are due, across clients: ids alone. Whoever wants to do something
# about one opens its client's scope.
_DUE = """
CREATE FUNCTION remit_due(what text, most integer)
RETURNS TABLE (client_id uuid, id uuid)
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    (SELECT a.client_id, a.id FROM governance_action a
      WHERE what = 'actions'
        AND (a.status = 'authorized'
             OR (a.status = 'running' AND a.lease_until < remit_now()))
      ORDER BY a.changed_at, a.id LIMIT most)
    UNION ALL
    (SELECT c.client_id, c.id FROM governance_checkpoint c
      WHERE what = 'checkpoints'
        AND c.state = 'waiting' AND c.deadline <= remit_now()
      ORDER BY c.deadline, c.id LIMIT most)
$$;
ALTER FUNCTION remit_due(text, integer) OWNER TO remit_resolver;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0001_initial"), ("agents", "0002_isolation")]

    operations = [
        Isolate(
            [
                "Workflow",
                "WorkflowVersion",
                "Clearance",
                "BoundaryRule",
                "BoundaryVersion",
                "Register",
                "Record",
                "Numbering",
                "Run",
                "RunNote",
                "Action",
                "Decision",
                "Checkpoint",
                "Intent",
                "Outcome",
                "IdempotencyKey",
                "LimitUse",
                "Reservation",
                "Halt",
                "Ticket",
                "Interruption",
            ],
            updates={
                "Workflow": ["title"],
                "Clearance": ["revoked_at"],
                "BoundaryRule": ["*"],
                "Register": ["title"],
                "Record": ["data"],
                "Numbering": ["last"],
                "Run": [
                    "state",
                    "fence",
                    "lease_until",
                    "heartbeat_at",
                    "save_point",
                    "ended_at",
                    "summary",
                ],
                "Action": [
                    "status",
                    "refused_by",
                    "explanation",
                    "detail",
                    "changed_at",
                    "fence",
                    "attempts",
                    "lease_until",
                ],
                "Checkpoint": [
                    "state",
                    "answered_by_id",
                    "answered_at",
                    "reason",
                    "used_at",
                ],
                "IdempotencyKey": ["status", "answer"],
                "LimitUse": ["used", "reserved"],
                "Reservation": ["state"],
                "Halt": ["lifted_by_id", "lifted_at", "lift_reason"],
                "Ticket": ["severity", "state", "owner_id", "closed_at", "resolution"],
            },
            deletes=["BoundaryRule"],
            append_only=[
                "WorkflowVersion",
                "BoundaryVersion",
                "RunNote",
                "Decision",
                "Intent",
                "Outcome",
                "Interruption",
            ],
        ),
        migrations.RunSQL(
            [
                _FOUR_EYES,
                *resolver_reads(
                    "governance_action",
                    ["client_id", "id", "status", "lease_until", "changed_at"],
                ),
                *resolver_reads(
                    "governance_checkpoint", ["client_id", "id", "state", "deadline"]
                ),
                _DUE,
            ],
            migrations.RunSQL.noop,
        ),
    ]
