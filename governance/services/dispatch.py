"""The doorbell: tells the workers that there is something to do, and nothing more.

The message is empty. Workers look for due rows themselves, so a lost message
delays and a doubled one does nothing.
"""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from tenants.faultpoints import faultpoint

WAKE = "governance.wake"
SWEEP = "governance.sweep"

# After this the message is worthless: the sweeper has rung again.
_EXPIRES_SECONDS = 30

logger = logging.getLogger(__name__)


def wake_workers() -> None:
    """Ring once the open transaction has been committed."""
    transaction.on_commit(_ring)


def _ring() -> None:
    faultpoint("web.before_ring")
    task = current_app.tasks[WAKE]
    try:
        task.apply_async(expires=_EXPIRES_SECONDS, retry=False, ignore_result=True)
    except OperationalError:
        logger.warning("the broker does not answer: the sweeper will find the work")
