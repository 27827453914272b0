"""Second factors, the list of sessions, and which clients demand a second factor."""

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
]
_DEMANDED = "Whether who may decide shows a second factor."

# What Django's cache in the database expects, in the form of its createcachetable.
# Unlogged: a crash forgets which codes were used, for the half minute that they live.
_CACHE = """
CREATE UNLOGGED TABLE tenants_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX tenants_cache_expires ON tenants_cache (expires);
GRANT UPDATE, DELETE ON tenants_cache TO remit_app;
"""
_GRANTS = """
GRANT UPDATE, DELETE ON mfa_authenticator, usersessions_usersession TO remit_app;
GRANT UPDATE (second_factor_required) ON tenants_client TO remit_app;
-- allauth's own e-mail addresses: an account has the one of tenants_user.
REVOKE ALL ON account_emailaddress, account_emailconfirmation FROM remit_app;
REVOKE ALL ON account_emailaddress, account_emailconfirmation, mfa_authenticator,
    tenants_cache, usersessions_usersession FROM remit_lead;
"""
# A lead sees into every client, so one that demands it demands it of leads, too.
_DEMANDED_OF_LEADS = """
CREATE FUNCTION remit_second_factor_demanded() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT EXISTS (SELECT FROM tenants_client WHERE second_factor_required)
$$;
ALTER FUNCTION remit_second_factor_demanded() OWNER TO remit_resolver;
GRANT SELECT (second_factor_required) ON tenants_client TO remit_resolver;
"""


def _demanded() -> models.BooleanField:
    return models.BooleanField(default=False, db_default=False, help_text=_DEMANDED)


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [
        ("tenants", "0008_owner_mails"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="mail",
            name="kind",
            field=models.CharField(choices=_KINDS, max_length=20),
        ),
        migrations.RemoveConstraint(model_name="mail", name="mail_kind_known"),
        migrations.AddConstraint(
            model_name="mail",
            constraint=models.CheckConstraint(
                condition=models.Q(kind__in=[kind for kind, _ in _KINDS]),
                name="mail_kind_known",
            ),
        ),
        migrations.AddField("client", "second_factor_required", _demanded()),
        migrations.AddField("historicalclient", "second_factor_required", _demanded()),
        migrations.RunSQL(_CACHE, "DROP TABLE tenants_cache"),
        migrations.RunSQL(_GRANTS, migrations.RunSQL.noop),
        migrations.RunSQL(
            _DEMANDED_OF_LEADS, "DROP FUNCTION remit_second_factor_demanded()"
        ),
    ]
