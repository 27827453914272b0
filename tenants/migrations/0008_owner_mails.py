"""Mails about who answers for an agent."""

from django.db import migrations, models

_KINDS = [
    ("invitation", "Invitation"),
    ("first_password", "First password"),
    ("password_reset", "Password reset"),
    ("password_changed", "Password changed"),
    ("agent_stopped", "Agent stopped"),
    ("owner_named", "Named to answer for an agent"),
    ("owner_replaced", "Somebody else answers for an agent"),
    ("review_due", "Review due"),
    ("checkpoint", "Something to decide"),
]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("tenants", "0007_checkpoint_mails")]

    operations = [
        migrations.AlterField(
            model_name="mail",
            name="kind",
            field=models.CharField(choices=_KINDS, max_length=20),
        ),
        migrations.RemoveConstraint(model_name="mail", name="mail_kind_known"),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__in=[kind for kind, _ in _KINDS]),
                name="mail_kind_known",
            ),
        ),
    ]
