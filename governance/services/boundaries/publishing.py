"""Publishing: what was proposed becomes the next version, which never changes."""

from audit.events import Event
from audit.ledger import Circumstances, Target, record
from governance.models import BoundaryProposal, BoundaryVersion, ProposalState
from governance.selectors.boundaries import current_boundary
from governance.services.boundaries.proposing import (
    close,
    propose_boundary,
    still_open,
)
from governance.services.boundaries.seconds import require_second
from governance.services.boundaries.turns import take_turn
from governance.services.settling import settle_client
from tenants.clock import database_now
from tenants.errors import Conflict
from tenants.models import Membership


def publish_boundary(
    *, published_by: Membership, reason: str = "", shown: str | None = None
) -> BoundaryVersion:
    """Propose the drafted rules and publish them in one act; return the version.

    Raises:
        Invalid, Conflict: as for ``propose_boundary``.
        NotAllowed: the client demands that a second person publishes.
    """
    proposal = propose_boundary(proposed_by=published_by, reason=reason, shown=shown)
    return publish_proposal(proposal, published_by=published_by)


def publish_proposal(
    proposal: BoundaryProposal, *, published_by: Membership
) -> BoundaryVersion:
    """Freeze what was proposed into the next version and return it.

    The gate reads it at its next decision.

    Raises:
        NotAllowed: the client demands another person than who proposed it.
        Conflict: it is not open any more, or another version came meanwhile.
    """
    client = take_turn()
    proposal = still_open(proposal)
    require_second(client, proposal, published_by)
    last = current_boundary()
    if (last.id if last else None) != proposal.base_id:
        raise Conflict("Another version was published meanwhile: propose this anew.")
    version = BoundaryVersion(
        number=last.number + 1 if last else 1,
        document=proposal.document,
        content_hash=proposal.content_hash,
        proposed_by_id=proposal.proposed_by_id,
        published_by=published_by,
        published_at=database_now(),
    )
    version.save(force_insert=True)
    close(proposal, ProposalState.PUBLISHED, by=published_by, version=version)
    count = str(len(version.document["rules"]))
    authority = {"content": version.content_hash, "proposal": str(proposal.id)}
    record(
        Event.BOUNDARY_PUBLISHED,
        target=Target("boundary_version", version.id),
        params={"version": str(version.number), "count": count},
        where=Circumstances(authority=authority),
    )
    # What no rule covers any more, or no limit binds, is not ready from here on.
    settle_client()
    return version
