"""``kill -9`` of whoever started the private servers leaves no process."""

import signal
import subprocess
import sys
from pathlib import Path

from config.embedded.folders import wait_until_left

_STARTER = "tests.config.embedded_starter"
_ROOT = Path(__file__).parents[2]


def test_killing_the_starter_ends_its_servers_cleanly(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", _STARTER, str(tmp_path)],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as starter:
        assert starter.stdout is not None
        pids = [int(pid) for pid in starter.stdout.readline().split()]
        assert [_folder(pid) for pid in pids] == [
            tmp_path / "postgres",
            tmp_path / "valkey",
        ]

        starter.send_signal(signal.SIGKILL)

    assert wait_until_left(tmp_path / "postgres", seconds=20)
    assert wait_until_left(tmp_path / "valkey", seconds=20)
    assert "database system is shut down" in (tmp_path / "postgres.log").read_text()


def _folder(pid: int) -> Path:
    return Path(f"/proc/{pid}/cwd").readlink()
