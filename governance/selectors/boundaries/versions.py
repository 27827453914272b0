"""What was published when, and what is proposed to be next."""

from uuid import UUID

from governance.models import BoundaryProposal, BoundaryVersion, ProposalState
from tenants.errors import NotFound

_WHO = ("published_by__user", "proposed_by__user")


def versions(most: int = 200) -> list[BoundaryVersion]:
    """Return the newest versions of the scope's client, without their rules."""
    rows = BoundaryVersion.objects.select_related(*_WHO).defer("document")
    return list(rows.order_by("-number")[:most])


def version_by_number(number: int) -> BoundaryVersion:
    """Return one version.

    Raises:
        NotFound: there is none of this number.
    """
    rows = BoundaryVersion.objects.select_related(*_WHO)
    found = rows.filter(number=number).first()
    if found is None:
        raise NotFound("There is no such version.")
    return found


def open_proposal() -> BoundaryProposal | None:
    """Return what is proposed as the next version, or None."""
    rows = BoundaryProposal.objects.select_related("base", "proposed_by__user")
    return rows.filter(state=ProposalState.OPEN).first()


def proposal_by_id(proposal_id: UUID, *, lock: bool = False) -> BoundaryProposal:
    """Return one proposal, locked until the commit if asked.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    rows = BoundaryProposal.objects.select_related("proposed_by__user")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(id=proposal_id).first()
    if found is None:
        raise NotFound("There is no such proposal.")
    return found
