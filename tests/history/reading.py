"""Everything that one client's tables and the bank say about what happened."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from agents.models import RunnerKind
from audit.models import Entry, PrivateValue
from governance.models import (
    Action,
    Checkpoint,
    CheckpointAnswer,
    Halt,
    Intent,
    Interruption,
    LimitUse,
    Outcome,
    Reservation,
    Run,
    Ticket,
)
from tenants.clock import database_now
from tenants.models import Delegation, GroupMember
from tenants.scoping import PLATFORM, client_scope
from tests.catalogue import client_tables
from tests.database import run

# One line of the bank's book, as the bank shows it.
Payment = dict[str, Any]

ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


class Violation(NamedTuple):
    """Which invariant does not hold, and where."""

    invariant: str
    told: str


@dataclass(frozen=True)
class History:
    """What happened at one client, as far as anybody has written it down."""

    client: UUID
    read_at: datetime
    actions: dict[UUID, Action]
    runs: list[Run]
    intents: list[Intent]
    outcomes: list[Outcome]
    checkpoints: list[Checkpoint]
    answers: list[CheckpointAnswer]
    members: list[GroupMember]
    delegations: list[Delegation]
    halts: list[Halt]
    tickets: list[Ticket]
    interruptions: list[Interruption]
    uses: list[LimitUse]
    reservations: list[Reservation]
    entries: list[Entry]
    private: list[PrivateValue]
    payments: list[Payment]
    # Ids of the client's own rows, and every id that any of them mentions.
    own: frozenset[str]
    mentioned: frozenset[str]

    def effects_of(self, intent: Intent) -> list[Payment]:
        """Return what the bank has done under an intent."""
        under = str(intent.id)
        return [one for one in self.payments if one["webhook_id"] == under]

    def intent_of(self, action: Action) -> Intent | None:
        """Return the action's intent, if there is one."""
        return next((one for one in self.intents if one.action_id == action.id), None)

    def told(self, event: str, target: UUID) -> list[Entry]:
        """Return the ledger's entries of one kind about something."""
        about = str(target)
        return [
            one for one in self.entries if (one.event, one.target_id) == (event, about)
        ]


def is_payment(action: Action) -> bool:
    """Return whether the bank carries this out, so that its book tells the truth."""
    runner = action.action_type.runner
    return runner is not None and runner.kind == RunnerKind.WEBHOOK


def read_history(client_id: UUID, payments: Sequence[Payment]) -> History:
    """Read what happened at a client; of the payments, keep those that are its own."""
    with client_scope(client_id, actor=PLATFORM):
        rows = Action.objects.select_related("action_type__runner", "run")
        actions = {one.id: one for one in rows}
        intents = list(Intent.objects.select_related("decision"))
        tickets = Ticket.objects.select_related("owner")
        return History(
            client=client_id,
            read_at=database_now(),
            actions=actions,
            runs=list(Run.objects.select_related("workflow_version")),
            intents=intents,
            outcomes=list(Outcome.objects.order_by("recorded_at", "id")),
            checkpoints=list(Checkpoint.objects.select_related("answered_by")),
            answers=list(CheckpointAnswer.objects.all()),
            members=list(GroupMember.objects.all()),
            delegations=list(Delegation.objects.all()),
            halts=list(Halt.objects.all()),
            tickets=list(tickets),
            interruptions=list(Interruption.objects.all()),
            uses=list(LimitUse.objects.all()),
            reservations=list(Reservation.objects.all()),
            entries=list(Entry.objects.order_by("id")),
            private=list(PrivateValue.objects.all()),
            payments=_own_payments(actions, intents, payments),
            own=frozenset(_own_ids()),
            mentioned=frozenset(_mentioned_ids()),
        )


def _own_payments(
    actions: dict[UUID, Action], intents: list[Intent], payments: Sequence[Payment]
) -> list[Payment]:
    under = {str(one.id) for one in intents}
    # Also what was paid for one of the client's invoices under nobody's intent.
    invoices = {one.parameters.get("invoice") for one in actions.values()}
    return [
        one
        for one in payments
        if one["webhook_id"] in under or one["order"]["invoice"] in invoices
    ]


def _own_ids() -> set[str]:
    with_id = run(
        "SELECT table_name::text FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name = 'id' AND data_type = 'uuid'"
    )
    tables = {name for (name,) in with_id} & set(client_tables())
    return {
        str(row_id)
        for table in tables
        for (row_id,) in run("SELECT id FROM {table}", table=table)
    }


def _mentioned_ids() -> set[str]:
    return {
        found
        for table in client_tables()
        for (text,) in run("SELECT t::text FROM {table} AS t", table=table)
        for found in ID.findall(text)
    }
