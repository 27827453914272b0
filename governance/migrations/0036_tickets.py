"""Tickets that are acknowledged, mitigated, resolved and reviewed, with what they need.

What was closed counts as resolved. Nobody had to acknowledge a ticket before: those
that are open count as told, and are looked at when they are overdue.
"""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from tenants.isolation import APP_ROLE

_STATES = ["open", "acknowledged", "mitigated", "resolved", "reviewed"]
_UNRESOLVED = _STATES[:3]
_PLACES = ["group", "person", "team", "owner", "deputy", "admin", "holder"]

# As in 0006 of agents: row security binds the owner, too, who would see no rows.
_READ = ("governance_ticket", "governance_run", "governance_interruption")
_CARRY_OVER = [
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in _READ),
    """
    UPDATE governance_ticket t
       SET state = CASE t.state WHEN 'closed' THEN 'resolved' ELSE t.state END,
           acknowledge_by = t.deadline,
           look_at = CASE t.state WHEN 'open' THEN t.deadline END,
           agent_id = (SELECT r.agent_id FROM governance_run r WHERE r.id = t.run_id),
           reason = coalesce((SELECT i.code FROM governance_interruption i
                               WHERE i.ticket_id = t.id
                               ORDER BY i.interrupted_at, i.id LIMIT 1), '')
    """,
    "SET CONSTRAINTS ALL IMMEDIATE",
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in _READ),
]
_KEYS = [
    f"ALTER TABLE governance_ticket ADD FOREIGN KEY (client_id, {column}) "
    f"REFERENCES {table} (client_id, id)"
    for column, table in (
        ("opened_by_id", "tenants_membership"),
        ("acknowledged_by_id", "tenants_membership"),
        ("agent_id", "agents_agent"),
        ("duplicate_of_id", "governance_ticket"),
    )
]
_CHANGED = [
    "acknowledge_by",
    "acknowledge_missed_at",
    "acknowledged_at",
    "acknowledged_by_id",
    "chain",
    "deadline",
    "deadline_missed_at",
    "duplicate_of_id",
    "lapses_at",
    "look_at",
    "mitigated_at",
    "mitigation",
    "review_by",
    "reviewed_at",
    "told",
]
_GRANT = f"GRANT UPDATE ({', '.join(_CHANGED)}) ON governance_ticket TO {APP_ROLE}"


def _to(model: str, *, history: bool) -> models.ForeignKey:
    deleted = django.db.models.deletion
    return models.ForeignKey(
        blank=history,
        db_constraint=False,
        null=True,
        on_delete=deleted.DO_NOTHING if history else deleted.PROTECT,
        related_name="+",
        to=model,
    )


def _moment() -> models.DateTimeField:
    return models.DateTimeField(null=True)


def _fields(*, history: bool) -> dict[str, models.Field]:
    told = "After which share of the time people were last told."
    return {
        "reason": models.CharField(db_default="", default="", max_length=40),
        "key": models.CharField(blank=True, db_default="", default="", max_length=80),
        "opened_by": _to("tenants.membership", history=history),
        "agent": _to("agents.agent", history=history),
        "duplicate_of": _to("governance.ticket", history=history),
        "chain": models.JSONField(db_default=[], default=list),
        "told": models.PositiveSmallIntegerField(help_text=told, null=True),
        "look_at": _moment(),
        "acknowledge_missed_at": _moment(),
        "acknowledged_at": _moment(),
        "acknowledged_by": _to("tenants.membership", history=history),
        "lapses_at": _moment(),
        "deadline_missed_at": _moment(),
        "mitigated_at": _moment(),
        "mitigation": models.TextField(blank=True, db_default="", default=""),
        "review_by": _moment(),
        "reviewed_at": _moment(),
    }


def _change(model: str, *, history: bool) -> list[migrations.operations.base.Operation]:
    state = models.CharField(
        choices=[(one, one) for one in _STATES], default="open", max_length=12
    )
    deadline = models.DateTimeField(help_text="By when it is to be resolved.")
    return [
        migrations.RenameField(model, "closed_at", "resolved_at"),
        *(
            migrations.AddField(model, name, field)
            for name, field in _fields(history=history).items()
        ),
        # Rows of the past say the moment at which they got this column.
        migrations.AddField(
            model,
            "acknowledge_by",
            models.DateTimeField(default=timezone.now),
            preserve_default=False,
        ),
        migrations.AlterField(model, "deadline", deadline),
        migrations.AlterField(model, "state", state),
    ]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("agents", "0007_accountability"),
        ("governance", "0035_neglected"),
        ("tenants", "0014_tickets"),
    ]

    operations = [
        migrations.RemoveConstraint("ticket", "ticket_state_known"),
        migrations.RemoveConstraint("ticket", "ticket_one_open_per_action"),
        *_change("ticket", history=False),
        *_change("historicalticket", history=True),
        migrations.RunSQL([*_KEYS, *_CARRY_OVER, _GRANT], migrations.RunSQL.noop),
        migrations.AddConstraint(
            "ticket",
            models.CheckConstraint(
                condition=models.Q(state__in=_STATES), name="ticket_state_known"
            ),
        ),
        migrations.AddConstraint(
            "ticket",
            models.UniqueConstraint(
                condition=models.Q(state__in=_UNRESOLVED),
                fields=("client", "action"),
                name="ticket_one_open_per_action",
            ),
        ),
        migrations.AddConstraint(
            "ticket",
            models.UniqueConstraint(
                condition=models.Q(state__in=_UNRESOLVED) & ~models.Q(key=""),
                fields=("client", "key"),
                name="ticket_one_open_per_key",
            ),
        ),
        migrations.AddIndex(
            "ticket",
            models.Index(
                condition=models.Q(look_at__isnull=False),
                fields=["look_at"],
                name="ticket_due",
            ),
        ),
        migrations.RemoveConstraint(
            "checkpointnotice", "checkpoint_notice_place_known"
        ),
        migrations.AlterField(
            "checkpointnotice",
            "place",
            models.CharField(choices=[(one, one) for one in _PLACES], max_length=10),
        ),
        migrations.AddConstraint(
            "checkpointnotice",
            models.CheckConstraint(
                condition=models.Q(place__in=_PLACES),
                name="checkpoint_notice_place_known",
            ),
        ),
        migrations.AddIndex(
            "action",
            models.Index(
                condition=models.Q(status="refused"),
                fields=["asked_at"],
                name="action_refused",
            ),
        ),
    ]
