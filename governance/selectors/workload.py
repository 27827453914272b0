"""Reads: how much is open and due, across all clients, for whoever watches."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Min, Q

from governance.models import Action, Checkpoint, Halt, Run, Ticket
from governance.states import UNRESOLVED, ActionStatus, CheckpointState, RunState
from tenants.clock import RemitNow, database_now

_OVERDUE = Q(deadline__lte=RemitNow())


@dataclass(frozen=True, slots=True)
class Workload:
    """What is open now; the age is in seconds."""

    runs_running: int
    actions_due: int
    actions_due_seconds: float
    actions_unknown: int
    checkpoints_waiting: int
    checkpoints_overdue: int
    tickets_open: int
    tickets_overdue: int
    halts_in_force: int


def workload() -> Workload:
    """Count what is open in the scope. Seven queries, of what is open alone."""
    authorized = Action.objects.filter(status=ActionStatus.AUTHORIZED)
    due = authorized.filter(due_at__lte=RemitNow()).aggregate(
        all=Count("id"), oldest=Min("due_at")
    )
    waiting = Checkpoint.objects.filter(state=CheckpointState.WAITING)
    tickets = Ticket.objects.filter(state__in=UNRESOLVED)
    overdue = Count("id", filter=_OVERDUE)
    asked = waiting.aggregate(all=Count("id"), overdue=overdue)
    opened = tickets.aggregate(all=Count("id"), overdue=overdue)
    age = database_now() - due["oldest"] if due["oldest"] else timedelta()
    return Workload(
        runs_running=Run.objects.filter(state=RunState.RUNNING).count(),
        actions_due=due["all"],
        actions_due_seconds=age.total_seconds(),
        actions_unknown=Action.objects.filter(status=ActionStatus.UNKNOWN).count(),
        checkpoints_waiting=asked["all"],
        checkpoints_overdue=asked["overdue"],
        tickets_open=opened["all"],
        tickets_overdue=opened["overdue"],
        halts_in_force=Halt.objects.filter(lifted_at__isnull=True).count(),
    )
