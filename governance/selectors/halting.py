"""Reads: whether the whole client is halted, and what that stops."""

from dataclasses import dataclass

from agents.models import Agent
from governance.models import Action, Halt, HaltScope, Run
from governance.selectors.fleet import Moving, moving
from governance.states import RunState


@dataclass(frozen=True, slots=True)
class Reach:
    """What a halt of the whole client finds."""

    agents: int
    runs: int
    moving: Moving


def client_halt() -> Halt | None:
    """Return the halt of the whole client, if it is halted."""
    rows = Halt.objects.filter(scope=HaltScope.CLIENT, lifted_at__isnull=True)
    return rows.select_related("set_by__user", "set_by_lead").first()


def reach_of_client_halt() -> Reach:
    """Return what is under way at the client. Three queries."""
    return Reach(
        agents=Agent.objects.count(),
        runs=Run.objects.filter(state=RunState.RUNNING).count(),
        moving=moving(Action.objects.all()),
    )
