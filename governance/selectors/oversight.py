"""What a governance lead asks of all clients' rows: each question once.

Lists filter by these, and the dashboard counts by them, so that a figure and the
list behind it never differ. Conditions on what is no column are on what the
functions here add to the rows, as of now by the database's clock.
"""

from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from agents.models import Agent, AgentKey, OwnerRole, Ownership
from agents.selectors import answering, holding
from governance.models import (
    Clearance,
    Halt,
    HaltScope,
    Readiness,
    Review,
    ReviewOf,
)
from governance.selectors.readiness.reviews import REVIEW_EVERY
from governance.states import (
    UNRESOLVED,
    ActionStatus,
    CheckpointState,
    TicketState,
)
from tenants.clock import RemitNow

SOON_DAYS = 14
_NOW = RemitNow()
_SOON = RemitNow() + timedelta(days=SOON_DAYS)
_AN_HOUR_AGO = RemitNow() - timedelta(hours=1)
_A_DAY_AGO = RemitNow() - timedelta(days=1)
SOON = f"ends within {SOON_DAYS} days"
LATE_WORD = "review overdue"

# Of agents, with ``as_of_now``.
OWNER = {
    "accepted": Q(owner__isnull=False),
    "nobody": Q(owner__isnull=True),
    "named, not accepted": Q(owner__isnull=True, is_named=True),
    LATE_WORD: Q(word_due__lte=_NOW),
}
CLEARED = {
    "live": Q(cleared_until__isnull=False),
    SOON: Q(cleared_until__lte=_SOON),
    "none": Q(cleared_until__isnull=True),
}
KEY = {"live": Q(has_key=True), "none": Q(has_key=False)}

# Of whatever can be halted, with ``halted`` among what was added to it.
HALTED = {"yes": Q(halt="halted"), "no": Q(halt="")}

# Of clearances, with ``with_renewal``.
_REVOKED = Q(revoked_at__isnull=False)
_FELL = Q(fell_at__isnull=False)
_GOING = ~_REVOKED & ~_FELL & Q(signed_at__lte=_NOW, expires_at__gt=_NOW)
_UNSIGNED = Q(critical=True, countersigned_at__isnull=True)
_LIVE = _GOING & ~_UNSIGNED & Q(is_ready=True)
_EXPIRED = ~_REVOKED & Q(expires_at__lte=_NOW)
_ALONE = Q(is_renewed=False)
ENDED = "ended and not renewed"
UNSIGNED = "waits for a lead"
UNREADY = "not ready"
UNREVIEWED = "review overdue"
CLEARANCE = {
    "live": _LIVE,
    UNSIGNED: _GOING & _UNSIGNED,
    UNREADY: _GOING & Q(is_ready=False),
    UNREVIEWED: _GOING & Q(review_due__lte=_NOW),
    "fell": _FELL,
    SOON: _LIVE & _ALONE & Q(expires_at__lte=_SOON),
    "expired": _EXPIRED,
    ENDED: _EXPIRED & _ALONE,
    "revoked": _REVOKED,
}

# Of keys.
_KEY_LIVE = Q(revoked_at__isnull=True) & (
    Q(expires_at__isnull=True) | Q(expires_at__gt=_NOW)
)
AGENT_KEY = {
    "live": _KEY_LIVE,
    SOON: _KEY_LIVE & Q(expires_at__lte=_SOON),
    "never used": _KEY_LIVE & Q(last_used_at__isnull=True),
    "expired": Q(revoked_at__isnull=True, expires_at__lte=_NOW),
    "revoked": _REVOKED,
}

# Of actions, tickets, halts.
UNKNOWN = Q(status=ActionStatus.UNKNOWN.value)
OPEN = Q(state__in=UNRESOLVED)
TICKET_DEADLINE = {
    "passed": OPEN & Q(deadline__lte=_NOW),
    "to come": OPEN & Q(deadline__gt=_NOW),
}
TICKET_PROGRESS = {
    "not resolved": OPEN,
    "not acknowledged in time": Q(
        state=TicketState.OPEN.value, acknowledge_missed_at__isnull=False
    ),
    "not reviewed in time": Q(state=TicketState.RESOLVED.value, review_by__lte=_NOW),
}
TICKET_ABOUT = {
    "an unknown action": OPEN & Q(action__status=ActionStatus.UNKNOWN.value),
    "a stopped run": OPEN & Q(run__isnull=False),
}
HALT = {"in force": Q(lifted_at__isnull=True), "lifted": Q(lifted_at__isnull=False)}

