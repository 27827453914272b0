"""Workers and agents that go silent, and the platform that finds out."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock
from uuid import UUID

from agents.runners import Report, Result
from governance.models import Action, Interruption, Outcome, Run, Ticket
from governance.services.execution import perform, probe
from governance.services.execution.claim import claim
from governance.services.execution.intent import intend
from governance.services.recovery import recover_action, recover_run
from tenants.clock import database_now
from tests.cast import Cast
from tests.governance.halting import at_work

# As if somebody had been looking for ever, so that no grace is due to anybody.
_CARRY_OUT = "governance.services.execution.carry_out"
_ASK = "governance.services.execution.ask_target"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def taken(cast: Cast, action_id: UUID) -> int:
    """Take an action as a worker does and return the fence."""
    with at_work(cast):
        fence = claim(action_id)
    assert fence is not None
    return fence


def intended(cast: Cast, action_id: UUID) -> int:
    """Take an action and commit its intent, as a worker that then stops."""
    fence = taken(cast, action_id)
    with at_work(cast):
        assert intend(action_id, fence=fence) is not None
    return fence


def let_the_lease_end(cast: Cast, action_id: UUID) -> None:
    """Have the time pass that a worker or a permit had."""
    _set(cast, action_id, lease_until=timedelta(seconds=-1))


def make_due(cast: Cast, action_id: UUID) -> None:
    """Have the pause pass before an action is tried, or asked about, again."""
    _set(cast, action_id, due_at=timedelta(0))


def recover(cast: Cast, action_id: UUID) -> bool:
    """Look whether whoever had the action went silent, as the sweeper does."""
    with at_work(cast):
        return recover_action(action_id, since=LONG_AGO)


def lose(cast: Cast, action_id: UUID) -> None:
    """Have whoever took the action go silent, and the sweeper find out."""
    let_the_lease_end(cast, action_id)
    assert recover(cast, action_id)


def sent(cast: Cast, action_id: UUID, report: Report) -> UUID | None:
    """Have a worker carry an action out; return the intent that it was sent under."""
    make_due(cast, action_id)
    with mock.patch(_CARRY_OUT, return_value=report) as carried:
        perform(client_id=cast.client.id, action_id=action_id)
    return carried.call_args.args[1].intent if carried.called else None


def now_of(cast: Cast, action_id: UUID) -> Action:
    """Return what has become of an action, with its run."""
    with cast.scope():
        return Action.objects.select_related("run").get(id=action_id)


def ticket_of(cast: Cast, action_id: UUID) -> Ticket | None:
    """Return the ticket about an action, open or closed."""
    with cast.scope():
        rows = Ticket.objects.filter(action_id=action_id)
        return rows.select_related("owner__user").first()


def stops_of(cast: Cast, run_id: UUID) -> list[str]:
    """Return the codes with which a run was interrupted."""
    with cast.scope():
        stops = Interruption.objects.filter(run_id=run_id).order_by("id")
        return [stop.code for stop in stops]


def sources_of(cast: Cast, action_id: UUID) -> list[tuple[str, str]]:
    """Return what was found of an action's effect, and by whom, in order."""
    with cast.scope():
        found = Outcome.objects.filter(intent__action_id=action_id).order_by("id")
        return [(one.result, one.source) for one in found]


def answered(cast: Cast, action_id: UUID, report: Report) -> None:
    """Have the target of an unknown action give this answer when it is asked."""
    make_due(cast, action_id)
    with mock.patch(_ASK, return_value=report) as asked:
        probe(client_id=cast.client.id, action_id=action_id)
    assert asked.called


def in_vain(cast: Cast, action_id: UUID) -> None:
    """Have the target be asked and say nothing that helps."""
    answered(cast, action_id, Report(Result.UNKNOWN, "The target does not answer."))


def lose_agent(cast: Cast, run: dict[str, Any]) -> bool:
    """Have a run's agent go silent, and the sweeper look; return if it found out."""
    with at_work(cast):
        past = database_now() - timedelta(seconds=1)
        Run.objects.filter(id=run["id"]).update(lease_until=past)
        return recover_run(UUID(run["id"]), since=LONG_AGO)


def _set(cast: Cast, action_id: UUID, **ahead: timedelta) -> None:
    with at_work(cast):
        moments = {name: database_now() + by for name, by in ahead.items()}
        Action.objects.filter(id=action_id).update(**moments)
