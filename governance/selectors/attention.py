"""What waits for somebody: the counts beside the navigation."""

from uuid import UUID

from django.db.models import Q, QuerySet

from governance.models import Checkpoint, CheckpointKind, Run, Ticket
from governance.states import UNRESOLVED, CheckpointState, RunState
from tenants.clock import RemitNow
from tenants.models import GroupMember, Membership
from tenants.selectors.seats import held_by


def waiting_checkpoints() -> QuerySet[Checkpoint]:
    """Return the client's checkpoints that still can be answered."""
    return Checkpoint.objects.filter(
        state=CheckpointState.WAITING, deadline__gt=RemitNow()
    )


def waiting_for(membership: Membership) -> QuerySet[Checkpoint]:
    """Return the checkpoints that this person may answer, now: see ``seats``."""
    places = Q(id__in=[])
    for member in held_by(membership):
        groups = GroupMember.objects.filter(membership=member).values("group")
        places |= Q(group__in=groups) & ~_barred(member)
    mine = waiting_checkpoints().filter(places).exclude(_barred(membership.id))
    return mine.exclude(answers__person=membership)


def _barred(member: UUID) -> Q:
    return Q(kind=CheckpointKind.FOUR_EYES, barred__contains=[member])


def open_tickets() -> QuerySet[Ticket]:
    """Return the client's tickets that are not resolved."""
    return Ticket.objects.filter(state__in=UNRESOLVED)


def stopped_runs() -> QuerySet[Run]:
    """Return the client's runs that stopped midway and whose ticket is still open."""
    open_ones = open_tickets().filter(run__isnull=False).values("run_id")
    return Run.objects.filter(state=RunState.INTERRUPTED, id__in=open_ones)


def counts(membership: Membership) -> dict[str, int]:
    """Return what is to be done, by page. Four queries."""
    return {
        "inbox": waiting_for(membership).count(),
        "runs": stopped_runs().count(),
        "incidents": open_tickets().count(),
    }
