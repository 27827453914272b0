"""Long-polling without taking the server hostage.

A waiter keeps a thread. Two of them per process at most; the others are answered
at once and told when to come again, so that halts always get through.
"""

import time
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import TypeVar

MAX_WAITERS = 2
MAX_SECONDS = 25
LOOK_EVERY_SECONDS = 0.25
RETRY_AFTER_SECONDS = 2

_waiters = BoundedSemaphore(MAX_WAITERS)

T = TypeVar("T")


def wait_for_change(
    look: Callable[[], T], *, done: Callable[[T], bool], seconds: float
) -> tuple[T, bool]:
    """Look until ``done`` or the time is over; return the last look and if it waited.

    ``look`` opens and closes its own transaction. Not having waited means that
    the waiters were busy.
    """
    seen = look()
    if done(seen) or seconds <= 0:
        return seen, True
    if not _waiters.acquire(blocking=False):
        return seen, False
    try:
        end = time.monotonic() + min(seconds, MAX_SECONDS)
        while not done(seen) and time.monotonic() < end:
            time.sleep(LOOK_EVERY_SECONDS)
            seen = look()
    finally:
        _waiters.release()
    return seen, True
