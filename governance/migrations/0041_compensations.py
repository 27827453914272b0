"""What is undone after a run stopped midway, one thing after the other."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.identifiers
import tenants.scoping
from tenants.isolation import RESOLVER_ROLE, Isolate, resolver_reads

_DECIDED = [
    ("resume", "its agent goes on from its save point"),
    ("by_hand", "people do the rest"),
    ("compensate", "what was done is undone"),
    ("abandon", "nothing more is done"),
]
_STATES = ["planned", "under_way", "done", "left_out", "failed"]
_OF_CLIENT = """
ALTER TABLE governance_action ADD FOREIGN KEY (client_id, compensation_id)
    REFERENCES governance_compensation (client_id, id)
"""

# As in 0037, and what is undone next.
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
    UNION ALL
    (SELECT c.client_id, c.id FROM governance_checkpoint c
      WHERE what = 'notices' AND c.state = 'waiting'
        AND c.notice_at <= remit_now() AND c.deadline > remit_now()
      ORDER BY c.notice_at, c.id LIMIT most)
    UNION ALL
    (SELECT m.client_id, m.id FROM governance_announcement m
      WHERE what = 'announcements' AND m.due_at <= remit_now()
      ORDER BY m.due_at, m.id LIMIT most)
    UNION ALL
    (SELECT t.client_id, t.id FROM governance_ticket t
      WHERE what = 'tickets' AND t.look_at <= remit_now()
      ORDER BY t.look_at, t.id LIMIT most)
    UNION ALL
    (SELECT a.client_id, a.agent_id FROM governance_action a
      WHERE what = 'refusals' AND a.status = 'refused'
        AND a.asked_at > remit_now() - interval '1 hour'
      GROUP BY a.client_id, a.agent_id HAVING count(*) >= 20
      ORDER BY a.agent_id LIMIT most)
    UNION ALL
    (SELECT c.client_id, c.id FROM governance_compensation c
       JOIN governance_action a ON a.client_id = c.client_id AND a.compensation_id = c.id
      WHERE what = 'compensations' AND c.state = 'under_way'
        AND a.status NOT IN ('waiting', 'authorized', 'running', 'unknown')
      ORDER BY c.id LIMIT most)
$$;
"""
# As in 0037, and what nobody goes on with.
_NEGLECTED = """
CREATE OR REPLACE FUNCTION remit_neglected(grace interval)
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
    UNION ALL
    SELECT 'tickets of which nobody was told', count(*) FROM governance_ticket
     WHERE look_at < remit_now() - grace
    UNION ALL
    SELECT 'runs that nobody goes on undoing', count(*)
      FROM governance_compensation c
      JOIN governance_action a ON a.client_id = c.client_id AND a.compensation_id = c.id
     WHERE c.state = 'under_way' AND a.changed_at < remit_now() - grace
       AND a.status NOT IN ('waiting', 'authorized', 'running', 'unknown')
$$;
"""


def _own() -> list[tuple[str, models.Field]]:
    key = models.UUIDField(
        default=tenants.identifiers.uuid7,
        editable=False,
        primary_key=True,
        serialize=False,
    )
    client = models.ForeignKey(
        default=tenants.scoping.current_client_id,
        editable=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to="tenants.client",
    )
    return [("id", key), ("client", client)]


def _to(model: str, related_name: str = "+", *, null: bool = False) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        null=null,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to=model,
    )


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("agents", "0008_compensations"),
        ("governance", "0040_attestations"),
    ]

    operations = [
        migrations.RemoveConstraint("rescue", "rescue_decided_known"),
        migrations.AlterField(
            "rescue", "decided", models.CharField(max_length=10, choices=_DECIDED)
        ),
        migrations.AddConstraint(
            "rescue",
            models.CheckConstraint(
                condition=models.Q(decided__in=[one for one, _ in _DECIDED]),
                name="rescue_decided_known",
            ),
        ),
        migrations.CreateModel(
            name="Compensation",
            fields=[
                *_own(),
                ("position", models.PositiveSmallIntegerField()),
                ("parameters", models.JSONField(default=dict)),
                ("act", models.TextField()),
                (
                    "state",
                    models.CharField(
                        choices=[(one, one) for one in _STATES],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("words", models.TextField(blank=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("rescue", _to("governance.rescue", "compensations")),
                ("undoes", _to("governance.action")),
                ("kind", _to("agents.actiontype", null=True)),
                ("by", _to("tenants.membership", null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "rescue", "position"),
                        name="compensation_one_after_the_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(state__in=_STATES),
                        name="compensation_state_known",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["client", "id"],
                        condition=models.Q(state="under_way"),
                        name="compensation_under_way",
                    )
                ],
            },
        ),
        Isolate(
            ["Compensation"],
            updates={"Compensation": ["state", "words", "by_id", "ended_at"]},
        ),
        migrations.AddField(
            "action", "compensation", _to("governance.compensation", null=True)
        ),
        migrations.AddConstraint(
            "action",
            models.UniqueConstraint(
                fields=("client", "compensation"),
                condition=models.Q(compensation__isnull=False),
                name="action_once_per_compensation",
            ),
        ),
        migrations.RunSQL(
            [
                _OF_CLIENT,
                *resolver_reads(
                    "governance_compensation", ["client_id", "id", "state"]
                ),
                f"GRANT SELECT (compensation_id) ON governance_action "
                f"TO {RESOLVER_ROLE}",
                f"SET LOCAL ROLE {RESOLVER_ROLE}",
                _DUE,
                _NEGLECTED,
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        ),
    ]
