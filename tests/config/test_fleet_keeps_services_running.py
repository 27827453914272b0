"""The supervisor: who ends is started again; stopping leaves nobody."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.embedded import children
from config.embedded.children import Child, Command
from config.supervisor.fleet import Fleet, Service, Stage

# Says its number and that of a child of its own; ends when it is told to.
_PROGRAM = """
import os, signal, subprocess, sys
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen(["sleep", "1000"])
with open(sys.argv[1], "a") as file:
    file.write(f"{os.getpid()} {child.pid}\\n")
while True:
    signal.pause()
"""

_PATIENCE_SECONDS = 10


class _Enough(Exception):  # noqa: N818 - not an error: the test has seen enough
    pass


class Runner:
    """Runs the program as a service and reads what it wrote."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said: list[str] = []
        self.fleet = Fleet(say=self.say)

    def say(self, line: str) -> None:
        self.said.append(line)

    def service(self, name: str, stage: Stage, *options: str) -> Service:
        written = self.folder / name
        command = Command(
            name=name,
            arguments=[sys.executable, "-c", _PROGRAM, str(written), *options],
        )

        def launch() -> Child:
            lines = len(self.pids(name))
            child = children.start(command, log=self.folder / f"{name}.log")
            while len(self.pids(name)) == lines:
                assert child.exit_code() is None
            return child

        return Service(name, stage, launch)

    def pids(self, name: str) -> list[list[int]]:
        written = self.folder / name
        lines = written.read_text().splitlines() if written.exists() else []
        return [[int(pid) for pid in line.split()] for line in lines]


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    runner = Runner(tmp_path)
    yield runner
    runner.fleet.stop()


def ends(pid: int) -> bool:
    """Return whether a process has ended, or does within seconds after its kill."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while is_running(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_who_ends_is_started_again_and_what_it_left_is_killed(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    runner.fleet.add(runner.service("web", Stage.REMIT))
    [[first, left_behind]] = runner.pids("web")

    def look(_seconds: float) -> None:
        if len(runner.pids("web")) > 1:
            raise _Enough

    os.kill(first, signal.SIGKILL)
    with monkeypatch.context() as patch:
        patch.setattr("config.supervisor.fleet.time.sleep", look)
        with pytest.raises(_Enough):
            runner.fleet.keep_running()

    assert runner.said == ["web ended (by SIGKILL); starting it again in 1 s."]
    assert ends(left_behind)
    assert is_running(runner.pids("web")[1][0])


def test_stopping_leaves_nobody(runner: Runner) -> None:
    runner.fleet.add(runner.service("postgres", Stage.DATABASE))
    runner.fleet.add(runner.service("web", Stage.REMIT))
    pids = [pid for name in ("postgres", "web") for pid in runner.pids(name)[0]]

    runner.fleet.stop()

    assert all(ends(pid) for pid in pids)


def test_who_does_not_listen_is_killed(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.supervisor.fleet._GRACE_SECONDS", 0.1)
    runner.fleet.add(runner.service("web", Stage.REMIT, "stubborn"))
    [[pid, left_behind]] = runner.pids("web")

    runner.fleet.stop()

    assert ends(pid)
    assert ends(left_behind)


def test_later_stages_end_before_the_earlier_ones(
    runner: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    kill_session = Child.kill_session

    def note(child: Child) -> None:
        kill_session(child)
        ended.append(child.command.name)

    monkeypatch.setattr(Child, "kill_session", note)
    for name, stage in (
        ("web", Stage.REMIT),
        ("postgres", Stage.DATABASE),
        ("bank", Stage.OUTSIDE),
    ):
        runner.fleet.add(runner.service(name, stage))

    runner.fleet.stop()

    assert ended == ["web", "bank", "postgres"]
