"""Child processes that never outlive their parent.

Each child leads a session of its own, so that Ctrl-C reaches the parent alone,
and is told by the kernel when the parent is gone, even after ``kill -9``. Start
them from the main thread: for the kernel, the parent is the thread that forked.
"""

import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from config.embedded.errors import EmbeddedServerError
from config.embedded.kernel import die_with

_GRACE_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Command:
    """What to run, and how it wants to be stopped."""

    name: str
    arguments: Sequence[str]
    # None: what this process has.
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    # Runs in the child before the program does: becomes another user.
    become: Callable[[], None] | None = None


class Child:
    """One running child process."""

    def __init__(self, command: Command, process: "subprocess.Popen[bytes]") -> None:
        """Take over a process that has just been started."""
        self.command = command
        self.pid = process.pid
        self._process = process

    def exit_code(self) -> int | None:
        """Return how it ended (negative: by that signal), or None while it runs."""
        return self._process.poll()

    def wait(self, *, seconds: float) -> int | None:
        """Wait for its end; None when it still runs after that time."""
        try:
            return self._process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            return None

    def ask_to_stop(self) -> None:
        """Send the signal that it wants to be stopped with, unless it has ended."""
        self._process.send_signal(self.command.stop_signal)

    def stop(self, *, grace: float = _GRACE_SECONDS) -> None:
        """Ask it to stop; after ``grace`` seconds kill it and all it started."""
        self.ask_to_stop()
        self.wait(seconds=grace)
        self.kill_session()

    def kill_session(self) -> None:
        """Kill it, if need be, and whatever it leaves behind in its session."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        self._process.wait()


def start(command: Command, *, log: Path) -> Child:
    """Start a child; what it prints is appended to a file.

    Raises:
        EmbeddedServerError: the program cannot be started.
    """
    with log.open("ab") as output:
        return Child(command, _popen(command, output.fileno()))


def run(command: Command, *, seconds: float) -> tuple[int, str]:
    """Run a child to its end; return its exit code and what it printed.

    Raises:
        EmbeddedServerError: it cannot be started, or takes too long.
    """
    process = _popen(command, subprocess.PIPE)
    try:
        output, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise EmbeddedServerError(f"{command.name} takes too long.") from error
    finally:
        if process.poll() is None:
            Child(command, process).kill_session()
    return process.returncode, output.decode(errors="replace")


def _popen(command: Command, output: int) -> "subprocess.Popen[bytes]":
    parent = os.getpid()

    def before_exec() -> None:
        if command.become is not None:
            command.become()
        die_with(parent, command.stop_signal)

    try:
        return subprocess.Popen(  # noqa: S603 - our own programs, no shell
            command.arguments,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=command.env,
            cwd=command.cwd,
            start_new_session=True,
            preexec_fn=before_exec,  # noqa: PLW1509 - nothing else sets PDEATHSIG
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedServerError(f"{command.name} cannot be started.") from error
