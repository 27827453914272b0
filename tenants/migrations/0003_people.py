"""Invitations, the outbox of mails, and how often somebody may try something."""

import django.db.models.deletion
import django.db.models.functions.text
import tenants.identifiers
import tenants.scoping
from django.conf import settings
from django.db import migrations, models

from tenants.isolation import Isolate, resolver_reads

_CLIENT_OF = """
CREATE FUNCTION remit_client_of_invitation(invitation uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT i.client_id FROM tenants_invitation i WHERE i.id = invitation
$$;
ALTER FUNCTION remit_client_of_invitation(uuid) OWNER TO remit_resolver;
"""

_MAIL = """
GRANT UPDATE (attempts, due_at, error, sent_at, subject, text)
   ON tenants_mail TO remit_app;
"""

# When who tries something will have all of their tries again. Unlogged: a crash
# forgets it. The subject is a digest, so it tells nobody's address.
_ALLOWANCE = """
CREATE UNLOGGED TABLE tenants_allowance (
    subject text NOT NULL PRIMARY KEY,
    full_at timestamptz NOT NULL
) WITH (fillfactor = 50);
GRANT UPDATE (full_at), DELETE ON tenants_allowance TO remit_app;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ('tenants', '0002_isolation'),
    ]

    operations = [
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('email', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=120)),
                ('role', models.CharField(choices=[('admin', 'Client admin'), ('operator', 'Operator'), ('auditor', 'Auditor'), ('member', 'Member')], max_length=20)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('client', models.ForeignKey(default=tenants.scoping.current_client_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.client')),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.UUIDField(default=tenants.identifiers.uuid7, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('invitation', 'Invitation'), ('first_password', 'First password'), ('password_reset', 'Password reset'), ('password_changed', 'Password changed')], max_length=20)),
                ('to', models.EmailField(max_length=254)),
                ('about', models.JSONField(default=dict)),
                ('written_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='When it is tried next; empty when nothing is left to do.', null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('error', models.TextField(blank=True, default='')),
                ('sent_at', models.DateTimeField(null=True)),
                ('subject', models.TextField(blank=True, default='')),
                ('text', models.TextField(blank=True, default='')),
            ],
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='user_email_once'),
        ),
        migrations.AddIndex(
            model_name='mail',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='mail_due'),
        ),
        migrations.AddConstraint(
            model_name='mail',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['invitation', 'first_password', 'password_reset', 'password_changed'])), name='mail_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['admin', 'operator', 'auditor', 'member'])), name='invitation_role_known'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True), _connector='OR'), name='invitation_ends_once'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(models.F('client'), django.db.models.functions.text.Lower('email'), condition=models.Q(('accepted_at__isnull', True), ('withdrawn_at__isnull', True)), name='invitation_open_once'),
        ),
        Isolate(
            ['Invitation'],
            updates={'Invitation': ['accepted_at', 'expires_at', 'withdrawn_at']},
        ),
        migrations.RunSQL(
            [
                *resolver_reads('tenants_invitation', ['client_id', 'id']),
                _CLIENT_OF,
                _MAIL,
                _ALLOWANCE,
            ],
            migrations.RunSQL.noop,
        ),
    ]
