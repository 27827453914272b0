"""Reads: what is halted, what was, and how a halt took effect."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from governance.models import Action, Decision, Halt, HaltScope, Intent, Run
from governance.selectors.halting import WHO, reached
from tenants.errors import NotFound

_MOST = 50
_BY_STANDING = "standing"


@dataclass(frozen=True, slots=True)
class TakenEffect:
    """How a halt took effect.

    ``in_flight`` had been sent when it was set, so nobody could recall it, and of
    ``pending`` no answer has come yet; the last answer came at ``last``. Of ``runs``
    that were open, ``told`` have sent a heartbeat since or ended. ``refused`` counts
    what the gate has refused in its reach since, whoever else stood against it.
    """

    set_at: datetime
    in_flight: int
    pending: int
    last: datetime | None
    runs: int
    told: int
    refused: int

    @property
    def took(self) -> timedelta | None:
        """How long until nothing was on its way any more; None while something is."""
        if self.pending:
            return None
        return self.last - self.set_at if self.last else timedelta(0)


def halts_in_force() -> list[Halt]:
    """Return what is halted now, the newest first. One query."""
    rows = _real().filter(lifted_at__isnull=True).select_related(*WHO)
    return list(rows.order_by("-set_at", "-id"))


def past_halts() -> list[Halt]:
    """Return what was halted and is no longer, so many, newest first. One query."""
    rows = _real().filter(lifted_at__isnull=False).select_related(*WHO)
    return list(rows.order_by("-lifted_at", "-id")[:_MOST])


def halt_by_id(halt_id: UUID) -> Halt:
    """Return a halt of the scope's client.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    halt = Halt.objects.filter(id=halt_id).select_related(*WHO).first()
    if halt is None:
        raise NotFound("There is no such page.")
    return halt


def taken_effect(halt: Halt) -> TakenEffect:
    """Return how a halt took effect until now. Four queries at most."""
    of_actions, of_runs = reached(HaltScope(halt.scope), halt.target_id)
    actions = Action.objects.filter(of_actions)
    sent = _under_way(halt, actions).aggregate(
        in_flight=Count("id"),
        pending=Count("id", filter=Q(heard__isnull=True)),
        last=Max("heard"),
    )
    open_then = Q(ended_at__isnull=True) | Q(ended_at__gt=halt.set_at)
    runs = Run.objects.filter(of_runs, open_then, opened_at__lte=halt.set_at)
    heard = Q(heartbeat_at__gt=halt.set_at) | Q(ended_at__isnull=False)
    counted = runs.aggregate(runs=Count("id"), told=Count("id", filter=heard))
    return TakenEffect(
        set_at=halt.set_at, **sent, **counted, refused=_refused(halt, actions)
    )


def _real() -> QuerySet[Halt]:
    # A drill halts its own rehearsal, and tells of that on a page of its own.
    rehearsals = Run.objects.filter(rehearsal=True).values("id")
    return Halt.objects.exclude(scope=HaltScope.RUN, target_id__in=rehearsals)


def _under_way(halt: Halt, actions: QuerySet[Action]) -> QuerySet[Intent]:
    """Return what had been sent before the halt and had no answer then."""
    rows = Intent.objects.filter(action__in=actions, recorded_at__lte=halt.set_at)
    rows = rows.annotate(heard=Min("outcomes__recorded_at"))
    return rows.filter(Q(heard__isnull=True) | Q(heard__gt=halt.set_at))


def _refused(halt: Halt, actions: QuerySet[Action]) -> int:
    rows = Decision.objects.filter(
        action__in=actions, code=_BY_STANDING, decided_at__gte=halt.set_at
    )
    if halt.lifted_at is not None:
        rows = rows.filter(decided_at__lt=halt.lifted_at)
    return rows.count()
