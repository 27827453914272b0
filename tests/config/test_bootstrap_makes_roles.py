"""The roles after ``bootstrap_database``: who may do what, and nothing more."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import errors, sql

from config.bootstrap import APPLICATION, OWNER, BootstrapError, bootstrap

_DATABASE = "remit_bootstrap_test"
_ADMIN = os.environ["DATABASE_ADMIN_URL"]


def address(role: str, database: str = _DATABASE) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    user = parts.netloc.replace(APPLICATION, role)
    return parts._replace(netloc=user, path=f"/{database}").geturl()


@pytest.fixture(scope="module", autouse=True)
def database() -> Iterator[None]:
    """Make a database of its own, in which the owner has made a few things."""
    for _ in range(2):  # may be run again
        bootstrap(
            admin_url=_ADMIN,
            owner_url=address(OWNER),
            application_url=address(APPLICATION),
        )
    with psycopg.connect(address(OWNER)) as owner:
        owner.execute("CREATE TABLE thing (id serial PRIMARY KEY, word text)")
        owner.execute("CREATE FUNCTION one() RETURNS int LANGUAGE sql RETURN 1")
        owner.execute("ALTER FUNCTION one() OWNER TO remit_resolver")
    yield
    with psycopg.connect(_ADMIN, autocommit=True) as admin:
        name = sql.Identifier(_DATABASE)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture
def application() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    with psycopg.connect(address(APPLICATION)) as connection:
        yield connection
        connection.rollback()


def test_no_role_can_get_round_row_security() -> None:
    with psycopg.connect(_ADMIN) as admin:
        roles = admin.execute(
            "SELECT rolname, rolcanlogin FROM pg_roles WHERE rolname LIKE 'remit%'"
            " AND NOT (rolsuper OR rolbypassrls OR rolinherit OR rolcreaterole"
            " OR rolcreatedb OR rolreplication)"
        ).fetchall()

    assert dict(roles) == {
        "remit_owner": True,
        "remit_app": True,
        "remit_resolver": False,
        "remit_lead": False,
        "remit_backup": True,
    }


def test_the_application_takes_a_role_on_knowingly_or_not_at_all(
    application: psycopg.Connection[tuple[object, ...]],
) -> None:
    inherits = application.execute(
        "SELECT pg_has_role('remit_lead', 'USAGE'),"
        " pg_has_role('remit_lead', 'MEMBER'),"
        " pg_has_role('remit_resolver', 'MEMBER'),"
        " pg_has_role('remit_owner', 'MEMBER')"
    ).fetchone()
    application.execute("SET LOCAL ROLE remit_lead")
    present = application.execute("SELECT current_user").fetchone()

    assert inherits == (False, True, False, False)
    assert present == ("remit_lead",)


def test_the_application_reads_and_adds(
    application: psycopg.Connection[tuple[object, ...]],
) -> None:
    application.execute("INSERT INTO thing (word) VALUES ('first')")

    assert application.execute("SELECT word FROM thing").fetchall() == [("first",)]
    assert application.execute("SELECT one()").fetchone() == (1,)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE thing SET word = ''",
        "DELETE FROM thing",
        "TRUNCATE thing",
        "DROP TABLE thing",
        "CREATE TABLE other ()",
        "CREATE TEMPORARY TABLE other ()",
        "ALTER TABLE thing DISABLE ROW LEVEL SECURITY",
    ],
)
def test_the_application_may_not(
    application: psycopg.Connection[tuple[object, ...]], statement: str
) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        application.execute(statement.encode())


def test_a_lead_reads_and_no_more(
    application: psycopg.Connection[tuple[object, ...]],
) -> None:
    application.execute("SET LOCAL ROLE remit_lead")
    application.execute("SELECT * FROM thing")

    with pytest.raises(errors.InsufficientPrivilege):
        application.execute("INSERT INTO thing (word) VALUES ('second')")


def test_functions_are_for_our_roles_alone() -> None:
    with psycopg.connect(_ADMIN, dbname=_DATABASE) as admin:
        by_default = admin.execute(
            "SELECT has_function_privilege('public', 'one()', 'EXECUTE'),"
            " has_function_privilege('remit_lead', 'one()', 'EXECUTE')"
        ).fetchone()

    assert by_default == (False, True)


def test_an_address_of_another_role_is_refused() -> None:
    with pytest.raises(BootstrapError, match="remit_app"):
        bootstrap(
            admin_url=_ADMIN,
            owner_url=address(OWNER),
            application_url=address("somebody"),
        )


def test_two_databases_are_refused() -> None:
    with pytest.raises(BootstrapError, match="differ"):
        bootstrap(
            admin_url=_ADMIN,
            owner_url=address(OWNER, "one"),
            application_url=address(APPLICATION, "two"),
        )


def test_a_server_that_is_not_there_gives_one_line() -> None:
    with pytest.raises(BootstrapError, match="The database refused") as refusal:
        bootstrap(
            admin_url="postgresql://postgres@/postgres?host=/nowhere",
            owner_url=address(OWNER),
            application_url=address(APPLICATION),
        )

    assert "\n" not in str(refusal.value)
