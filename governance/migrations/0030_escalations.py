"""Who is told of what waits for a group, and when, as the client has written it."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.identifiers
import tenants.scoping
from tenants.isolation import Isolate

_PLACES = ["group", "person", "team", "owner", "deputy", "admin"]
# A step had a name; now it is the share of the time after which people are told.
_SHARES = """
ALTER TABLE governance_checkpointnotice
    ALTER COLUMN step TYPE smallint
    USING CASE step WHEN 'asked' THEN 0 WHEN 'half' THEN 50 ELSE 80 END;
ALTER TABLE governance_checkpointnotice RENAME COLUMN step TO after;
ALTER TABLE governance_checkpointnotice
    ADD CONSTRAINT governance_checkpointnotice_after_check CHECK (after >= 0);
"""


def _to(model: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=model,
    )


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("governance", "0029_delegated_answers"),
        ("tenants", "0011_working_hours"),
    ]

    operations = [
        migrations.CreateModel(
            name="Escalation",
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
                ("number", models.PositiveIntegerField()),
                ("steps", models.JSONField()),
                ("written_at", models.DateTimeField()),
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
                ("group", _to("tenants.group")),
                ("written_by", _to("tenants.membership")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "group", "number"),
                        name="escalation_number_once",
                    )
                ],
            },
        ),
        Isolate(["Escalation"], append_only=["Escalation"]),
        migrations.AddField(
            "checkpoint",
            "escalation",
            models.JSONField(
                default=list,
                db_default=[],
                help_text="Who is told when, as it was written when this was asked.",
            ),
        ),
        migrations.RemoveConstraint("checkpointnotice", "checkpoint_notice_once"),
        migrations.RemoveConstraint("checkpointnotice", "checkpoint_notice_step_known"),
        migrations.RemoveConstraint(
            "checkpointnotice", "checkpoint_notice_place_known"
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_SHARES)],
            state_operations=[
                migrations.RemoveField("checkpointnotice", "step"),
                migrations.AddField(
                    "checkpointnotice", "after", models.PositiveSmallIntegerField()
                ),
            ],
        ),
        migrations.AlterField(
            "checkpointnotice",
            "place",
            models.CharField(
                choices=[(place, place) for place in _PLACES], max_length=10
            ),
        ),
        migrations.AddConstraint(
            "checkpointnotice",
            models.UniqueConstraint(
                fields=("client", "checkpoint", "person", "after"),
                name="checkpoint_notice_once",
            ),
        ),
        migrations.AddConstraint(
            "checkpointnotice",
            models.CheckConstraint(
                condition=models.Q(after__lte=95),
                name="checkpoint_notice_before_the_end",
            ),
        ),
        migrations.AddConstraint(
            "checkpointnotice",
            models.CheckConstraint(
                condition=models.Q(place__in=_PLACES),
                name="checkpoint_notice_place_known",
            ),
        ),
    ]
