"""Why somebody refuses, in short."""

from django.db import migrations, models

_CAUSES = [
    ("wrong", "Something in it is wrong"),
    ("needless", "It is not needed, or not yet"),
    ("unproven", "There is too little to go by"),
    ("suspicious", "It looks like a deception"),
    ("against", "It is against what we agreed"),
    ("other", "Something else"),
]


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0026_guardrails_and_readiness")]

    operations = [
        migrations.AddField(
            model_name="checkpointanswer",
            name="cause",
            field=models.CharField(
                blank=True,
                choices=_CAUSES,
                db_default="",
                default="",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="checkpointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(cause__in=["", *(cause for cause, _ in _CAUSES)]),
                name="checkpoint_cause_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="checkpointanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(cause="") | models.Q(answer="refused"),
                name="checkpoint_cause_of_a_refusal",
            ),
        ),
    ]
