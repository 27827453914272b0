"""The only writer of the ledger.

An entry is written in the transaction of what it tells: if it cannot be
written, what it tells does not happen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from audit import canonical, commitments
from audit.catalogue import CATALOGUE
from audit.events import Event
from audit.models import PrivateValue
from audit.sentences import placeholders
from tenants.clock import database_now
from tenants.identifiers import uuid7
from tenants.recording import Happening
from tenants.scoping import ActorKind, ClientScope, client_scope_now
from tenants.statements import later

# Not the ORM: every other column is generated, so nothing may be said about them.
_INSERT = "INSERT INTO audit_entry (id, client_id, body) VALUES (%s, %s, %s)"


class NoTransactionError(RuntimeError):
    """An entry outside a transaction would outlive the failure of its act."""


class IncompleteEntryError(ValueError):
    """The catalogue's sentence needs a value that was not given."""


@dataclass(frozen=True, slots=True)
class Target:
    """What was acted upon."""

    type: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Where an entry belongs and on whose authority its act stood.

    ``authority`` names the rule versions, clearance, checkpoint or owner that
    it rests on, by id or hash; ``traceparent`` is the trace that what it is about
    came with, and counts where the request itself names none; ``now`` is the
    database's clock, if it has been read in this transaction.
    """

    run: UUID | None = None
    agent: UUID | None = None
    action: UUID | None = None
    authority: Mapping[str, str] = field(default_factory=dict)
    traceparent: str = ""
    now: datetime | None = None


NOWHERE = Circumstances()


@dataclass(frozen=True, slots=True)
class _Told:
    """What an entry is about to say."""

    event: Event
    target: Target
    params: dict[str, str]
    sealed: list[commitments.Sealed]
    where: Circumstances


def record(
    event: Event,
    *,
    target: Target,
    params: Mapping[str, str] | None = None,
    private: Mapping[str, str] | None = None,
    where: Circumstances = NOWHERE,
    at: datetime | None = None,
) -> UUID:
    """Write one entry into the open transaction and return its id.

    ``params`` are the sentence's public values; ``private`` those that may be
    about a person, of which only a commitment is hashed. ``at`` is when it
    happened, by default now by the database's clock.

    Raises:
        NoClientScope: no scope is open.
        NoTransactionError: no transaction is open.
        IncompleteEntryError: the sentence needs a value that is missing.
    """
    scope = client_scope_now()
    if not connection.in_atomic_block:
        raise NoTransactionError(event)
    beside = _private_values(scope, private or {})
    told = _Told(
        event=event,
        target=target,
        params=_public_values(scope, params or {}),
        sealed=[commitments.seal(path=name, value=beside[name]) for name in beside],
        where=where,
    )
    body = _body(scope, told, at=at)
    _write(body, told.sealed)
    return body.id


def record_happening(happening: Happening) -> None:
    """Write what ``tenants`` has to tell; bound to its port at start-up."""
    record(
        Event(happening.event.value),
        target=Target(type=happening.subject_type, id=happening.subject_id),
        params=happening.params,
        private=happening.private,
    )


def _private_values(scope: ClientScope, private: Mapping[str, str]) -> dict[str, str]:
    # A person's name is about a person; an agent's and the platform's are not.
    if scope.actor.kind is ActorKind.PERSON:
        return {"actor": scope.actor.label, **private}
    return dict(private)


def _public_values(scope: ClientScope, params: Mapping[str, str]) -> dict[str, str]:
    if scope.actor.kind is ActorKind.PERSON:
        return dict(params)
    return {**params, "actor": scope.actor.label}


def _body(scope: ClientScope, told: _Told, *, at: datetime | None) -> canonical.Body:
    private = {one.path: one.commitment for one in told.sealed}
    entry = CATALOGUE[told.event]
    missing = placeholders(entry.sentence) - told.params.keys() - private.keys()
    if missing:
        raise IncompleteEntryError(f"{told.event} lacks {', '.join(sorted(missing))}")
    now = told.where.now or database_now()
    return canonical.Body(
        id=uuid7(),
        client=scope.client_id,
        event=told.event.value,
        code=entry.code,
        occurred_at=at or now,
        recorded_at=now,
        actor=_actor(scope),
        target={"type": told.target.type, "id": str(told.target.id)},
        outcome=entry.outcome.value,
        sentence=entry.sentence,
        params=told.params,
        private=private,
        authority=dict(told.where.authority),
        context=_context(told.where, scope.traceparent or told.where.traceparent),
    )


def _actor(scope: ClientScope) -> dict[str, str | None]:
    actor = scope.actor
    return {"type": actor.kind.value, "id": str(actor.id) if actor.id else None}


def _context(where: Circumstances, traceparent: str) -> dict[str, str]:
    ids = {"run": where.run, "agent": where.agent, "action": where.action}
    named = {name: str(value) for name, value in ids.items() if value is not None}
    return named | ({"traceparent": traceparent} if traceparent else {})


def _write(body: canonical.Body, sealed: list[commitments.Sealed]) -> None:
    # Put off, with nothing after it but what fails with it: the commit comes last.
    later(_INSERT, [body.id, body.client, canonical.encode(body)])
    for one in sealed:
        PrivateValue(
            entry_id=body.id, path=one.path, salt=one.salt, value=one.value
        ).put()
