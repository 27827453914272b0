"""Reads: how far a halt reaches, before it is set and while it is in force."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q

from governance.models import Action, Halt, HaltScope, Run
from governance.selectors.fleet import Moving, moving
from governance.states import RunState


@dataclass(frozen=True, slots=True)
class Reach:
    """What a halt finds: open runs of how many agents, and what is under way."""

    agents: int
    open_runs: int
    moving: Moving


def reach_of(scope: HaltScope, target_id: UUID) -> Reach:
    """Return how far a halt of this would reach in the scope's client. Two queries."""
    of_actions, of_runs = _rows(scope, target_id)
    runs = Run.objects.filter(of_runs, state=RunState.RUNNING)
    counted = runs.aggregate(runs=Count("id"), agents=Count("agent", distinct=True))
    return Reach(
        agents=counted["agents"],
        open_runs=counted["runs"],
        moving=moving(Action.objects.filter(of_actions)),
    )


def client_halt() -> Halt | None:
    """Return the halt of the whole client, if it is halted."""
    rows = Halt.objects.filter(scope=HaltScope.CLIENT, lifted_at__isnull=True)
    return rows.select_related("set_by__user", "set_by_lead").first()


def is_halted(scope: HaltScope, target_id: UUID) -> bool:
    """Return whether there is a halt of exactly this to lift."""
    rows = Halt.objects.filter(scope=scope, target_id=target_id, lifted_at__isnull=True)
    return rows.exists()


def _rows(scope: HaltScope, target_id: UUID) -> tuple[Q, Q]:
    """Return which actions and which runs a halt reaches."""
    if scope is HaltScope.AGENT:
        return Q(agent=target_id), Q(agent=target_id)
    if scope is HaltScope.WORKFLOW:
        version = Q(workflow_version__workflow=target_id)
        return Q(run__workflow_version__workflow=target_id), version
    if scope is HaltScope.RUN:
        return Q(run=target_id), Q(id=target_id)
    return Q(), Q()
