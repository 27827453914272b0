"""One start of Remit: from nothing to ready, and back to nothing."""

import os
import signal
from collections.abc import Callable
from types import FrameType
from typing import NoReturn

from config.embedded.folders import lock, private_folder
from config.supervisor.announcement import announce
from config.supervisor.fleet import Fleet
from config.supervisor.plan import Plan
from config.supervisor.ports import refuse_busy_port
from config.supervisor.steps import Start

_CLOSED_TO_OTHERS = 0o077
_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class _StopAskedForError(BaseException):
    """Somebody asked this process to stop; not for anybody to handle on the way."""


def run(plan: Plan, *, say: Callable[[str], None]) -> None:
    """Start everything, keep it running, and stop all of it when asked to.

    Returns after Ctrl-C or SIGTERM; no process is left then. ``say`` prints one
    line to the person who started this. Call it from the main thread.

    Raises:
        CannotStartError, EmbeddedServerError, BootstrapError: it cannot start;
            what had been started has been stopped.
    """
    for number in _STOP_SIGNALS:
        signal.signal(number, _ask_to_stop)
    os.umask(_CLOSED_TO_OTHERS)
    try:
        refuse_busy_port(plan.host, plan.port, advice="set PORT to another")
        private_folder(plan.data)
        private_folder(plan.logs)
        with lock(plan.data / "up.lock"):
            _start_and_keep(plan, say)
    except _StopAskedForError:
        say("Stopped.")


def _start_and_keep(plan: Plan, say: Callable[[str], None]) -> None:
    fleet = Fleet(say=say)
    try:
        demo = Start(plan, fleet, say).run()
        for line in announce(plan, demo):
            say(line)
        fleet.keep_running()
    finally:
        _hear_no_more()
        fleet.stop()


def _ask_to_stop(_number: int, _frame: FrameType | None) -> NoReturn:
    _hear_no_more()
    raise _StopAskedForError


def _hear_no_more() -> None:
    # Stopping takes seconds at most: asking again must not cut it short.
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
