"""Who is told of a checkpoint, when, and whether it arrived."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.identifiers
import tenants.scoping
from tenants.isolation import APP_ROLE, RESOLVER_ROLE, Isolate

# As in 0007, and the checkpoints about which people are to be told.
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
$$;
"""
_STEPS = [("asked", "asked"), ("half", "half"), ("late", "late")]
_PLACES = [
    ("group", "group"),
    ("owner", "owner"),
    ("deputy", "deputy"),
    ("admin", "admin"),
]
_OUTCOMES = [
    ("pending", "being sent"),
    ("sent", "sent"),
    ("failed", "not delivered yet"),
    ("needless", "no longer needed"),
]


def _to(model, **options):
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        to=model,
        **{"related_name": "+", **options},
    )


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("governance", "0024_questionnaires"),
        ("tenants", "0007_checkpoint_mails"),
    ]

    operations = [
        migrations.AddField(
            model_name="checkpoint",
            name="notice_at",
            field=models.DateTimeField(
                help_text="When people are told next; empty when all have been.",
                null=True,
            ),
        ),
        migrations.AddIndex(
            model_name="checkpoint",
            index=models.Index(
                condition=models.Q(
                    ("notice_at__isnull", False), ("state", "waiting")
                ),
                fields=["notice_at"],
                name="checkpoint_notice_due",
            ),
        ),
        migrations.CreateModel(
            name="CheckpointNotice",
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
                ("step", models.CharField(choices=_STEPS, max_length=10)),
                ("place", models.CharField(choices=_PLACES, max_length=10)),
                ("mail_id", models.UUIDField()),
                ("told_at", models.DateTimeField()),
                (
                    "outcome",
                    models.CharField(
                        choices=_OUTCOMES, default="pending", max_length=10
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("problem", models.TextField(blank=True, default="")),
                (
                    "checkpoint",
                    _to("governance.checkpoint", related_name="notices"),
                ),
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
                ("person", _to("tenants.membership")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "checkpoint", "person", "step"),
                        name="checkpoint_notice_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(step__in=[step for step, _ in _STEPS]),
                        name="checkpoint_notice_step_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(place__in=[place for place, _ in _PLACES]),
                        name="checkpoint_notice_place_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            outcome__in=[kind for kind, _ in _OUTCOMES]
                        ),
                        name="checkpoint_notice_outcome_known",
                    ),
                ],
            },
        ),
        Isolate(
            ["CheckpointNotice"],
            updates={"CheckpointNotice": ["outcome", "settled_at", "problem"]},
        ),
        migrations.RunSQL(
            [
                f"GRANT UPDATE (notice_at) ON governance_checkpoint TO {APP_ROLE}",
                f"GRANT SELECT (notice_at) ON governance_checkpoint TO {RESOLVER_ROLE}",
                "SET LOCAL ROLE remit_resolver",
                _DUE,
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        ),
    ]
