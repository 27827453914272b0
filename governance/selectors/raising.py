"""Reads: whether what was asked could be decided alone next time, by which rules."""

from dataclasses import dataclass

from governance.engine.raising import Bound, bound_of
from governance.models import LIVE, BoundaryRule, Checkpoint, Decision
from governance.selectors.boundaries import as_document, drafted_rules
from tenants.models import Membership, Role
from tenants.selectors.seats import eligible, seats_in


@dataclass(frozen=True, slots=True)
class Raise:
    """A bound that may be raised, and the rules that hold it, as they are written."""

    bound: Bound
    rules: tuple[BoundaryRule, ...]


def raisable(decision: Decision) -> Raise | None:
    """Return what would have to be raised for nobody to be asked again.

    ``decision`` is why somebody was. None where it was for something else than an
    amount, or the rules have been rewritten since. One query.
    """
    asked_by = [str(hit["key"]) for hit in decision.verdict.get("hits", ())]
    live = [one for one in drafted_rules() if one.status in LIVE]
    bound = bound_of([as_document(one) for one in live], asked_by=asked_by)
    if bound is None:
        return None
    return Raise(bound, tuple(one for one in live if one.key in bound.rules))


def may_draft(checkpoint: Checkpoint, membership: Membership) -> bool:
    """Return whether somebody may draft a rule from it: who is asked, or an admin."""
    asked = eligible(seats_in([checkpoint.group_id]), barred=())
    return membership.role == Role.ADMIN or membership in asked
