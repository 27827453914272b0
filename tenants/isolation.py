"""What migrations say to the database so that clients stay apart.

``Isolate`` turns a table of a client's rows into one that the application's
role can only use inside a scope; ``catalogue tests`` fail for a table without.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

APP_ROLE = "remit_app"
LEAD_ROLE = "remit_lead"
RESOLVER_ROLE = "remit_resolver"
BACKUP_ROLE = "remit_backup"
# '' and not NULL is what the setting holds after a connection's first scope.
SCOPE = "nullif(current_setting('app.client', true), '')::uuid"


class Isolate(Operation):
    """Give tables row security, composite foreign keys and their grants.

    ``updates`` maps a model to the columns that the application may change
    (``"*"``: all); a model that is not named can only be inserted into.
    ``deletes`` names models whose rows the application may delete, and
    ``append_only`` those for which a trigger refuses change to every role.
    History tables of the models named are always append-only.
    """

    reversible = True

    def __init__(
        self,
        names: Sequence[str],
        *,
        updates: dict[str, Sequence[str]] | None = None,
        deletes: Sequence[str] = (),
        append_only: Sequence[str] = (),
    ) -> None:
        self.names = names
        self.updates = updates or {}
        self.deletes = deletes
        self.append_only = append_only

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Return how to write this operation down."""
        options = {
            "updates": self.updates,
            "deletes": self.deletes,
            "append_only": self.append_only,
        }
        return type(self).__name__, [self.names], options

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change nothing that Django keeps track of."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Run the statements."""
        models_by_name = {
            name: to_state.apps.get_model(app_label, name) for name in self.names
        }
        # All the keys first: the tables of one migration refer to each other.
        statements = [
            *(_key(model) for model in models_by_name.values() if _is_owned(model)),
            *chain.from_iterable(
                self._statements(model, name) for name, model in models_by_name.items()
            ),
            *chain.from_iterable(
                self._history_statements(to_state, app_label, name)
                for name in self.names
            ),
        ]
        for statement in statements:
            schema_editor.execute(statement, params=None)

    def database_backwards(self, *args: Any, **kwargs: Any) -> None:
        """Do nothing: the tables are dropped by the operations before."""

    def describe(self) -> str:
        """Return what this does, for people who read the plan."""
        return f"Isolate the rows of clients in {', '.join(self.names)}"

    def _statements(self, model: type[models.Model], name: str) -> Iterator[str]:
        table = model._meta.db_table  # noqa: SLF001 - Django's documented _meta
        yield from row_security(table, key="client_id" if _is_owned(model) else "id")
        yield from _composite_keys(model)
        yield from _grants(table, self.updates.get(name), deletes=name in self.deletes)
        if name in self.append_only:
            yield from append_only(table)

    def _history_statements(
        self, state: ProjectState, app_label: str, name: str
    ) -> Iterator[str]:
        try:
            model = state.apps.get_model(app_label, f"Historical{name}")
        except LookupError:
            return
        table = model._meta.db_table  # noqa: SLF001 - Django's documented _meta
        yield from row_security(table, key="client_id" if _is_owned(model) else "id")
        yield from append_only(table)


def row_security(table: str, *, key: str = "client_id") -> Iterator[str]:
    """Yield the statements that show a row to its client, to leads and to backups."""
    yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
    yield (
        f'CREATE POLICY own_client ON "{table}" TO {APP_ROLE} '
        f"USING ({key} = {SCOPE}) WITH CHECK ({key} = {SCOPE})"
    )
    yield (
        f'CREATE POLICY lead_reads ON "{table}" FOR SELECT TO {LEAD_ROLE} USING (true)'
    )
    yield (
        f'CREATE POLICY backup_reads ON "{table}" '
        f"FOR SELECT TO {BACKUP_ROLE} USING (true)"
    )


def append_only(table: str) -> Iterator[str]:
    """Yield the statements that refuse any change to existing rows, by any role."""
    yield (
        f'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON "{table}" '
        "FOR EACH ROW EXECUTE FUNCTION remit_refuse_change()"
    )
    yield (
        f'CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION remit_refuse_change()"
    )
    yield f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER append_only'
    yield f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER no_truncate'


def resolver_reads(table: str, columns: Sequence[str]) -> Iterator[str]:
    """Yield the statements that let look-ups before any scope see some columns."""
    names = ", ".join(columns)
    yield f'GRANT SELECT ({names}) ON "{table}" TO {RESOLVER_ROLE}'
    yield (
        f'CREATE POLICY resolver_reads ON "{table}" '
        f"FOR SELECT TO {RESOLVER_ROLE} USING (true)"
    )


def _is_owned(model: type[models.Model]) -> bool:
    # All but the client itself, whose own id is what scopes are compared with.
    return any(field.name == "client" for field in model._meta.local_fields)  # noqa: SLF001


def _key(model: type[models.Model]) -> str:
    return f'ALTER TABLE "{model._meta.db_table}" ADD UNIQUE (client_id, id)'  # noqa: SLF001


def _composite_keys(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table  # noqa: SLF001 - Django's documented _meta
    for field in model._meta.local_fields:  # noqa: SLF001
        if _is_to_client_owned(field):
            target = _target(field)
            yield (
                f'ALTER TABLE "{table}" ADD FOREIGN KEY (client_id, {field.column}) '
                f'REFERENCES "{target}" (client_id, id)'
            )


def _target(field: "models.Field[Any, Any]") -> str:
    model = field.related_model
    assert isinstance(model, type)  # noqa: S101 - the state has resolved it
    return str(model._meta.db_table)  # noqa: SLF001


def _is_to_client_owned(field: "models.Field[Any, Any]") -> bool:
    # tenants.models.to_client_owned() leaves the constraint to this module.
    return isinstance(field, models.ForeignKey) and not getattr(
        field, "db_constraint", True
    )


def _grants(
    table: str, columns: Sequence[str] | None, *, deletes: bool
) -> Iterator[str]:
    if columns:
        which = "" if tuple(columns) == ("*",) else f" ({', '.join(columns)})"
        yield f'GRANT UPDATE{which} ON "{table}" TO {APP_ROLE}'
    if deletes:
        yield f'GRANT DELETE ON "{table}" TO {APP_ROLE}'
