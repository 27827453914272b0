"""Queries that are written once, by the ORM, and asked ever after.

Turning a query set into SQL costs more than PostgreSQL takes to answer it. A ready
query does that once per process, and only its values change; and like any statement it
can be put off, so that several are waited for together.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID, uuid4

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.query import get_related_populators

from tenants.scoping import ClientScope, current_scope
from tenants.statements import Statement, later

M = TypeVar("M", bound=models.Model)
Value = UUID | str
_CLIENT = "the client of the scope"


class _Written(Generic[M]):
    """A query as SQL, and how its rows become objects."""

    def __init__(self, rows: models.QuerySet[M], names: dict[Any, str]) -> None:
        self._compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        self._sql, self._params = self._compiler.as_sql()
        # Which value stands where, by name.
        self._places = tuple(names.get(value, "") for value in self._params)
        info, select = self._compiler.klass_info, self._compiler.select
        self._model: type[M] = info["model"]
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        self._own = slice(start, end)
        self._names = [column[0].target.attname for column in select[start:end]]
        self._related = get_related_populators(  # type: ignore[call-arg]
            info, select, DEFAULT_DB_ALIAS
        )
        columns = [column[0] for column in select]
        self._converters = self._compiler.get_converters(columns)

    def put_off(self, values: dict[str, Any]) -> Statement:
        """Put the query off for these values."""
        places = zip(self._places, self._params, strict=True)
        return later(self._sql, [values[name] if name else one for name, one in places])

    def read(self, rows: Iterable[Sequence[Any]]) -> Iterator[M]:
        """Yield the objects in these rows, as the ORM would."""
        if self._converters:
            rows = self._compiler.apply_converters(rows, self._converters)
        for row in rows:
            one = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
            for populator in self._related:
                populator.populate(row, one)
            yield one


@dataclass(frozen=True, slots=True)
class Asked(Generic[M]):
    """A query that has been put off; looking at what it found sends it."""

    written: _Written[M]
    statement: Statement

    def all(self) -> list[M]:
        """Return what it found."""
        return list(self.written.read(self.statement.rows()))

    def first(self) -> M | None:
        """Return the first of what it found, or None."""
        return next(iter(self.all()), None)


class Ready(Generic[M]):
    """A query whose values are named; each is a UUID or a text of its own.

    ``write`` is called once and returns the query set for stand-ins of the values.
    """

    def __init__(self, write: Callable[..., models.QuerySet[M]]) -> None:
        self._write = write
        # A lead's scope, which shows all clients, is another query.
        self._written: dict[bool, _Written[M]] = {}

    def ask(self, **values: Value) -> Asked[M]:
        """Put the query off for these values.

        Raises:
            NoClientScope: no scope is open.
        """
        scope = current_scope()
        own = isinstance(scope, ClientScope)
        written = self._written.get(own)
        if written is None:
            written = self._written[own] = self._written_down(values)
        named: dict[str, Any] = {**values}
        if isinstance(scope, ClientScope):
            named[_CLIENT] = scope.client_id
        return Asked(written, written.put_off(named))

    def _written_down(self, values: dict[str, Value]) -> _Written[M]:
        stands_for = {name: _stand_in(value) for name, value in values.items()}
        scope = current_scope()
        names: dict[Any, str] = {value: name for name, value in stands_for.items()}
        if isinstance(scope, ClientScope):
            names[scope.client_id] = _CLIENT
        return _Written(self._write(**stands_for), names)


def _stand_in(value: Value) -> Value:
    # Like no value that is really there, so that its places can be told.
    return uuid4() if isinstance(value, UUID) else uuid4().hex
