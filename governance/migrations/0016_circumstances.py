"""What a decision rested on beside the facts, and the past by time and resource."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('agents', '0006_connections'),
        ('governance', '0015_quorum_and_recounts'),
        ('tenants', '0004_second_publisher'),
    ]

    operations = [
        migrations.AddField(
            model_name='decision',
            name='circumstances',
            field=models.JSONField(default=dict, help_text='The time, and what rules asked of the past.'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['client', 'asked_at'], name='action_by_time'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(condition=models.Q(('resource_id', ''), _negated=True), fields=['client', 'resource_id'], name='action_by_resource'),
        ),
    ]
