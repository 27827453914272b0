"""Writes: what became of a mail that told somebody of something."""

from governance.models import Notice, NoticeOutcome
from tenants.clock import database_now
from tenants.following import Delivery


def keep_outcome(notice: Notice, delivery: Delivery) -> bool:
    """Keep what became of its mail; return whether this is its first failure.

    The notice's row is locked by the caller.
    """
    first = notice.outcome == NoticeOutcome.PENDING
    notice.outcome = _outcome(delivery)
    notice.problem = delivery.error
    notice.settled_at = database_now()
    notice.save(update_fields=["outcome", "problem", "settled_at"])
    return first and notice.outcome == NoticeOutcome.FAILED


def _outcome(delivery: Delivery) -> NoticeOutcome:
    if delivery.sent:
        return NoticeOutcome.SENT
    return NoticeOutcome.FAILED if delivery.error else NoticeOutcome.NEEDLESS
