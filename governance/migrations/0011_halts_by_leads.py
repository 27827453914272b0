"""Governance leads, who work at no client, halt and lift too."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0010_clearances'),
        ('tenants', '0002_isolation'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='halt',
            name='lifted_by_lead',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='halt',
            name='set_by_lead',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalhalt',
            name='lifted_by_lead',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='historicalhalt',
            name='set_by_lead',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AlterField(
            model_name='halt',
            name='set_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership'),
        ),
        migrations.AddConstraint(
            model_name='halt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('set_by__isnull', False), ('set_by_lead__isnull', True)), models.Q(('set_by__isnull', True), ('set_by_lead__isnull', False)), _connector='OR'), name='halt_set_by_one_person'),
        ),
        migrations.AddConstraint(
            model_name='halt',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lifted_at__isnull', False), models.Q(models.Q(('lifted_by__isnull', False), ('lifted_by_lead__isnull', True)), models.Q(('lifted_by__isnull', True), ('lifted_by_lead__isnull', False)), _connector='OR')), models.Q(models.Q(('lifted_at__isnull', False), _negated=True), ('lifted_by__isnull', True), ('lifted_by_lead__isnull', True)), _connector='OR'), name='halt_lifted_by_one_person'),
        ),
        migrations.RunSQL(
            'GRANT UPDATE (lifted_by_lead_id) ON governance_halt TO remit_app',
            migrations.RunSQL.noop,
        ),
    ]
