"""Statements that are put off until somebody needs what they do or say.

Waiting for the database costs more than most statements. One that is put off is sent
with the next one that is needed, or with the COMMIT: in order, in the same transaction,
with one wait for all. If one of them fails, nothing after it happens, whoever waits
gets the error, and the transaction is rolled back with it.
"""

import select
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Connection, Cursor

Params = Sequence[Any] | Mapping[str, Any] | None


class Statement:
    """A statement of the open transaction; asking what came back sends it."""

    def __init__(self, wrapper: "DatabaseWrapper", sql: str, params: Params) -> None:
        """Take a statement down; nothing is sent."""
        self.sql = sql
        self._wrapper = wrapper
        self._params = params
        self._cursor: Cursor[Any] | None = None
        self._rows: list[tuple[Any, ...]] | None = None

    def rows(self) -> list[tuple[Any, ...]]:
        """Return what it found."""
        if self._rows is None:
            self._rows = self._sent().fetchall()
        return self._rows

    def row(self) -> tuple[Any, ...] | None:
        """Return the first row of what it found, or None."""
        return next(iter(self.rows()), None)

    def count(self) -> int:
        """Return how many rows it found or wrote."""
        return self._sent().rowcount

    def run(self, connection: Connection[Any]) -> None:
        """Send it, or have it sent with others; prepared, as it comes again."""
        # Not Django's cursor: that one cannot have a statement prepared.
        self._cursor = Cursor(connection)
        self._cursor.execute(self.sql, self._params, prepare=bool(self._params))

    def _sent(self) -> Cursor[Any]:
        if self._cursor is None:
            self._wrapper.send()
        assert self._cursor is not None  # noqa: S101 - or sending has raised
        return self._cursor


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that keeps what is put off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._put_off: list[Statement] = []
        self.execute_wrappers.append(self._send_before)

    def later(self, sql: str, params: Params = None) -> Statement:
        """Put a statement off, of a transaction or of its own; return it."""
        self.ensure_connection()
        self.validate_no_broken_transaction()
        statement = Statement(self, sql, params)
        self._put_off.append(statement)
        return statement

    def send(self) -> None:
        """Send all that has been put off, and wait once.

        Raises:
            django.db.Error: one of them failed; none after it has been carried out.
        """
        sending, self._put_off = self._put_off, []
        if not sending:
            return
        with self.wrap_database_errors, self.connection.pipeline():
            for statement in sending:
                statement.run(self.connection)
                if self.queries_logged:
                    self.queries_log.append({"sql": statement.sql, "time": "0.000"})

    def get_new_connection(self, conn_params: Any) -> Any:
        """Connect; statements that are put off may be prepared there."""
        connection = super().get_new_connection(conn_params)
        connection.prepare_threshold = 5
        return connection

    def is_usable(self) -> bool:
        """Return whether somebody is there; asks only where there is reason to doubt.

        A server that has gone has closed the connection, which can be seen from here.
        """
        if self.errors_occurred or self.connection is None or self._has_been_told():
            return super().is_usable()
        return True

    def close(self) -> None:
        """Close the connection; what was put off is forgotten."""
        self._put_off = []
        super().close()

    def _has_been_told(self) -> bool:
        if self.connection.closed:
            return True
        poll = select.poll()
        poll.register(self.connection.fileno(), select.POLLIN)
        return bool(poll.poll(0))

    def _send_before(
        self, execute: Callable[..., Any], sql: Any, params: Any, *rest: Any
    ) -> Any:
        self.send()
        return execute(sql, params, *rest)

    def _start_transaction_under_autocommit(self) -> None:
        # Django's way for databases without a switch: BEGIN is a statement like others.
        self.later("BEGIN")

    def _commit(self) -> None:
        if self.connection is not None:
            self.later("COMMIT")
            self.send()

    def _rollback(self) -> None:
        self._put_off = []
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        # All of it is younger than the savepoint, which was a statement itself.
        self._put_off = []
        super()._savepoint_rollback(sid)  # type: ignore[misc]
