"""What the database says about itself, asked as the owner of its tables."""

from typing import Any

from django.apps import apps
from django.db import connections, models

from tenants.models import Client, ClientOwned

# Tables that belong to no client, and why they do not.
GLOBAL = {
    "account_emailaddress": "comes with allauth, unused and out of reach",
    "account_emailconfirmation": "comes with allauth, unused and out of reach",
    "agents_allowance": "how often keys are used: ids alone, for one function",
    "audit_pending": "the sealer's queue: ids alone, which a trigger writes",
    "auth_group": "comes with Django's admin, unused",
    "auth_group_permissions": "comes with Django's admin, unused",
    "auth_permission": "comes with Django's admin, unused",
    "django_admin_log": "what governance leads did in the admin",
    "django_content_type": "Django's list of models",
    "django_migrations": "Django's list of migrations",
    "django_session": "who is signed in, before any client is known",
    "governance_guardrail": "the platform's own rules, as leads write them",
    "governance_guardrailversion": "the platform's own rules, which bind every client",
    "governance_platformincident": "much went silent at once, whoever's it was",
    "governance_pulse": "when the platform last looked for what is overdue",
    "mfa_authenticator": "second factors, of an account and sealed",
    "tenants_allowance": "how often somebody may try to sign in: digests alone",
    "tenants_cache": "which codes were used, and how many tried, for half a minute",
    "tenants_mail": "the outbox: a mail may be for somebody of no client",
    "tenants_user": "accounts: a person may work with several clients",
    "usersessions_usersession": "where an account is signed in",
}

_TABLES = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace
   AND relkind IN ('r', 'p') AND relispartition = %s
 ORDER BY relname
"""


def ask(query: str, *params: Any) -> list[tuple[Any, ...]]:
    """Return the rows of a query, asked as the owner."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(query, params or None)
        return list(cursor.fetchall())


def tables() -> list[str]:
    """Return every table but the partitions of others."""
    return [name for (name,) in ask(_TABLES, False)]


def partitions() -> list[str]:
    """Return the tables that are parts of others."""
    return [name for (name,) in ask(_TABLES, True)]


def client_tables() -> list[str]:
    """Return the tables whose rows belong to one client each."""
    return [name for name in tables() if name not in GLOBAL]


def owned_models() -> list[type[ClientOwned]]:
    """Return the models of a client's rows."""
    return [model for model in apps.get_models() if issubclass(model, ClientOwned)]


def tracked_models() -> list[type[models.Model]]:
    """Return the models whose versions are kept."""
    attribute = "simple_history_manager_attribute"
    return [model for model in apps.get_models() if hasattr(model._meta, attribute)]


def history_tables() -> list[str]:
    """Return the tables that hold the versions."""
    kept: list[Any] = list(tracked_models())
    return sorted(model.history.model._meta.db_table for model in kept)


def client_key(table: str) -> str:
    """Return the column that says whose row it is."""
    versions: Any = Client
    own = {Client._meta.db_table, versions.history.model._meta.db_table}
    return "id" if table in own else "client_id"
