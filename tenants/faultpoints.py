"""Places where a test may end or freeze a process, to see what is left behind.

Nothing here does anything unless the setting FAULT_POINTS names a folder, which
production refuses (``config.checks``). A file in that folder, called like the
place, says what happens there: ``kill``, ``stop`` or ``fail``, and then once
(nothing more), a number of times (``kill 3``), or by chance (``kill 0.15``, until
the file is taken away). A file called ``<place>@<subject>`` is for one subject.
"""

import os
import random
import signal
import threading
from contextlib import suppress
from pathlib import Path

from django.conf import settings


class InjectedFaultError(RuntimeError):
    """What a place raises that was told to fail."""


def faultpoint(place: str, subject: object = "") -> None:
    """Do here what a test has asked for; nothing, unless FAULT_POINTS is set.

    Raises:
        InjectedFaultError: the test asked for an error.
    """
    if not settings.FAULT_POINTS:
        return
    folder = Path(settings.FAULT_POINTS)
    for name in (f"{place}@{subject}", place):
        # Not there, or another process was quicker.
        with suppress(FileNotFoundError):
            _act(folder / name)


def _act(trigger: Path) -> None:
    what, _, how_often = trigger.read_text(encoding="ascii").strip().partition(" ")
    if "." in how_often:
        if random.random() >= float(how_often):  # noqa: S311 - not a secret
            return
        _mark(trigger).touch()
    else:
        _use_up(trigger, what, times=int(how_often or 1))
    _do(what, trigger.name)


def _use_up(trigger: Path, what: str, *, times: int) -> None:
    # Whoever renames it has it: of several processes exactly one.
    trigger.rename(_mark(trigger))
    if times > 1:
        rest = trigger.with_name(f"{trigger.name}.rest")
        rest.write_text(f"{what} {times - 1}", encoding="ascii")
        rest.rename(trigger)


def _mark(trigger: Path) -> Path:
    # Left behind, so that the test sees that it happened, and to whom.
    return trigger.with_name(f"{trigger.name}.by.{os.getpid()}")


def _do(what: str, place: str) -> None:
    if what == "fail":
        raise InjectedFaultError(place)
    number = {"kill": signal.SIGKILL, "stop": signal.SIGSTOP}[what]
    # To this very thread: told to the process, it would go on for a moment.
    signal.pthread_kill(threading.get_ident(), number)
