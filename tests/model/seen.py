"""What the database shows of one example's runs, read at once after each step.

As plain rows and in one round trip: models would cost more than what they are about.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection


@dataclass(frozen=True, slots=True)
class Run:
    """A run's row."""

    id: UUID
    number: int
    state: str
    fence: int
    single: bool


@dataclass(frozen=True, slots=True)
class Action:
    """An action's row, with the name of its type and what it is worth."""

    id: UUID
    run_id: UUID
    kind: str
    worth: Decimal
    status: str
    fence: int
    attempts: int
    probes: int
    lease_until: datetime | None
    due_at: datetime | None
    compensation_id: UUID | None

    def __str__(self) -> str:
        """Name it in a violation."""
        return f"{self.kind} ({self.status})"


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent's row."""

    id: UUID
    action_id: UUID


@dataclass(frozen=True, slots=True)
class Question:
    """A checkpoint's row."""

    id: UUID
    action_id: UUID
    state: str
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Held:
    """What an action holds of a limit, and how the limit's counter stands."""

    action_id: UUID
    state: str
    amount: Decimal
    counter: UUID
    used: Decimal
    reserved: Decimal


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket's row."""

    id: UUID
    action_id: UUID | None
    state: str
    owner_id: UUID | None
    opened_at: datetime
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """An interruption's row."""

    run_id: UUID
    action_id: UUID | None
    ticket_id: UUID | None
    cause: str
    interrupted_at: datetime
    deadline: datetime


@dataclass(frozen=True, slots=True)
class Undoing:
    """A compensation's row, with its run."""

    id: UUID
    run_id: UUID
    rescue_id: UUID
    position: int
    undoes_id: UUID
    state: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Runs and actions by id, oldest first; the rest by the action it is about."""

    runs: dict[UUID, Run]
    actions: dict[UUID, Action]
    intents: dict[UUID | None, list[Intent]]
    questions: dict[UUID | None, list[Question]]
    holds: dict[UUID | None, list[Held]]
    tickets: dict[UUID | None, list[Ticket]]
    stops: list[Stop]
    undoings: list[Undoing]

    def all_questions(self) -> list[Question]:
        """Return what people were asked, oldest first."""
        rows = [one for found in self.questions.values() for one in found]
        return sorted(rows, key=lambda one: one.id)

    def all_tickets(self) -> list[Ticket]:
        """Return the tickets, oldest first."""
        rows = [one for found in self.tickets.values() for one in found]
        return sorted(rows, key=lambda one: one.id)


_LOOK = """
SELECT id, number, state, fence, single
  FROM governance_run WHERE id = ANY(%(runs)s) ORDER BY id;
SELECT a.id, a.run_id, t.name,
       coalesce((a.parameters->'amount'->>'amount')::numeric, 0),
       a.status, a.fence, a.attempts, a.probes, a.lease_until, a.due_at,
       a.compensation_id
  FROM governance_action a JOIN agents_actiontype t ON t.id = a.action_type_id
 WHERE a.run_id = ANY(%(runs)s) ORDER BY a.id;
SELECT i.id, i.action_id
  FROM governance_intent i JOIN governance_action a ON a.id = i.action_id
 WHERE a.run_id = ANY(%(runs)s);
SELECT c.id, c.action_id, c.state, c.used_at
  FROM governance_checkpoint c JOIN governance_action a ON a.id = c.action_id
 WHERE a.run_id = ANY(%(runs)s) ORDER BY c.id;
SELECT r.action_id, r.state, r.amount, u.id, u.used, u.reserved
  FROM governance_reservation r
  JOIN governance_limituse u ON u.id = r.limit_use_id
  JOIN governance_action a ON a.id = r.action_id
 WHERE a.run_id = ANY(%(runs)s);
SELECT id, action_id, state, owner_id, opened_at, deadline
  FROM governance_ticket WHERE run_id = ANY(%(runs)s) ORDER BY id;
SELECT run_id, action_id, ticket_id, cause, interrupted_at, deadline
  FROM governance_interruption WHERE run_id = ANY(%(runs)s) ORDER BY id;
SELECT c.id, r.run_id, c.rescue_id, c.position, c.undoes_id, c.state
  FROM governance_compensation c JOIN governance_rescue r ON r.id = c.rescue_id
 WHERE r.run_id = ANY(%(runs)s) ORDER BY c.rescue_id, c.position
"""

T = TypeVar("T")
About = TypeVar("About", Intent, Question, Held, Ticket)


def look(runs: list[UUID]) -> Seen:
    """Read what has become of these runs, in the open scope."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, {"runs": runs})
        return Seen(
            runs={run.id: run for run in _rows(cursor, Run)},
            actions={action.id: action for action in _next(cursor, Action)},
            intents=_by_action(_next(cursor, Intent)),
            questions=_by_action(_next(cursor, Question)),
            holds=_by_action(_next(cursor, Held)),
            tickets=_by_action(_next(cursor, Ticket)),
            stops=_next(cursor, Stop),
            undoings=_next(cursor, Undoing),
        )


def row_of(action: Action) -> tuple[object, ...]:
    """Return all of an action's row that moves."""
    return (
        action.status,
        action.fence,
        action.attempts,
        action.lease_until,
        action.due_at,
    )


def _rows(cursor: Any, kind: type[T]) -> list[T]:
    return [kind(*row) for row in cursor.fetchall()]


def _next(cursor: Any, kind: type[T]) -> list[T]:
    cursor.nextset()
    return _rows(cursor, kind)


def _by_action(rows: Iterable[About]) -> dict[UUID | None, list[About]]:
    found: dict[UUID | None, list[About]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found
