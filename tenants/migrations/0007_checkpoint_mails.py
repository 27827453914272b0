"""Mails about what somebody has to decide."""

from django.db import migrations, models

_KINDS = [
    ("invitation", "Invitation"),
    ("first_password", "First password"),
    ("password_reset", "Password reset"),
    ("password_changed", "Password changed"),
    ("agent_stopped", "Agent stopped"),
    ("review_due", "Review due"),
    ("checkpoint", "Something to decide"),
]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("tenants", "0006_notices")]

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
