"""A person's word on what became of an action, and above which amount it takes two."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.identifiers
import tenants.scoping
from tenants.isolation import APP_ROLE, Isolate

_TOGETHER = models.Q(attest_amount__isnull=True, attest_currency="") | (
    models.Q(attest_amount__isnull=False, attest_amount__gte=0)
    & ~models.Q(attest_currency="")
)


def _to(model: str, related_name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to=model,
    )


def _settled(model: str) -> list[migrations.AddField]:
    amount = models.DecimalField(decimal_places=4, max_digits=19, null=True)
    currency = models.CharField(blank=True, db_default="", default="", max_length=3)
    return [
        migrations.AddField(model, "attest_amount", amount),
        migrations.AddField(model, "attest_currency", currency),
    ]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0039_drills_by_the_calendar")]

    operations = [
        *_settled("readinesspolicy"),
        *_settled("historicalreadinesspolicy"),
        migrations.AddConstraint(
            "readinesspolicy",
            models.CheckConstraint(
                condition=_TOGETHER, name="readiness_policy_attest_together"
            ),
        ),
        migrations.RunSQL(
            "GRANT UPDATE (attest_amount, attest_currency) "
            f"ON governance_readinesspolicy TO {APP_ROLE}",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="Attestation",
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
                ("happened", models.BooleanField()),
                ("evidence", models.TextField()),
                ("at", models.DateTimeField()),
                ("action", _to("governance.action", "attestations")),
                ("by", _to("tenants.membership")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "action", "by"), name="attestation_once_each"
                    )
                ],
            },
        ),
        Isolate(["Attestation"], append_only=["Attestation"]),
    ]
