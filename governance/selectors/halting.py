"""Reads: how far a halt reaches, before it is set and while it is in force."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from agents.selectors import current_action_types
from governance.models import Action, Halt, HaltScope, Run
from governance.selectors.fleet import Moving, moving
from governance.states import RunState
from governance.targets import action_target
from tenants.models import Client
from tenants.scoping import current_client_id


@dataclass(frozen=True, slots=True)
class Reach:
    """What a halt finds: open runs of how many agents, and what is under way."""

    agents: int
    open_runs: int
    moving: Moving


def reach_of(scope: HaltScope, target_id: UUID) -> Reach:
    """Return how far a halt of this would reach in the client. Three queries."""
    of_actions, of_runs = reached(scope, target_id)
    runs = Run.objects.filter(of_runs, state=RunState.RUNNING)
    counted = runs.aggregate(runs=Count("id"), agents=Count("agent", distinct=True))
    return Reach(
        agents=counted["agents"],
        open_runs=counted["runs"],
        moving=moving(Action.objects.filter(of_actions)),
    )


def client_halt() -> Halt | None:
    """Return the halt of the whole client, if it is halted."""
    return _in_force(HaltScope.CLIENT, current_client_id()).select_related(*WHO).first()


def active_halt(scope: HaltScope, target_id: UUID) -> Halt | None:
    """Return the halt of exactly this that is in force, if there is one."""
    return _in_force(scope, target_id).first()


def is_halted(scope: HaltScope, target_id: UUID) -> bool:
    """Return whether there is a halt of exactly this to lift."""
    return _in_force(scope, target_id).exists()


def halted_types() -> dict[UUID, Halt]:
    """Return the halts of action types in force, by target (see ``targets``)."""
    rows = Halt.objects.filter(scope=HaltScope.ACTION_TYPE, lifted_at__isnull=True)
    return {halt.target_id: halt for halt in rows}


def any_halt() -> bool:
    """Return whether anything of the scope's client is halted."""
    return Halt.objects.filter(lifted_at__isnull=True).exists()


def waits_for_first(halt: Halt) -> bool:
    """Return whether somebody has to ask first that another person lifts it."""
    return halt.lift_asked_at is None and Client.objects.get().second_lifter


def reached(scope: HaltScope, target_id: UUID) -> tuple[Q, Q]:
    """Return which actions and which runs a halt reaches."""
    match scope:
        case HaltScope.AGENT:
            return Q(agent=target_id), Q(agent=target_id)
        case HaltScope.WORKFLOW:
            version = Q(workflow_version__workflow=target_id)
            return Q(run__workflow_version__workflow=target_id), version
        case HaltScope.RUN:
            return Q(run=target_id), Q(id=target_id)
        case HaltScope.ACTION_TYPE:
            # No run stops as a whole: it may do whatever else it may.
            return Q(action_type__name=_name(target_id)), Q(id__in=())
        case HaltScope.CLIENT:
            return Q(), Q()


def _name(target_id: UUID) -> str:
    client_id = current_client_id()
    names = (one.name for one in current_action_types())
    return next((n for n in names if action_target(client_id, n) == target_id), "")


def _in_force(scope: HaltScope, target_id: UUID) -> QuerySet[Halt]:
    return Halt.objects.filter(scope=scope, target_id=target_id, lifted_at__isnull=True)


# Whoever a halt's page names.
WHO = (
    "set_by__user",
    "set_by_lead",
    "set_by_agent",
    "lift_asked_by__user",
    "lift_asked_by_lead",
    "lifted_by__user",
    "lifted_by_lead",
)
