"""Keeping services running, and stopping them in the right order."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from config.embedded.children import Child
from config.embedded.errors import EmbeddedServerError

_POLL_SECONDS = 0.2
_GRACE_SECONDS = 8.0
_FIRST_PAUSE_SECONDS = 1.0
_LONGEST_PAUSE_SECONDS = 30.0
# Whoever ran this long has recovered: the next pause is short again.
_RECOVERED_SECONDS = 60.0


class Stage(IntEnum):
    """What must be there before the next can run; stopped from the last back."""

    DATABASE = 0
    BROKER = 1
    OUTSIDE = 2
    REMIT = 3


@dataclass(frozen=True, slots=True)
class Service:
    """One process that is to run all the time."""

    name: str
    stage: Stage
    launch: Callable[[], Child]


class Fleet:
    """The services of one start."""

    def __init__(self, *, say: Callable[[str], None]) -> None:
        """Begin empty. ``say`` tells the person who started this, in one line."""
        self._say = say
        self._members: list[_Member] = []

    def add(self, service: Service) -> Child:
        """Start a service; from now on it is kept running.

        Raises:
            EmbeddedServerError: it cannot be started.
        """
        member = _Member(service)
        member.launch()
        self._members.append(member)
        return member.child

    def keep_running(self) -> None:
        """Start again whoever ends. Returns only by an exception, such as Ctrl-C."""
        while True:
            for member in self._members:
                self._look_after(member)
            time.sleep(_POLL_SECONDS)

    def stop(self) -> None:
        """Stop everything, the database last. Nothing is left afterwards."""
        for stage in reversed(Stage):
            members = [m for m in self._members if m.service.stage is stage]
            for member in members:
                member.child.ask_to_stop()
            deadline = time.monotonic() + _GRACE_SECONDS
            for member in members:
                member.child.wait(seconds=max(0.0, deadline - time.monotonic()))
                member.child.kill_session()
        self._members.clear()

    def _look_after(self, member: "_Member") -> None:
        if member.restart_at is None:
            code = member.child.exit_code()
            if code is None:
                return
            member.child.kill_session()
            pause = member.next_pause()
            self._say(
                f"{member.service.name} ended ({_how(code)}); "
                f"starting it again in {pause:.0f} s."
            )
        elif time.monotonic() >= member.restart_at:
            self._restart(member)

    def _restart(self, member: "_Member") -> None:
        try:
            member.launch()
        except EmbeddedServerError as error:
            pause = member.next_pause()
            self._say(f"{error} Trying again in {pause:.0f} s.")


class _Member:
    """A service with the process that it is at the moment."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.restart_at: float | None = None
        self._pause = _FIRST_PAUSE_SECONDS
        self._launched_at = 0.0
        self._child: Child | None = None

    @property
    def child(self) -> Child:
        """Return the present process, or the last one."""
        assert self._child is not None  # noqa: S101 - members are launched when added
        return self._child

    def launch(self) -> None:
        """Start the process."""
        self._launched_at = time.monotonic()
        self._child = self.service.launch()
        self.restart_at = None

    def next_pause(self) -> float:
        """Schedule the next start; return in how many seconds."""
        if time.monotonic() - self._launched_at > _RECOVERED_SECONDS:
            self._pause = _FIRST_PAUSE_SECONDS
        pause = self._pause
        self._pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
        self.restart_at = time.monotonic() + pause
        return pause


def _how(code: int) -> str:
    return f"by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
