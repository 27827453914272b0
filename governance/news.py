"""What a client's own systems can be told of. Pure.

A word here is the ``type`` of a message (Standard Webhooks): it never changes.
"""

from datetime import timedelta
from enum import StrEnum


class News(StrEnum):
    """What has happened; ``wording`` says it."""

    CHECKPOINT_ASKED = "checkpoint.asked"
    CHECKPOINT_APPROVED = "checkpoint.approved"
    CHECKPOINT_REFUSED = "checkpoint.refused"
    CHECKPOINT_EXPIRED = "checkpoint.expired"
    CHECKPOINT_CANCELLED = "checkpoint.cancelled"
    TICKET_OPENED = "ticket.opened"

    @property
    def wording(self) -> str:
        """What is said of it: "Something waits for a person"."""
        return _WORDING[self]


_WORDING = {
    News.CHECKPOINT_ASKED: "Something waits for a person",
    News.CHECKPOINT_APPROVED: "A person approved",
    News.CHECKPOINT_REFUSED: "A person refused",
    News.CHECKPOINT_EXPIRED: "Nobody answered in time",
    News.CHECKPOINT_CANCELLED: "What waited was withdrawn",
    News.TICKET_OPENED: "An incident ticket was opened",
}
# How long to wait after each attempt that failed: what Standard Webhooks advises.
_WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)


def wait_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many attempts; None: nothing more is tried."""
    return _WAITS[attempts - 1] if attempts <= len(_WAITS) else None
