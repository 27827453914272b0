"""Who was told of a ticket, its tasks, its evidence, what was learnt, and the rule."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.identifiers
import tenants.scoping
from tenants.isolation import RESOLVER_ROLE, Isolate, resolver_reads

_PLACES = ["group", "person", "team", "owner", "deputy", "admin", "holder"]
_OUTCOMES = [
    ("pending", "being sent"),
    ("sent", "sent"),
    ("failed", "not delivered yet"),
    ("needless", "no longer needed"),
]
_OPTIONS = {"abstract": False, "base_manager_name": "objects"}

# As in 0031, and the tickets that are due, and agents that were refused often of late.
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
$$;
"""
# As in 0035, and the tickets of which nobody was told when it was time to.
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


def _ticket(related_name: str) -> models.ForeignKey:
    return _to("governance.ticket", related_name)


def _person(*, null: bool = False) -> models.ForeignKey:
    return _to("tenants.membership", null=null)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0036_tickets")]

    operations = [
        migrations.CreateModel(
            name="TicketNotice",
            fields=[
                *_own(),
                ("after", models.PositiveSmallIntegerField()),
                (
                    "place",
                    models.CharField(
                        choices=[(one, one) for one in _PLACES], max_length=10
                    ),
                ),
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
                ("ticket", _ticket("notices")),
                ("person", _person()),
            ],
            options={
                **_OPTIONS,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(place__in=_PLACES),
                        name="ticket_notice_place_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(outcome__in=[one for one, _ in _OUTCOMES]),
                        name="ticket_notice_outcome_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketTask",
            fields=[
                *_own(),
                ("text", models.CharField(max_length=400)),
                ("due_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("ticket", _ticket("tasks")),
                ("owner", _person()),
                ("made_by", _person()),
                ("done_by", _person(null=True)),
            ],
            options=_OPTIONS,
        ),
        migrations.CreateModel(
            name="PostMortem",
            fields=[
                *_own(),
                ("happened", models.TextField()),
                ("factors", models.TextField()),
                ("went_well", models.TextField(blank=True)),
                ("written_at", models.DateTimeField()),
                ("ticket", _ticket("post_mortems")),
                ("written_by", _person()),
            ],
            options={
                **_OPTIONS,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "ticket"), name="post_mortem_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                *_own(),
                ("title", models.CharField(max_length=120)),
                ("content", models.JSONField()),
                ("digest", models.CharField(max_length=80)),
                ("frozen_at", models.DateTimeField()),
                ("ticket", _ticket("evidence")),
            ],
            options=_OPTIONS,
        ),
        migrations.CreateModel(
            name="RuleFromTicket",
            fields=[
                *_own(),
                ("key", models.SlugField(max_length=60)),
                ("drafted_at", models.DateTimeField()),
                ("ticket", _ticket("rules")),
                ("replay", _to("governance.replayjob", null=True)),
                ("drafted_by", _person()),
            ],
            options={
                **_OPTIONS,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "key"), name="rule_from_one_ticket"
                    )
                ],
            },
        ),
        Isolate(
            ["TicketNotice", "TicketTask", "PostMortem", "Evidence", "RuleFromTicket"],
            updates={
                "TicketNotice": ["outcome", "settled_at", "problem"],
                "TicketTask": ["done_at", "done_by_id"],
            },
            append_only=["PostMortem", "Evidence", "RuleFromTicket"],
        ),
        migrations.RunSQL(
            [
                *resolver_reads("governance_ticket", ["client_id", "id", "look_at"]),
                f"GRANT SELECT (agent_id, asked_at) ON governance_action "
                f"TO {RESOLVER_ROLE}",
                f"SET LOCAL ROLE {RESOLVER_ROLE}",
                _DUE,
                _NEGLECTED,
                "RESET ROLE",
            ],
            migrations.RunSQL.noop,
        ),
    ]
