"""The trace that an agent names with a request, kept with what it opens."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0019_facts'),
    ]

    operations = [
        migrations.AddField(
            model_name='action',
            name='traceparent',
            field=models.CharField(blank=True, help_text='The trace in which it was asked.', max_length=55),
        ),
        migrations.AddField(
            model_name='run',
            name='traceparent',
            field=models.CharField(blank=True, help_text='The trace in which it was opened.', max_length=55),
        ),
    ]
