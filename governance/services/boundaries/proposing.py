"""Proposing what the next version holds, and taking that back."""

from collections.abc import Mapping
from typing import Any

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.engine.document import content_hash
from governance.models import BoundaryProposal, BoundaryVersion, ProposalState
from governance.selectors.boundaries import (
    current_boundary,
    document_problems,
    draft_document,
    open_proposal,
    proposal_by_id,
    said_problems,
)
from governance.services.boundaries.turns import take_turn
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tenants.models import Membership

LONGEST_REASON = 2000


def propose_boundary(
    *, proposed_by: Membership, reason: str = "", shown: str | None = None
) -> BoundaryProposal:
    """Propose the drafted rules and lists as the next version; return the proposal.

    A proposal that was open is overtaken. ``shown`` is the hash of what the person
    who proposes has read.

    Raises:
        Invalid: a rule is malformed, or speaks of what the actions that it covers do
            not have; the message names it.
        Conflict: nothing would change, or something else was shown.
    """
    take_turn()
    document = draft_document()
    found = _checked(document)
    if shown is not None and shown != found:
        raise Conflict("The rules have changed since you read them: read them again.")
    base = current_boundary()
    if base is not None and base.content_hash == found:
        told = f"Nothing has changed since version {base.number}."
        raise Conflict(told, code="unchanged")
    _overtake(by=proposed_by)
    proposal = BoundaryProposal(
        document=document,
        content_hash=found,
        reason=_read(reason),
        base=base,
        proposed_by=proposed_by,
        proposed_at=database_now(),
    )
    proposal.save(force_insert=True)
    _record(Event.BOUNDARY_PROPOSED, proposal)
    return proposal


def withdraw_proposal(proposal: BoundaryProposal, *, by: Membership) -> None:
    """Take a proposal back, one's own or somebody else's.

    Raises:
        Conflict: it is not open any more.
    """
    take_turn()
    proposal = still_open(proposal)
    close(proposal, ProposalState.WITHDRAWN, by=by)
    _record(Event.BOUNDARY_WITHDRAWN, proposal)


def still_open(proposal: BoundaryProposal) -> BoundaryProposal:
    """Return an open proposal, locked.

    Raises:
        Conflict: it is not open any more.
    """
    found = proposal_by_id(proposal.id, lock=True)
    if found.state != ProposalState.OPEN:
        raise Conflict(f"This proposal is {found.state}.")
    return found


def close(
    proposal: BoundaryProposal,
    state: ProposalState,
    *,
    by: Membership,
    version: BoundaryVersion | None = None,
) -> None:
    """Write down what became of a proposal, by whom, and as which version."""
    proposal.state, proposal.version = state, version
    proposal.closed_by, proposal.closed_at = by, database_now()
    proposal.save(update_fields=["state", "version", "closed_by", "closed_at"])


def _checked(document: Mapping[str, Any]) -> str:
    """Return the hash of a document whose every rule can be checked at its actions."""
    problems = document_problems(document)
    if problems:
        raise Invalid(said_problems(problems), field="rules")
    return content_hash(document)


def _overtake(*, by: Membership) -> None:
    earlier = open_proposal()
    if earlier is not None:
        close(earlier, ProposalState.OVERTAKEN, by=by)


def _read(reason: str) -> str:
    words = reason.strip()
    if len(words) > LONGEST_REASON:
        told = f"A reason has at most {LONGEST_REASON} characters."
        raise Invalid(told, field="reason")
    return words


def _record(event: Event, proposal: BoundaryProposal) -> None:
    base = proposal.base
    record(
        event,
        target=Target("boundary_proposal", proposal.id),
        params={
            "count": str(len(proposal.document["rules"])),
            "version": str(base.number + 1 if base else 1),
        },
        where=Circumstances(authority={"content": proposal.content_hash}),
    )
