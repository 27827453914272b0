"""What a person decides about a run that stopped, and what people then do."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.identifiers
import tenants.scoping
from tenants.isolation import Isolate

_DECIDED = [
    ("resume", "its agent goes on from its save point"),
    ("by_hand", "people do the rest"),
    ("abandon", "nothing more is done"),
]
_OPTIONS = {"abstract": False, "base_manager_name": "objects"}


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


def _to(model: str, related_name: str = "+") -> models.ForeignKey:
    return models.ForeignKey(
        db_constraint=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        to=model,
    )


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0033_halt_policies")]

    operations = [
        migrations.CreateModel(
            name="Rescue",
            fields=[
                *_own(),
                ("decided", models.CharField(max_length=8, choices=_DECIDED)),
                ("reason", models.TextField()),
                ("decided_at", models.DateTimeField()),
                ("run", _to("governance.run", "rescues")),
                ("interruption", _to("governance.interruption")),
                ("decided_by", _to("tenants.membership")),
            ],
            options={
                **_OPTIONS,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "interruption"), name="rescue_once_per_stop"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(decided__in=[one for one, _ in _DECIDED]),
                        name="rescue_decided_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandedStep",
            fields=[
                *_own(),
                ("key", models.CharField(max_length=60)),
                ("done", models.BooleanField()),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("rescue", _to("governance.rescue", "steps")),
                ("by", _to("tenants.membership")),
            ],
            options={
                **_OPTIONS,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("client", "rescue", "key"), name="handed_step_once"
                    )
                ],
            },
        ),
        Isolate(["Rescue", "HandedStep"], append_only=["Rescue", "HandedStep"]),
    ]
