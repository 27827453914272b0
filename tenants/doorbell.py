"""The doorbell: an empty message that says that a row is due.

The row is the truth. Workers look for due rows themselves, so a lost message
delays and a doubled one does nothing.
"""

import logging
from functools import partial

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from tenants.faultpoints import faultpoint

# After this the message is worthless: the sweeper has rung again.
_EXPIRES_SECONDS = 30

logger = logging.getLogger(__name__)


def ring_after_commit(task: str) -> None:
    """Ring for a task, by its name, once the open transaction has been committed."""
    transaction.on_commit(partial(_ring, task))


def _ring(name: str) -> None:
    faultpoint("web.before_ring")
    task = current_app.tasks[name]
    try:
        task.apply_async(expires=_EXPIRES_SECONDS, retry=False, ignore_result=True)
    except OperationalError:
        logger.warning("the broker does not answer: the sweeper will find the work")
