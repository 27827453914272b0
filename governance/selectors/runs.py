"""Reads: runs and their actions, from the side of the agent that works on them."""

from uuid import UUID

from django.db.models import QuerySet

from governance.models import Action, Run
from governance.states import ActionStatus, RunState
from tenants.errors import NotFound
from tenants.models.ready import Asked, Ready

# More than an agent works on at once.
MOST_RUNS = 100
_RUN = ("agent", "workflow_version__workflow", "ownership__membership__user")
_ACTION = (
    "agent",
    "action_type__runner",
    "run__agent",
    "run__workflow_version__workflow",
    "run__ownership__membership__user",
)


def run_of_agent(run_id: UUID, *, agent_id: UUID, lock: bool = False) -> Run:
    """Return an agent's own run, its row locked if wanted.

    Raises:
        NotFound: no such run, or another agent's or client's: the same answer.
    """
    rows = Run.objects.filter(id=run_id, agent_id=agent_id).select_related(*_RUN)
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    run = rows.first()
    if run is None:
        raise NotFound("There is no such run.")
    return run


def open_runs_of(agent_id: UUID) -> list[Run]:
    """Return an agent's open runs, the newest so many first. One query.

    But those that one action opened, and will end.
    """
    going = {"state": RunState.RUNNING, "single": False, "rehearsal": False}
    rows = Run.objects.filter(agent_id=agent_id, **going).select_related(*_RUN)
    return list(rows.order_by("-id")[:MOST_RUNS])


def ask_locked_run(run_id: UUID, *, agent_id: UUID) -> Asked[Run]:
    """Put off locking an agent's own run; what is asked after it sees it locked."""
    return _own_run.ask(run=run_id, agent=agent_id)


@Ready
def _own_run(run: UUID, agent: UUID) -> QuerySet[Run]:
    rows = Run.objects.filter(id=run, agent_id=agent).select_related(*_RUN)
    return rows.select_for_update(of=("self",), no_key=True)


def free_run(run_id: UUID) -> Run | None:
    """Return a run with its row locked, or None while somebody else has it."""
    rows = Run.objects.filter(id=run_id).select_related(*_RUN)
    return rows.select_for_update(of=("self",), skip_locked=True, no_key=True).first()


def action_of_agent(action_id: UUID, *, agent_id: UUID, lock: bool = False) -> Action:
    """Return an agent's own action, its run's row and its own locked if wanted.

    Raises:
        NotFound: no such action, or another agent's or client's: the same answer.
    """
    rows = Action.objects.filter(id=action_id, agent_id=agent_id)
    rows = rows.select_related(*_ACTION)
    if lock:
        hold_run_of(action_id)
        rows = rows.select_for_update(of=("self",), no_key=True)
    action = rows.first()
    if action is None:
        raise NotFound("There is no such action.")
    return action


def hold_run_of(action_id: UUID) -> None:
    """Lock the row of an action's run, if there is one.

    What ends the run comes before, or after. Everybody locks in one order: the run,
    the checkpoint, the action, the limits.
    """
    _run_of.ask(action=action_id).first()


def free_action(action_id: UUID) -> Action | None:
    """Return an action with its row locked, or None while somebody else has it."""
    return _free_action.ask(action=action_id).first()


def locked_action(action_id: UUID) -> Action:
    """Return an action with its run's row and its own locked, after whoever has them.

    What is known of an effect must not be lost because somebody looked at the row
    at that moment, so this waits, at most for the database's lock timeout.

    Raises:
        Action.DoesNotExist: the client has no such action.
    """
    # Sent together, and carried out one after the other.
    _run_of.ask(action=action_id)
    action = _locked_action.ask(action=action_id).first()
    if action is None:
        raise Action.DoesNotExist(f"There is no action {action_id}.")
    return action


@Ready
def _run_of(action: UUID) -> QuerySet[Run]:
    rows = Run.objects.filter(actions=action)
    return rows.select_for_update(of=("self",), no_key=True)


@Ready
def _free_action(action: UUID) -> QuerySet[Action]:
    return _for_update(action, skip_locked=True)


@Ready
def _locked_action(action: UUID) -> QuerySet[Action]:
    return _for_update(action, skip_locked=False)


def _for_update(action_id: UUID, *, skip_locked: bool) -> QuerySet[Action]:
    rows = Action.objects.filter(id=action_id).select_related(*_ACTION)
    return rows.select_for_update(of=("self",), skip_locked=skip_locked, no_key=True)


def waiting_in(run: Run) -> tuple[UUID, ...]:
    """Return a run's actions that wait for a person, oldest first. One query."""
    rows = Action.objects.filter(run=run, status=ActionStatus.WAITING)
    return tuple(rows.order_by("id").values_list("id", flat=True))
