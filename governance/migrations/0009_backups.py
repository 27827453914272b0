"""Backups see the rows of every table, also of those made before there was a role.

The ledger's partitions as well: each is read by itself for a backup.
"""

from django.db import migrations

_SHOW = """
DO $$
DECLARE hidden record;
BEGIN
    FOR hidden IN
        SELECT c.oid::regclass AS name FROM pg_class c
         WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
           AND relrowsecurity AND NOT EXISTS (
               SELECT FROM pg_policy p
                WHERE p.polrelid = c.oid AND p.polname = 'backup_reads')
    LOOP
        EXECUTE format(
            'CREATE POLICY backup_reads ON %s FOR SELECT TO remit_backup USING (true)',
            hidden.name);
    END LOOP;
END $$;
"""


class Migration(migrations.Migration):
    """See the module."""

    dependencies = [("governance", "0008_open_unknowns")]

    operations = [migrations.RunSQL(_SHOW, migrations.RunSQL.noop)]
