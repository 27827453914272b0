"""Who carries an action out, and how its target is asked about it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agents', '0002_isolation'),
        ('tenants', '0002_isolation'),
    ]

    operations = [
        migrations.AddField(
            model_name='actiontype',
            name='performer',
            field=models.CharField(choices=[('platform', 'The platform, through a runner'), ('agent', 'The agent itself, with a one-time permit')], default='platform', max_length=8),
        ),
        migrations.AddField(
            model_name='actiontype',
            name='permit_seconds',
            field=models.PositiveIntegerField(default=120, help_text='How long an agent has to report what it did.'),
        ),
        migrations.AddField(
            model_name='actiontype',
            name='probe',
            field=models.JSONField(default=dict, help_text='How to ask the target what became of an intent: path and settle_seconds; empty where it cannot be asked.'),
        ),
        migrations.AddField(
            model_name='actiontype',
            name='repeat_seconds',
            field=models.PositiveIntegerField(default=86400, help_text='How long an idempotent target knows a repetition.'),
        ),
        migrations.AlterField(
            model_name='actiontype',
            name='runner',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='agents.runner'),
        ),
        migrations.AddConstraint(
            model_name='actiontype',
            constraint=models.CheckConstraint(condition=models.Q(('performer__in', ['platform', 'agent'])), name='action_type_performer_known'),
        ),
        migrations.AddConstraint(
            model_name='actiontype',
            constraint=models.CheckConstraint(condition=models.Q(('performer', 'agent'), ('runner__isnull', False), _connector='OR'), name='action_type_platform_has_a_runner'),
        ),
    ]