# Of checkpoints.
WAITING = Q(state=CheckpointState.WAITING.value)
CHECKPOINT_DEADLINE = {
    "passed": WAITING & Q(deadline__lte=_NOW),
    "to come": WAITING & Q(deadline__gt=_NOW),
}
CHECKPOINT_AGE = {
    "under 1 hour": WAITING & Q(asked_at__gt=_AN_HOUR_AGO),
    "under 1 day": WAITING & Q(asked_at__lte=_AN_HOUR_AGO, asked_at__gt=_A_DAY_AGO),
    "older": WAITING & Q(asked_at__lte=_A_DAY_AGO),
}


def as_of_now(agents: QuerySet[Agent]) -> QuerySet[Any]:
    """Return agents with owner, end of clearance, halt and keys as of now.

    And by when who owns it has to say so once more.
    """
    named = Ownership.objects.filter(
        Q(until__isnull=True) | Q(until__gt=_NOW),
        agent=OuterRef("pk"),
        role=OwnerRole.OWNER,
        accepted_at__isnull=True,
    )
    keys = AgentKey.objects.filter(_KEY_LIVE, agent=OuterRef("pk"))
    return agents.annotate(
        owner=_owner(),
        is_named=Exists(named),
        cleared_until=_cleared_until(),
        halt=halted(client=HaltScope.CLIENT, pk=HaltScope.AGENT),
        has_key=Exists(keys),
        word_due=_word_due(),
    )


def with_renewal(clearances: QuerySet[Clearance]) -> QuerySet[Any]:
    """Return clearances with whether all is ready, and a later one is in its place.

    And by when they have to be reviewed.
    """
    later = Clearance.objects.filter(
        _GOING,
        agent=OuterRef("agent"),
        workflow_version__workflow=OuterRef("workflow_version__workflow"),
        expires_at__gt=OuterRef("expires_at"),
    )
    ready = Readiness.objects.filter(clearance=OuterRef("pk"), ready_until__gt=_NOW)
    return clearances.annotate(
        is_renewed=Exists(later),
        is_ready=Exists(ready),
        review_due=_review_due(ReviewOf.CLEARANCE, since="signed_at"),
    )


def halted(*, of: str = "client", **reach: HaltScope) -> Case:
    """Return "halted" for rows that a halt in force reaches, else nothing.

    ``reach`` says which of the row's fields is the target in which scope, and
    ``of`` which one is its client.
    """
    targets = Q()
    for field, scope in reach.items():
        targets |= Q(scope=scope, target_id=OuterRef(field))
    halts = Halt.objects.filter(targets, client=OuterRef(of), lifted_at__isnull=True)
    return Case(When(Exists(halts), then=Value("halted")), default=Value(""))


def _owner() -> Subquery:
    rows = answering().filter(agent=OuterRef("pk"))
    return Subquery(rows.values("membership__user__name")[:1])


def _word_due() -> Subquery:
    rows = holding().filter(agent=OuterRef("pk"))
    due = rows.annotate(due=_review_due(ReviewOf.OWNERSHIP, since="accepted_at"))
    return Subquery(due.values("due")[:1])


def _review_due(of: ReviewOf, *, since: str) -> Coalesce:
    """Say by when a row has to be reviewed, as selectors.readiness.reviews has it."""
    reviews = Review.objects.filter(of=of, target_id=OuterRef("pk"))
    last = Subquery(reviews.order_by("-reviewed_at", "-id").values("next_at")[:1])
    first = ExpressionWrapper(F(since) + REVIEW_EVERY, output_field=DateTimeField())
    return Coalesce(last, first)


def _cleared_until() -> Subquery:
    rows = with_renewal(Clearance.objects.filter(agent=OuterRef("pk"))).filter(_LIVE)
    return Subquery(rows.order_by("-expires_at").values("expires_at")[:1])
