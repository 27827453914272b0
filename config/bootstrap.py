"""Make the roles and the database, from one superuser's address.

Everything here may be run again: it creates what is missing and sets right what
differs. It needs no Django, so it can run before anything is configured.

============== ===== ==========================================================
role           login what it is for
============== ===== ==========================================================
remit_owner    yes   owns the tables; runs migrations and nothing else
remit_app      yes   the application: bound by row security, owns nothing
remit_resolver no    owns the few functions that look before a client is known
remit_lead     no    reads across clients; the application takes it on knowingly
remit_backup   yes   reads everything, for backups; no other process connects as it
============== ===== ==========================================================
"""

import zlib
from typing import LiteralString
from urllib.parse import unquote, urlsplit

import psycopg
from psycopg import sql

OWNER = "remit_owner"
APPLICATION = "remit_app"
BACKUP = "remit_backup"

# Nobody inherits: a privileged role is taken on with SET LOCAL ROLE, or not at all.
_BOUND: LiteralString = (
    "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS NOINHERIT"
)
_ROLES: dict[str, LiteralString] = {
    OWNER: "LOGIN",
    APPLICATION: "LOGIN",
    "remit_resolver": "NOLOGIN",
    "remit_lead": "NOLOGIN",
    BACKUP: "LOGIN",
}
_GRANT_INHERIT_SINCE = 160000
_MEMBERSHIPS: tuple[LiteralString, ...] = (
    "GRANT remit_lead TO remit_app",
    "GRANT remit_resolver TO remit_owner",
)
_ADVISORY_LOCK = zlib.crc32(b"remit bootstrap")

_INSIDE: tuple[LiteralString, ...] = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public",
    "ALTER SCHEMA public OWNER TO remit_owner",
    "REVOKE ALL ON SCHEMA public FROM PUBLIC",
    "GRANT USAGE ON SCHEMA public TO remit_app, remit_lead, remit_backup",
    # Policies show it the rows: see tenants.isolation.
    "GRANT SELECT ON ALL TABLES IN SCHEMA public TO remit_backup",
    "GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO remit_backup",
    # CREATE, so that the owner can hand its functions to the resolver.
    "GRANT USAGE, CREATE ON SCHEMA public TO remit_resolver",
    # UPDATE and DELETE are granted table by table, by migrations.
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE remit_owner IN SCHEMA public "
        "GRANT SELECT, INSERT ON TABLES TO remit_app"
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE remit_owner IN SCHEMA public "
        "GRANT USAGE, SELECT ON SEQUENCES TO remit_app"
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE remit_owner IN SCHEMA public "
        "GRANT SELECT ON TABLES TO remit_lead, remit_backup"
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE remit_owner IN SCHEMA public "
        "GRANT SELECT ON SEQUENCES TO remit_backup"
    ),
    # What PUBLIC has by itself can only be revoked for all schemas at once.
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE remit_owner, remit_resolver "
        "REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC"
    ),
    (
        "ALTER DEFAULT PRIVILEGES FOR ROLE remit_owner, remit_resolver "
        "GRANT EXECUTE ON FUNCTIONS TO remit_app, remit_lead, remit_resolver"
    ),
)


class BootstrapError(Exception):
    """The roles or the database cannot be made; says why in one line."""


def bootstrap(
    *, admin_url: str, owner_url: str, application_url: str, backup_url: str = ""
) -> None:
    """Make the roles and the database that the addresses speak of.

    ``admin_url`` is a superuser's. Passwords in the others become those of the
    roles; where there is none, the role's password is left as it is.

    Raises:
        BootstrapError: an address names another role or database than expected,
            or the server cannot be reached or refuses.
    """
    database = _database(application_url, role=APPLICATION)
    others = {OWNER: owner_url, **({BACKUP: backup_url} if backup_url else {})}
    if any(_database(url, role=role) != database for role, url in others.items()):
        raise BootstrapError("The addresses name different databases.")
    addresses = {APPLICATION: application_url, **others}
    passwords = {role: urlsplit(url).password for role, url in addresses.items()}
    try:
        with psycopg.connect(admin_url, autocommit=True) as admin:
            # Waits for whoever else is doing this right now.
            admin.execute("SELECT pg_advisory_lock(%s)", (_ADVISORY_LOCK,))
            _make_roles(admin, passwords)
            _make_database(admin, database)
            with psycopg.connect(admin_url, dbname=database) as inside:
                for statement in _INSIDE:
                    inside.execute(statement)
    except psycopg.Error as error:
        raise BootstrapError(f"The database refused: {_first_line(error)}") from error


def _make_roles(
    admin: psycopg.Connection[tuple[object, ...]], passwords: dict[str, str | None]
) -> None:
    for name, login in _ROLES.items():
        if not _exists(admin, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
            admin.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
        admin.execute(
            sql.SQL("ALTER ROLE {} {} {}").format(
                sql.Identifier(name), sql.SQL(login), sql.SQL(_BOUND)
            )
        )
    for name, password in passwords.items():
        if password:
            _set_password(admin, name, unquote(password))
    explicit = admin.info.server_version >= _GRANT_INHERIT_SINCE
    for grant in _MEMBERSHIPS:
        clause = " WITH INHERIT FALSE, SET TRUE" if explicit else ""
        admin.execute(sql.SQL(grant) + sql.SQL(clause))


def _set_password(
    admin: psycopg.Connection[tuple[object, ...]], role: str, password: str
) -> None:
    # Only the verifier goes to the server: its logs may keep statements.
    verifier = admin.pgconn.encrypt_password(
        password.encode(), role.encode(), b"scram-sha-256"
    )
    admin.execute(
        sql.SQL("ALTER ROLE {} PASSWORD {}").format(
            sql.Identifier(role), sql.Literal(verifier.decode())
        )
    )


def _make_database(
    admin: psycopg.Connection[tuple[object, ...]], database: str
) -> None:
    name = sql.Identifier(database)
    if not _exists(admin, "SELECT 1 FROM pg_database WHERE datname = %s", database):
        admin.execute(
            sql.SQL(
                "CREATE DATABASE {} OWNER remit_owner ENCODING 'UTF8' "
                "TEMPLATE template0"
            ).format(name)
        )
    statements: tuple[LiteralString, ...] = (
        "ALTER DATABASE {} OWNER TO remit_owner",
        "REVOKE ALL ON DATABASE {} FROM PUBLIC",
        "GRANT CONNECT ON DATABASE {} TO remit_app, remit_backup",
    )
    for statement in statements:
        admin.execute(sql.SQL(statement).format(name))


def _exists(
    admin: psycopg.Connection[tuple[object, ...]], query: LiteralString, name: str
) -> bool:
    return admin.execute(query, (name,)).fetchone() is not None


def _database(url: str, *, role: str) -> str:
    parts = urlsplit(url)
    if parts.username != role or len(parts.path) < len("/d"):
        raise BootstrapError(f"An address must be postgresql://{role}@host/database.")
    return unquote(parts.path[1:])


def _first_line(error: psycopg.Error) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
