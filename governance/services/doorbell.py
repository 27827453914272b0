"""Telling the workers that something is due, without anybody waiting for the broker.

A message is worth little: whoever gets one looks for all that is due. So one thread of
each process sends them, and while much happens at once it sends a few for all of it. A
process that ends before its thread has sent loses nothing: the sweeper will find it.
"""

import atexit
import logging
import os
import time
from threading import Condition, Thread

from celery import current_app
from kombu.exceptions import OperationalError

from tenants.faultpoints import faultpoint

WAKE = "governance.wake"

# After this the message is worthless: the sweeper has rung again.
_EXPIRES_SECONDS = 30
# As many workers as may be idle; and how long what comes at once is gathered.
_MOST_AT_ONCE = 4
_PAUSE_SECONDS = 0.05
_LAST_SECONDS = 2

logger = logging.getLogger(__name__)


class Doorbell:
    """Rings in a thread of its own."""

    def __init__(self) -> None:
        """Begin with a bell that nobody has rung; the thread starts when needed."""
        self._changed = Condition()
        self._wanted = 0
        self._process = 0

    def ring(self) -> None:
        """Have it rung, soon."""
        with self._changed:
            self._wanted += 1
            self._changed.notify_all()
            if self._process != os.getpid():
                # Threads do not follow into a forked process.
                self._process = os.getpid()
                Thread(target=self._keep_ringing, daemon=True, name="doorbell").start()

    def finish(self) -> None:
        """Wait a moment until what was wanted has been rung."""
        with self._changed:
            if self._process == os.getpid():
                self._changed.wait_for(lambda: not self._wanted, timeout=_LAST_SECONDS)

    def _keep_ringing(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted)
                times = min(self._wanted, _MOST_AT_ONCE)
            for _ in range(times):
                _ring()
            with self._changed:
                self._wanted = 0
                self._changed.notify_all()
            time.sleep(_PAUSE_SECONDS)


def _ring() -> None:
    faultpoint("web.before_ring")
    task = current_app.tasks[WAKE]
    try:
        task.apply_async(expires=_EXPIRES_SECONDS, retry=False, ignore_result=True)
    except OperationalError:
        logger.warning("the broker does not answer: the sweeper will find the work")


doorbell = Doorbell()
atexit.register(doorbell.finish)
