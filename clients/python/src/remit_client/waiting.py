"""Waiting for an action: for a person, for a worker, for the end."""

import time
from collections.abc import Callable

from remit_client.calls import Calls
from remit_client.models import Action


def wait_for(
    calls: Calls,
    action: Action,
    *,
    seconds: float | None,
    check: Callable[[], None] = lambda: None,
) -> Action:
    """Return an action once it is over or this agent's to start, or the time is.

    Without ``seconds`` it waits as long as that takes; a person who does not answer
    in time is a no. ``check`` is called between looks, and may raise.
    """
    end = None if seconds is None else time.monotonic() + seconds
    while not (action.is_over or action.is_mine):
        left = 25.0 if end is None else end - time.monotonic()
        if left <= 0:
            break
        check()
        # Less than a second is still one look.
        action, busy = calls.poll(action.id, seconds=max(left, 1.0))
        if busy and not (action.is_over or action.is_mine):
            calls.pause(min(busy, left))
    return action
