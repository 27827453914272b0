"""Windows that roll, counting again, and answers of several people."""

import django.db.models.deletion
from django.db import migrations, models

import tenants.identifiers
import tenants.scoping
from tenants.isolation import Isolate


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0012_boundary_life'),
        ('tenants', '0003_people'),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckpointAnswer',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('answer', models.CharField(choices=[('approved', 'approved'), ('refused', 'refused')], max_length=10)),
                ('reason', models.TextField()),
                ('answered_at', models.DateTimeField()),
                ('checkpoint', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='governance.checkpoint')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('person', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='LimitBucket',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('starts_at', models.DateTimeField()),
                ('used', models.DecimalField(decimal_places=4, default=0, max_digits=20)),
                ('reserved', models.DecimalField(decimal_places=4, default=0, max_digits=20)),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('limit_use', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='buckets', to='governance.limituse')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Recount',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('due_at', models.DateTimeField()),
                ('after', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.limituse')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='checkpoint',
            name='quorum',
            field=models.PositiveSmallIntegerField(default=1, help_text='How many different people have to approve.'),
        ),
        migrations.AddField(
            model_name='reservation',
            name='bucket',
            field=models.DateTimeField(help_text='In a window that rolls: when the bucket starts.', null=True),
        ),
        # A guardrail's key is longer, and says whose it is.
        migrations.AlterField(
            model_name='limituse',
            name='rule_key',
            field=models.CharField(max_length=120),
        ),
        migrations.AddIndex(
            model_name='limituse',
            index=models.Index(fields=['client', 'rule_key', 'window', 'id'], name='limit_use_of_window'),
        ),
        migrations.AddConstraint(
            model_name='checkpoint',
            constraint=models.CheckConstraint(condition=models.Q(('quorum__gte', 1)), name='checkpoint_quorum_of_some'),
        ),
        migrations.AddConstraint(
            model_name='checkpointanswer',
            constraint=models.UniqueConstraint(fields=('client', 'checkpoint', 'person'), name='checkpoint_answer_once'),
        ),
        migrations.AddConstraint(
            model_name='checkpointanswer',
            constraint=models.CheckConstraint(condition=models.Q(('answer__in', ['approved', 'refused'])), name='checkpoint_answer_known'),
        ),
        migrations.AddConstraint(
            model_name='limitbucket',
            constraint=models.UniqueConstraint(fields=('client', 'limit_use', 'starts_at'), name='limit_bucket_once'),
        ),
        migrations.AddConstraint(
            model_name='limitbucket',
            constraint=models.CheckConstraint(condition=models.Q(('reserved__gte', 0), ('used__gte', 0)), name='limit_bucket_not_negative'),
        ),
        migrations.AddConstraint(
            model_name='recount',
            constraint=models.UniqueConstraint(fields=('client',), name='recount_one_per_client'),
        ),
        Isolate(
            ["CheckpointAnswer", "LimitBucket", "Recount"],
            updates={
                "LimitBucket": ["used", "reserved"],
                "Recount": ["due_at", "after_id"],
            },
            append_only=["CheckpointAnswer"],
        ),
    ]
