"""Links in mails to something that waits for a decision.

The token says which client, checkpoint and person it was made for; it is signed and
kept nowhere. It opens a page to read and nothing else.
"""

from dataclasses import dataclass
from uuid import UUID

from django.core.signing import BadSignature, Signer

_CHECKPOINT = "governance.checkpoint"
_IDS = 3


@dataclass(frozen=True, slots=True)
class CheckpointLink:
    """Of what a link tells, and whom."""

    client_id: UUID
    checkpoint_id: UUID
    membership_id: UUID


def checkpoint_token(link: CheckpointLink) -> str:
    """Return what stands in the link of a mail about a checkpoint."""
    ids = (link.client_id, link.checkpoint_id, link.membership_id)
    return _signer().sign("_".join(one.hex for one in ids))


def checkpoint_linked(token: str) -> CheckpointLink | None:
    """Return what a token was made for; None if it was not made here."""
    try:
        ids = [UUID(one) for one in _signer().unsign(token).split("_")]
    except (BadSignature, ValueError):
        return None
    return CheckpointLink(*ids) if len(ids) == _IDS else None


def _signer() -> Signer:
    return Signer(sep=".", salt=_CHECKPOINT)
