"""Whose data this is, and who is acting: opened once, needed everywhere.

A scope is a transaction plus ``app.client``, the setting that row security
compares every row with. There is no work on a client's data outside of one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db import connection, transaction

from tenants.statements import later


class ActorKind(StrEnum):
    """What kind of being acts."""

    PERSON = "person"
    AGENT = "agent"
    FEED = "feed"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts; ``label`` is how that one was called at the time."""

    kind: ActorKind
    id: UUID | None
    label: str


PLATFORM = Actor(kind=ActorKind.PLATFORM, id=None, label="Remit")


@dataclass(frozen=True, slots=True)
class ClientScope:
    """Work inside one client; ``traceparent`` is the caller's trace, if it told one."""

    client_id: UUID
    actor: Actor
    reason: str
    traceparent: str = ""


@dataclass(frozen=True, slots=True)
class LeadScope:
    """Reading across clients, by a governance lead."""

    actor: Actor


class NoClientScope(RuntimeError):  # noqa: N818 - reads as what happened
    """A client's data was touched outside any scope: a mistake in the code."""


_scope: ContextVar[ClientScope | LeadScope | None] = ContextVar("scope", default=None)


def open_scope() -> ClientScope | LeadScope | None:
    """Return the open scope, or None: for what happens inside and outside of them."""
    return _scope.get()


def current_scope() -> ClientScope | LeadScope:
    """Return the open scope.

    Raises:
        NoClientScope: none is open.
    """
    scope = _scope.get()
    if scope is None:
        raise NoClientScope("no scope is open: use client_scope() or lead_scope()")
    return scope


def client_scope_now() -> ClientScope:
    """Return the open client scope.

    Raises:
        NoClientScope: none is open, or only a lead's, which may not write.
    """
    scope = current_scope()
    if not isinstance(scope, ClientScope):
        raise NoClientScope("this needs one client's scope, a lead's only reads")
    return scope


def current_client_id() -> UUID:
    """Return the id of the client whose scope is open, or raise NoClientScope."""
    return client_scope_now().client_id


def current_actor() -> Actor:
    """Return who acts in the open scope, or raise NoClientScope."""
    return current_scope().actor


def current_traceparent() -> str:
    """Return the trace that this work belongs to, "" without one.

    Raises:
        NoClientScope: no client's scope is open.
    """
    return client_scope_now().traceparent


@contextmanager
def client_scope(
    client_id: UUID, *, actor: Actor, reason: str = "", traceparent: str = ""
) -> Iterator[None]:
    """Open a transaction in which only this client's rows exist.

    ``reason`` goes into the history rows that are written inside, ``traceparent``
    into the ledger's entries. Scopes nest; leaving one gives the outer one its
    client back.
    """
    scope = ClientScope(client_id, actor=actor, reason=reason, traceparent=traceparent)
    outer = _scope.get()
    with transaction.atomic():
        if isinstance(outer, LeadScope):
            # As a lead, row security would show this scope every client's rows.
            _take_role_of(None)
        _set_client(str(client_id))
        with _entered(scope):
            yield
    # An exception never comes here: the savepoint's rollback restored the setting.
    if connection.in_atomic_block:
        _set_client(str(outer.client_id) if isinstance(outer, ClientScope) else "")
        if isinstance(outer, LeadScope):
            _take_role_of(outer)


@contextmanager
def lead_scope(*, actor: Actor) -> Iterator[None]:
    """Open a transaction that reads across clients as the role ``remit_lead``.

    The role has SELECT and nothing else, so nothing can be written inside.
    """
    outer = _scope.get()
    scope = LeadScope(actor=actor)
    with transaction.atomic():
        _take_role_of(scope)
        with _entered(scope):
            yield
    if connection.in_atomic_block:
        _take_role_of(outer)


@contextmanager
def _entered(scope: ClientScope | LeadScope) -> Iterator[None]:
    token = _scope.set(scope)
    try:
        yield
    finally:
        _scope.reset(token)


def _take_role_of(scope: ClientScope | LeadScope | None) -> None:
    if isinstance(scope, LeadScope):
        later("SET LOCAL ROLE remit_lead")
    else:
        later("SET LOCAL ROLE NONE")


def _set_client(value: str) -> None:
    # A statement of its own: folded into the query that needs it, it comes too late.
    later("SELECT set_config('app.client', %s, true)", [value])
