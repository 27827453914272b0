"""What must be true before Remit serves anybody."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from tenants.isolation import LEAD_ROLE

_ROLE = """
SELECT current_user, r.rolsuper, r.rolbypassrls,
       (SELECT count(*) FROM pg_class c JOIN pg_roles o ON o.oid = c.relowner
         WHERE c.relkind IN ('r', 'p') AND o.rolname = current_user),
       (SELECT coalesce(array_agg(g.rolname ORDER BY g.rolname), '{}')
          FROM pg_roles g WHERE g.rolname <> current_user
           AND pg_has_role(current_user, g.oid, 'USAGE')),
       (SELECT coalesce(array_agg(g.rolname ORDER BY g.rolname), '{}')
          FROM pg_roles g WHERE g.rolname NOT IN (current_user, %s)
           AND pg_has_role(current_user, g.oid, 'MEMBER')
           AND NOT pg_has_role(current_user, g.oid, 'USAGE'))
  FROM pg_roles r WHERE r.rolname = current_user
"""


@register(Tags.database)
def application_role_is_bound_by_row_security(
    *, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Refuse an application role that row security does not bind."""
    if not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(_ROLE, [LEAD_ROLE])
        row = cursor.fetchone()
    assert row is not None  # noqa: S101 - a connection always has a role
    name, is_super, bypasses, owned, inherited, within_reach = row
    faults = [
        (is_super, "is a superuser", "E001"),
        (bypasses, "has BYPASSRLS", "E002"),
        (owned, "owns tables", "E003"),
        (inherited, f"inherits the rights of {', '.join(inherited)}", "E004"),
        (within_reach, f"may become {', '.join(within_reach)}", "E005"),
    ]
    return [
        Error(
            f"The application's database role {name} {what}: "
            "clients would not be kept apart.",
            hint="Point DATABASE_URL at the role that bootstrap_database creates.",
            id=f"tenants.{code}",
        )
        for wrong, what, code in faults
        if wrong
    ]
