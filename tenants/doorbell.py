"""The doorbell: an empty message that says that a row is due.

The row is the truth. Workers look for due rows themselves, so a lost message
delays and a doubled one does nothing. So nobody waits for the broker either: one
thread of each process rings, and while much happens at once it rings a few times for
all of it. A process that ends before loses nothing: the sweeper will find it.
"""

import atexit
import logging
import os
from collections import Counter
from functools import partial
from threading import Condition, Event, Thread

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from tenants.faultpoints import faultpoint

# After this the message is worthless: the sweeper has rung again.
_EXPIRES_SECONDS = 30
# As many workers as may be idle; and how long what comes at once is gathered.
_MOST_AT_ONCE = 4
_PAUSE_SECONDS = 0.05
_LAST_SECONDS = 2

logger = logging.getLogger(__name__)


def ring_after_commit(task: str) -> None:
    """Ring for a task, by its name, once the open transaction has been committed."""
    transaction.on_commit(partial(_doorbell.ring, task))


class Doorbell:
    """Rings in a thread of its own, which begins with the first ring."""

    def __init__(self) -> None:
        """Begin; in a forked process anew, because threads do not follow."""
        self._changed = Condition()
        self._wanted: Counter[str] = Counter()
        self._is_ringing = False
        self._thread: Thread | None = None

    def ring(self, task: str) -> None:
        """Have it rung for a task, soon."""
        with self._changed:
            self._wanted[task] += 1
            self._changed.notify_all()
            if self._thread is None:
                self._thread = Thread(
                    target=self._keep_ringing, daemon=True, name="doorbell"
                )
                self._thread.start()

    def finish(self) -> None:
        """Wait a moment until what was wanted has been rung."""
        with self._changed:
            self._changed.wait_for(self._is_quiet, timeout=_LAST_SECONDS)

    def _is_quiet(self) -> bool:
        return not self._wanted and not self._is_ringing

    def _keep_ringing(self) -> None:
        while True:
            for task, times in self._taken().items():
                for _ in range(min(times, _MOST_AT_ONCE)):
                    _ring(task)
            with self._changed:
                self._is_ringing = False
                self._changed.notify_all()
            Event().wait(_PAUSE_SECONDS)

    def _taken(self) -> Counter[str]:
        """Wait for what is wanted and take it; what is wanted later is wanted anew."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._wanted))
            taken, self._wanted = self._wanted, Counter()
            self._is_ringing = True
            return taken


def _ring(name: str) -> None:
    faultpoint("web.before_ring")
    try:
        task = current_app.tasks[name]
        task.apply_async(expires=_EXPIRES_SECONDS, retry=False, ignore_result=True)
    except OperationalError:
        logger.warning("the broker does not answer: the sweeper will find the work")
    except Exception:
        # Whatever it is, the next ring must not be lost with it.
        logger.exception("ringing failed: the sweeper will find the work")


_doorbell = Doorbell()
atexit.register(_doorbell.finish)
os.register_at_fork(after_in_child=_doorbell.__init__)  # type: ignore[misc]
