"""Agents that nobody answers for, and who says once more that they do."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.identifiers
import tenants.scoping
from tenants.isolation import Isolate

_KINDS = [
    ("boundaries", "the boundaries"),
    ("clearance", "a clearance"),
    ("ownership", "who answers"),
]
_WHAT = "The boundary version, the clearance or the ownership."


def _to(model):
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=model,
    )


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("governance", "0022_drafts"),
        ("agents", "0007_accountability"),
        ("tenants", "0006_notices"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="review", name="review_of_known"),
        migrations.AlterField(
            model_name="review",
            name="of",
            field=models.CharField(choices=_KINDS, max_length=12),
        ),
        migrations.AlterField(
            model_name="review",
            name="target_id",
            field=models.UUIDField(help_text=_WHAT),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(of__in=[kind for kind, _ in _KINDS]),
                name="review_of_known",
            ),
        ),
        migrations.CreateModel(
            name="Handover",
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
                ("opened_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("agent", _to("agents.agent")),
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
                ("ticket", _to("governance.ticket")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(ended_at__isnull=True),
                        fields=("client", "agent"),
                        name="handover_one_open_per_agent",
                    )
                ],
            },
        ),
        Isolate(["Handover"], updates={"Handover": ["ended_at"]}),
    ]
