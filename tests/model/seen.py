"""What the database shows of one example's runs, read once after each step."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from governance.models import (
    Action,
    Checkpoint,
    Intent,
    Interruption,
    Reservation,
    Run,
    Ticket,
)

T = TypeVar("T", Checkpoint, Intent, Interruption, Reservation, Ticket)


@dataclass(frozen=True, slots=True)
class Seen:
    """Runs and actions by id, oldest first; the rest by the action it is about."""

    runs: dict[UUID, Run]
    actions: dict[UUID, Action]
    intents: dict[UUID | None, list[Intent]]
    questions: dict[UUID | None, list[Checkpoint]]
    holds: dict[UUID | None, list[Reservation]]
    tickets: dict[UUID | None, list[Ticket]]
    stops: list[Interruption]

    def all_questions(self) -> list[Checkpoint]:
        """Return what people were asked, oldest first."""
        rows = [one for found in self.questions.values() for one in found]
        return sorted(rows, key=lambda one: one.id)

    def all_tickets(self) -> list[Ticket]:
        """Return the tickets, oldest first."""
        rows = [one for found in self.tickets.values() for one in found]
        return sorted(rows, key=lambda one: one.id)


def look(runs: list[UUID]) -> Seen:
    """Read what has become of these runs, in the open scope."""
    rows = Action.objects.filter(run__in=runs).select_related("action_type")
    actions = {one.id: one for one in rows.order_by("id")}
    holds = Reservation.objects.filter(action__in=actions).select_related("limit_use")
    return Seen(
        runs={run.id: run for run in Run.objects.filter(id__in=runs).order_by("id")},
        actions=actions,
        intents=_by_action(Intent.objects.filter(action__in=actions)),
        questions=_by_action(
            Checkpoint.objects.filter(action__in=actions)
            .select_related("group")
            .order_by("id")
        ),
        holds=_by_action(holds),
        tickets=_by_action(
            Ticket.objects.filter(run__in=runs)
            .select_related("action", "run")
            .order_by("id")
        ),
        stops=list(Interruption.objects.filter(run__in=runs).order_by("id")),
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


def _by_action(rows: Iterable[T]) -> dict[UUID | None, list[T]]:
    found: dict[UUID | None, list[T]] = defaultdict(list)
    for row in rows:
        found[row.action_id].append(row)
    return found
