"""Clients by the hundred: one is made by the services, and its rows are copied.

A copy is whole: the same rows, texts and ledger entries, under ids, an address and
e-mails of its own. Its key, and the secret that is bound to its row, are made anew.
"""

import os
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import NamedTuple

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from agents.keys import mint
from agents.models import AgentKey, RunnerSecret
from agents.selectors.connections import secret_binding
from tenants.scoping import PLATFORM, client_scope
from tenants.secrets import seal, unseal
from tests.catalogue import client_tables

_ENTRIES = "audit_entry"
_USERS = "tenants_user"
_ITS_PEOPLE = sql.SQL(
    "id IN (SELECT user_id FROM tenants_membership WHERE client_id = {client})"
)
_COLUMNS = """
SELECT attname FROM pg_attribute
 WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
   AND attgenerated = '' ORDER BY attnum
"""
# The columns in which a row, or its version, says what it is called.
_CALLED = ("id", "history_id")
# Where ids of one client differ from each other; those of copies differ after it.
_HEAD = 28
_COPIES = count(1)
# What stands in a mould where every copy has something of its own.
_TAIL, _MARK, _PREFIX, _DIGEST, _SEALED = (f"<{name}>" for name in "tmpds")


class Copied(NamedTuple):
    """A client that is a copy: its id and the key of its agent."""

    client_id: uuid.UUID
    key: str


@dataclass(frozen=True, slots=True)
class Mould:
    """What a client is copied from: by table, its columns and what to load into them.

    ``binding`` is what ``secret`` is bound to; ``entries`` are ids and bodies.
    """

    client: str
    binding: str
    secret: str
    rows: tuple[tuple[str, list[str], str], ...]
    entries: tuple[tuple[str, str], ...]

    def copy(self) -> Copied:
        """Write all of it again, as another client's, and return that."""
        mark, key = uuid.uuid4().hex, mint(pepper=settings.KEY_PEPPER)
        own = {_TAIL: f"{next(_COPIES):08x}", _MARK: mark[:10], _PREFIX: key.prefix}
        sealed = seal(
            self.secret, keys=settings.FIELD_KEYS, bound_to=_put(self.binding, own)
        )
        own |= {_DIGEST: key.digest.hex(), _SEALED: sealed.hex()}
        client_id = _put(self.client, own)
        with _superuser().transaction(), _superuser().cursor() as cursor:
            for table, columns, text in self.rows:
                with cursor.copy(_load(table, columns)) as copy:
                    copy.write(_put(text, own))
            with cursor.copy(_load(_ENTRIES, ["id", "client_id", "body"])) as copy:
                for entry_id, body in self.entries:
                    row = (_put(entry_id, own), client_id, _put(body, own).encode())
                    copy.write_row(row)
        return Copied(uuid.UUID(client_id), key.text)


def mould_of(client_id: uuid.UUID, *, mark: str) -> Mould:
    """Return the mould of a client whose address and e-mails hold ``mark``.

    Raises:
        ValueError: two of its ids could not be told apart in a copy.
    """
    with client_scope(client_id, actor=PLATFORM):
        key, held = AgentKey.objects.get(), RunnerSecret.objects.get()
    kept, binding = bytes(held.sealed), secret_binding(held)
    rows, entries = list(_rows(client_id)), _entries(client_id)
    own = {
        mark: _MARK,
        key.prefix: _PREFIX,
        bytes(key.digest).hex(): _DIGEST,
        kept.hex(): _SEALED,
        **_tails({str(client_id), *_ids(rows), *(one for one, _ in entries)}),
    }
    return Mould(
        client=_put(str(client_id), own),
        binding=_put(binding, own),
        secret=unseal(kept, keys=settings.FIELD_KEYS, bound_to=binding),
        rows=tuple((table, columns, _put(text, own)) for table, columns, text in rows),
        entries=tuple((_put(one, own), _put(body, own)) for one, body in entries),
    )


def _rows(client_id: uuid.UUID) -> Iterator[tuple[str, list[str], str]]:
    """Yield table, columns and rows of what a client has, people's accounts first."""
    for table in [_USERS, *client_tables()]:
        if table == _ENTRIES:
            continue
        columns = [name for (name,) in _superuser().execute(_COLUMNS, [table])]
        asked = sql.SQL("COPY (SELECT {columns} FROM {table} WHERE {whose}) TO STDOUT")
        query = asked.format(
            columns=_names(columns),
            table=sql.Identifier(table),
            whose=_whose(table, columns).format(client=str(client_id)),
        )
        with _superuser().cursor().copy(query) as copy:
            text = b"".join(bytes(part) for part in copy).decode()
        if text:
            yield table, columns, text


def _whose(table: str, columns: list[str]) -> sql.SQL:
    if table == _USERS:
        return _ITS_PEOPLE
    own = "client_id" in columns
    return sql.SQL("client_id = {client}" if own else "id = {client}")


def _entries(client_id: uuid.UUID) -> list[tuple[str, str]]:
    query = "SELECT id::text, body FROM audit_entry WHERE client_id = %s ORDER BY id"
    found = _superuser().execute(query, [client_id])
    return [(entry_id, bytes(body).decode()) for entry_id, body in found]


def _ids(rows: list[tuple[str, list[str], str]]) -> Iterator[str]:
    """Yield what the client's own rows are called; that of others stays as it is."""
    for _, columns, text in rows:
        places = [columns.index(name) for name in _CALLED if name in columns]
        for line in text.splitlines():
            values = line.split("\t")
            yield from (values[place] for place in places)


def _tails(ids: set[str]) -> dict[str, str]:
    if len({one[:_HEAD] for one in ids}) < len(ids):
        raise ValueError("Two ids of this client differ in their tails alone.")
    return {one: one[:_HEAD] + _TAIL for one in ids}


def _put(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(name, value)
    return text


def _load(table: str, columns: list[str]) -> sql.Composed:
    return sql.SQL("COPY {table} ({columns}) FROM STDIN").format(
        table=sql.Identifier(table), columns=_names(columns)
    )


def _names(columns: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))


@cache
def _superuser() -> psycopg.Connection:
    """Return the connection of whoever no row policy binds, and no order of tables."""
    name = connection.settings_dict["NAME"]
    admin = psycopg.connect(
        os.environ["DATABASE_ADMIN_URL"], dbname=name, autocommit=True
    )
    # What is loaded refers to what is loaded later. All of it was checked when made.
    admin.execute("SET session_replication_role = replica")
    return admin
