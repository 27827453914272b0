"""Whether a client's boundaries are published by a second person."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tenants', '0003_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='client',
            name='second_publisher',
            field=models.BooleanField(default=False, help_text='Whether boundaries are published by somebody else than proposed.'),
        ),
        migrations.AddField(
            model_name='historicalclient',
            name='second_publisher',
            field=models.BooleanField(default=False, help_text='Whether boundaries are published by somebody else than proposed.'),
        ),
        migrations.RunSQL(
            'GRANT UPDATE (second_publisher) ON tenants_client TO remit_app',
            migrations.RunSQL.noop,
        ),
    ]
