"""Mails about incidents of the platform itself."""

from django.db import migrations, models

_KINDS = [
    ("invitation", "Invitation"),
    ("first_password", "First password"),
    ("password_reset", "Password reset"),
    ("password_changed", "Password changed"),
    ("second_factor", "Second factor changed"),
    ("agent_stopped", "Agent stopped"),
    ("owner_named", "Named to answer for an agent"),
    ("owner_replaced", "Somebody else answers for an agent"),
    ("review_due", "Review due"),
    ("checkpoint", "Something to decide"),
    ("ticket", "Incident"),
    ("platform_incident", "Incident of the platform"),
]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("tenants", "0014_tickets")]

    operations = [
        migrations.RemoveConstraint("mail", "mail_kind_known"),
        migrations.AlterField(
            "mail", "kind", models.CharField(choices=_KINDS, max_length=20)
        ),
        migrations.AddConstraint(
            "mail",
            models.CheckConstraint(
                condition=models.Q(kind__in=[kind for kind, _ in _KINDS]),
                name="mail_kind_known",
            ),
        ),
    ]
