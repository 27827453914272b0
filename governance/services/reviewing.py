"""Writes: looking again at what once was right, and how long that may wait."""

from datetime import timedelta
from uuid import UUID

from django.utils.timezone import localtime

from agents.models import Ownership
from agents.selectors import owner_of_record
from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.engine.money import Money
from governance.models import (
    BoundaryVersion,
    Clearance,
    ReadinessPolicy,
    Review,
    ReviewOf,
)
from governance.models.readiness import (
    LONGEST_DRILL_DAYS,
    LONGEST_GRACE_DAYS,
    LONGEST_KEPT_DAYS,
)
from governance.selectors.readiness import REVIEW_EVERY, policy
from governance.services.settling import settle_agent, settle_client
from tenants.clock import database_now
from tenants.errors import Invalid, NotAllowed
from tenants.models import Membership, Role
from tenants.selectors import require_role, require_signed_in

MOST_DAYS = 365
_MAY = {Role.ADMIN}
_SETTLED = [
    "grace_days",
    "kept_days",
    "drill_days",
    "attest_amount",
    "attest_currency",
]


def review_boundaries(
    boundary: BoundaryVersion,
    *,
    by: Membership,
    found: str,
    days: int = REVIEW_EVERY.days,
) -> None:
    """Say that the boundaries were looked at again, and by when to look next.

    Raises:
        NotAllowed: it is no admin.
        Invalid: the words are missing, or the next day is out of range.
    """
    require_role(by, _MAY, refusal="Only an admin can review the boundaries.")
    what = f"boundary version {boundary.number}"
    _review(ReviewOf.BOUNDARIES, boundary, what, by=by, found=found, days=days)
    settle_client()


def review_clearance(
    clearance: Clearance, *, by: Membership, found: str, days: int = REVIEW_EVERY.days
) -> None:
    """Say, as the agent's owner, that a clearance was looked at again.

    Raises:
        NotAllowed: it is somebody else than the owner.
        Invalid: the words are missing, or the next day is out of range.
    """
    require_signed_in(by)
    held = owner_of_record(clearance.agent_id)
    if held is None or held.membership_id != by.id:
        raise NotAllowed("Only who answers for the agent can review its clearance.")
    title = clearance.workflow_version.workflow.title
    what = f"the clearance of {clearance.agent.name} for {title}"
    _review(ReviewOf.CLEARANCE, clearance, what, by=by, found=found, days=days)
    settle_agent(clearance.agent)


def attest_ownership(
    ownership: Ownership, *, by: Membership, found: str, days: int = REVIEW_EVERY.days
) -> None:
    """Say once more, as the person, that one answers for an agent.

    Raises:
        NotAllowed: it is somebody else, or they no longer answer for it.
        Invalid: the words are missing, or the next day is out of range.
    """
    require_signed_in(by)
    held = owner_of_record(ownership.agent_id)
    if held is None or held.id != ownership.id or held.membership_id != by.id:
        raise NotAllowed("Only who answers for the agent can say so once more.")
    _keep(ReviewOf.OWNERSHIP, ownership.id, by=by, found=found, days=days)
    record(
        Event.OWNER_ATTESTED,
        target=Target("agent", ownership.agent_id),
        params={"agent": ownership.agent.name},
        private={"found": found.strip()},
        where=Circumstances(agent=ownership.agent_id),
    )
    settle_agent(ownership.agent)


def settle_policy(
    *,
    grace_days: int,
    kept_days: int | None,
    drill_days: int | None = None,
    attest_alone: Money | None = None,
    by: Membership,
) -> None:
    """Settle for all processes how long a review may wait and the trace is kept.

    And after how many days the platform starts a halt drill by itself (None: never),
    and up to which amount one person says what became of an action (None: any).

    Raises:
        NotAllowed: it is no admin.
        Invalid: a number is out of range.
    """
    require_role(by, _MAY, refusal="Only an admin can settle this.")
    _refuse_out_of_range(grace_days, kept_days, drill_days)
    if attest_alone is not None and attest_alone.amount < 0:
        raise Invalid("An amount is not less than nothing.", field="attest_amount")
    settled = policy()
    fresh = settled._state.adding  # noqa: SLF001 - Django documents _state
    settled.grace_days, settled.kept_days = grace_days, kept_days
    settled.drill_days = drill_days
    settled.attest_amount = attest_alone.amount if attest_alone else None
    settled.attest_currency = attest_alone.currency if attest_alone else ""
    if fresh:
        settled.save(force_insert=True)
    else:
        settled.save(update_fields=_SETTLED)
    record(
        Event.READINESS_SETTLED,
        target=Target("readiness_policy", settled.id),
        params={"settled": _said(settled, attest_alone)},
    )
    settle_client()


def _refuse_out_of_range(
    grace_days: int, kept_days: int | None, drill_days: int | None
) -> None:
    if not 0 <= grace_days <= LONGEST_GRACE_DAYS:
        told = f"Let it wait for {LONGEST_GRACE_DAYS} days at most."
        raise Invalid(told, field="grace_days")
    if kept_days is not None and not 1 <= kept_days <= LONGEST_KEPT_DAYS:
        told = f"Keep it for 1 to {LONGEST_KEPT_DAYS} days."
        raise Invalid(told, field="kept_days")
    if drill_days is not None and not 1 <= drill_days <= LONGEST_DRILL_DAYS:
        told = f"Have one every 1 to {LONGEST_DRILL_DAYS} days."
        raise Invalid(told, field="drill_days")


def _said(settled: ReadinessPolicy, attest_alone: Money | None) -> str:
    days, every = settled.kept_days, settled.drill_days
    kept = "as long as it takes" if days is None else f"{days} days"
    drills = "when somebody starts one" if every is None else f"every {every} days"
    two = "" if attest_alone is None else f" Above {attest_alone} it takes two people"
    settles = f"{two} to say what became of an action" if two else ""
    return (
        f"a review may be {settled.grace_days} days late, the trace is kept {kept}, "
        f"and a halt drill is done {drills}{'.' if settles else ''}{settles}"
    )


def _review(
    of: ReviewOf,
    target: BoundaryVersion | Clearance,
    what: str,
    *,
    by: Membership,
    found: str,
    days: int,
) -> None:
    review = _keep(of, target.id, by=by, found=found, days=days)
    until = localtime(review.next_at).date().isoformat()
    record(
        Event.REVIEW_DONE,
        target=Target(of, target.id),
        params={"what": what, "until": until},
        private={"found": review.found},
    )


def _keep(
    of: ReviewOf, target_id: UUID, *, by: Membership, found: str, days: int
) -> Review:
    words = found.strip()
    if not words:
        raise Invalid("Write what you found: it is kept in the ledger.", field="found")
    if not 1 <= days <= MOST_DAYS:
        raise Invalid(f"Look again within {MOST_DAYS} days.", field="days")
    now = database_now()
    review = Review(
        of=of,
        target_id=target_id,
        reviewed_by=by,
        reviewed_at=now,
        found=words,
        next_at=now + timedelta(days=days),
    )
    review.save(force_insert=True)
    return review
