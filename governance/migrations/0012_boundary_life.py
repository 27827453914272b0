"""How rules live: statuses, lists, proposals, and the platform's own guardrails.

Rules that there are stay in the next version, as they were until now.
"""

import django.db.models.deletion
import simple_history.models
import tenants.clock
import tenants.history
import tenants.identifiers
import tenants.scoping
from django.conf import settings
from django.db import migrations, models

from tenants.isolation import Isolate, append_only

_PROPOSED = """
ALTER TABLE governance_boundaryversion ADD FOREIGN KEY (client_id, proposed_by_id)
    REFERENCES tenants_membership (client_id, id);
"""

# The service says so too, early and in words.
_SECOND = """
CREATE FUNCTION remit_second_publisher() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF NEW.proposed_by_id IS NULL OR NEW.proposed_by_id = NEW.published_by_id THEN
        PERFORM FROM tenants_client WHERE id = NEW.client_id AND second_publisher;
        IF FOUND THEN
            RAISE EXCEPTION 'another person than who proposed it publishes this'
                  USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER second_publisher BEFORE INSERT ON governance_boundaryversion
    FOR EACH ROW EXECUTE FUNCTION remit_second_publisher();
ALTER TABLE governance_boundaryversion ENABLE ALWAYS TRIGGER second_publisher;
"""

# What became of a proposal stays so.
_CLOSED = """
CREATE FUNCTION remit_proposal_once() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    IF OLD.state <> 'open' THEN
        RAISE EXCEPTION 'this proposal is % and stays so', OLD.state
              USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER proposal_once BEFORE UPDATE ON governance_boundaryproposal
    FOR EACH ROW EXECUTE FUNCTION remit_proposal_once();
ALTER TABLE governance_boundaryproposal ENABLE ALWAYS TRIGGER proposal_once;
"""

_NEVER = """
DROP TRIGGER proposal_once ON governance_boundaryproposal;
DROP FUNCTION remit_proposal_once();
DROP TRIGGER second_publisher ON governance_boundaryversion;
DROP FUNCTION remit_second_publisher();
"""

# Of no client: nobody changes them, whatever the role.
_APPEND_ONLY = [
    *append_only("governance_guardrail"),
    *append_only("governance_guardrailversion"),
]

_STATUSES = [('draft', 'draft'), ('observe', 'only observes'), ('active', 'in force'), ('retired', 'retired')]


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0011_halts_by_leads'),
        ('tenants', '0004_second_publisher'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='BoundaryProposal',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('document', models.JSONField()),
                ('content_hash', models.CharField(max_length=71)),
                ('reason', models.TextField(blank=True)),
                ('proposed_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('open', 'open'), ('published', 'published'), ('withdrawn', 'withdrawn'), ('overtaken', 'overtaken')], default='open', max_length=10)),
                ('closed_at', models.DateTimeField(null=True)),
                ('base', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.boundaryversion')),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('closed_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('proposed_by', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('version', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.boundaryversion')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Guardrail',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.SlugField()),
                ('revision', models.PositiveIntegerField()),
                ('title', models.CharField(max_length=160)),
                ('status', models.CharField(choices=[('draft', 'draft'), ('observe', 'only observes'), ('active', 'in force'), ('retired', 'retired')], max_length=10)),
                ('rule', models.JSONField()),
                ('reason', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='GuardrailVersion',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveIntegerField(unique=True)),
                ('document', models.JSONField()),
                ('content_hash', models.CharField(max_length=71)),
                ('reason', models.TextField()),
                ('published_at', models.DateTimeField()),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='HistoricalNamedList',
            fields=[
                ('id', models.UUIDField(db_index=True, default=tenants.identifiers.uuid7, editable=False)),
                ('actor_kind', models.CharField(default=tenants.history.actor_kind, max_length=20)),
                ('actor_label', models.CharField(default=tenants.history.actor_label, max_length=200)),
                ('recorded_at', models.DateTimeField(db_default=tenants.clock.RemitNow())),
                ('name', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=120)),
                ('entries', models.JSONField(default=list)),
                ('history_user_id', models.UUIDField(null=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('client', models.ForeignKey(blank=True, db_constraint=False, default=tenants.scoping.current_client_id, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='tenants.client')),
            ],
            options={
                'verbose_name': 'historical named list',
                'verbose_name_plural': 'historical named lists',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='NamedList',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.SlugField(max_length=60)),
                ('title', models.CharField(max_length=120)),
                ('entries', models.JSONField(default=list)),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='boundaryrule',
            name='status',
            field=models.CharField(choices=_STATUSES, default='active', max_length=10),
        ),
        migrations.AddField(
            model_name='boundaryversion',
            name='proposed_by',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership'),
        ),
        migrations.AddField(
            model_name='historicalboundaryrule',
            name='status',
            field=models.CharField(choices=_STATUSES, default='active', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='boundaryrule',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'observe', 'active', 'retired'])), name='rule_status_known'),
        ),
        migrations.AddField(
            model_name='decision',
            name='guardrail_version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='governance.guardrailversion'),
        ),
        migrations.AddConstraint(
            model_name='boundaryproposal',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('client',), name='proposal_one_open'),
        ),
        migrations.AddConstraint(
            model_name='boundaryproposal',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['open', 'published', 'withdrawn', 'overtaken'])), name='proposal_state_known'),
        ),
        migrations.AddConstraint(
            model_name='boundaryproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('closed_by__isnull', True), ('state', 'open')), models.Q(models.Q(('state', 'open'), _negated=True), ('closed_at__isnull', False), ('closed_by__isnull', False)), _connector='OR'), name='proposal_closed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='boundaryproposal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), ('version__isnull', False)), models.Q(models.Q(('state', 'published'), _negated=True), ('version__isnull', True)), _connector='OR'), name='proposal_published_as_a_version'),
        ),
        migrations.AddConstraint(
            model_name='guardrail',
            constraint=models.UniqueConstraint(fields=('key', 'revision'), name='guardrail_revision_once'),
        ),
        migrations.AddConstraint(
            model_name='guardrail',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'observe', 'active', 'retired'])), name='guardrail_status_known'),
        ),
        migrations.AddConstraint(
            model_name='namedlist',
            constraint=models.UniqueConstraint(fields=('client', 'name'), name='list_name_once'),
        ),
        # From now on a rule begins as a draft.
        migrations.AlterField(
            model_name='boundaryrule',
            name='status',
            field=models.CharField(choices=_STATUSES, default='draft', max_length=10),
        ),
        migrations.AlterField(
            model_name='historicalboundaryrule',
            name='status',
            field=models.CharField(choices=_STATUSES, default='draft', max_length=10),
        ),
        Isolate(
            ['NamedList', 'BoundaryProposal'],
            updates={
                'NamedList': ['title', 'entries'],
                'BoundaryProposal': ['state', 'closed_by_id', 'closed_at', 'version_id'],
            },
            deletes=['NamedList'],
        ),
        migrations.RunSQL([_PROPOSED, _SECOND, _CLOSED, *_APPEND_ONLY], _NEVER),
    ]
