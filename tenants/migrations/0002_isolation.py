"""Row security, grants, and the functions that look before a scope is open."""

from django.db import migrations

from tenants.isolation import Isolate, resolver_reads

_PLACES = """
CREATE FUNCTION remit_places_of(person uuid)
RETURNS TABLE (client_id uuid, slug text, name text, role text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT c.id, c.slug::text, c.name::text, m.role::text
      FROM tenants_membership m JOIN tenants_client c ON c.id = m.client_id
     WHERE m.user_id = person AND m.is_active
     ORDER BY c.name, c.id
$$;
ALTER FUNCTION remit_places_of(uuid) OWNER TO remit_resolver;
"""

# Accounts are global; who is a governance lead is not for the application to change.
_GLOBAL = """
GRANT UPDATE (email, name, password, last_login, is_active)
   ON tenants_user TO remit_app;
GRANT UPDATE, DELETE ON django_session TO remit_app;
CREATE FUNCTION remit_refuse_lead() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_governance_lead AND current_user = 'remit_app' THEN
        RAISE EXCEPTION 'permission denied: only the owner makes governance leads'
              USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
-- Changing the column later is not granted to the application at all.
CREATE TRIGGER refuse_lead BEFORE INSERT ON tenants_user
    FOR EACH ROW EXECUTE FUNCTION remit_refuse_lead();
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("tenants", "0001_initial"), ("sessions", "0001_initial")]

    operations = [
        Isolate(
            ["Client", "Membership", "Group", "GroupMember"],
            updates={
                "Client": ["name", "time_zone"],
                "Membership": ["role", "is_active"],
                "Group": ["name"],
            },
            deletes=["GroupMember"],
        ),
        migrations.RunSQL(
            [
                *resolver_reads("tenants_client", ["id", "slug", "name"]),
                *resolver_reads(
                    "tenants_membership", ["client_id", "user_id", "role", "is_active"]
                ),
                _PLACES,
                _GLOBAL,
            ],
            migrations.RunSQL.noop,
        ),
    ]
