"""One connection, used for one client, broken, then for another: F37.

The second sees nothing of the first, whatever broke.
"""

from collections.abc import Callable

from django.db import DatabaseError, connection, transaction

from tenants.scoping import NoClientScope, current_scope
from tests.cast import Cast
from tests.catalogue import client_key, client_tables
from tests.database import contents, run


def _stop(error: type[BaseException]) -> Callable[[], None]:
    def stop() -> None:
        raise error

    return stop


def _fail() -> None:
    run("SELECT 1 / 0")


def _not_allowed() -> None:
    run("DELETE FROM audit_entry")


def _deep_inside() -> None:
    with transaction.atomic():
        _fail()


def _after_an_error_that_was_caught() -> None:
    try:
        _deep_inside()
    except DatabaseError:
        _fail()


def _takes_too_long() -> None:
    run("SET LOCAL statement_timeout = 10")
    run("SELECT pg_sleep(5)")


BREAKS: dict[str, Callable[[], None]] = {
    "an exception": _stop(LookupError),
    "the end of the process": _stop(SystemExit),
    "an interruption": _stop(KeyboardInterrupt),
    "an error of the database": _fail,
    "an error in a savepoint": _deep_inside,
    "an error after one that was caught": _after_an_error_that_was_caught,
    "a statement that is not allowed": _not_allowed,
    "a statement that takes too long": _takes_too_long,
}


def the_next_sees_nothing(first: Cast, second: Cast, how: str) -> None:
    """Use the connection for one, break it in one of the ``BREAKS``, use it again."""
    _is_of(first)
    used = connection.connection
    try:
        with first.scope():
            _shows(first)
            BREAKS[how]()
    except BaseException as broken:
        if isinstance(broken, AssertionError):
            raise
    else:
        raise AssertionError(f"{how} broke nothing")
    _is_nobodys()
    _is_of(second)
    _is_nobodys()
    assert connection.connection is used, "this was another connection"


def _is_of(cast: Cast) -> None:
    with cast.scope():
        _shows(cast)


def _shows(cast: Cast) -> None:
    for table in client_tables():
        found = run(
            "SELECT DISTINCT {key} FROM {table}", table=table, key=client_key(table)
        )
        assert found in ([], [(cast.client.id,)]), f"{table} shows {found}"
    assert run("SELECT id FROM agents_agent")


def _is_nobodys() -> None:
    try:
        current_scope()
    except NoClientScope:
        pass
    else:
        raise AssertionError("a scope is still open")
    assert {count for count, _ in contents().values()} == {0}
    assert run("SELECT coalesce(current_setting('app.client', true), '')") == [("",)]
    assert run("SELECT current_user::text") == [("remit_app",)]
