"""``manage.py up``: from nothing to ready, and back to nothing."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.supervisor.ports import free_port

pytestmark = pytest.mark.deep

_ROOT = Path(__file__).parents[2]
_GIVEN_BY_TESTS = ("DATABASE", "BROKER", "SECRET", "KEY", "FIELD", "EGRESS", "EMAIL")


def environment(data: Path, port: int) -> dict[str, str]:
    """Return the environment of a fresh machine."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(_GIVEN_BY_TESTS)}
    return kept | {"REMIT_DATA": str(data), "PORT": str(port)}


def up(data: Path, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "manage.py", "up"],
        cwd=_ROOT,
        env=environment(data, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def read_until(process: "subprocess.Popen[str]", text: str) -> str:
    """Return the first line with a text; fail when the output ends before."""
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        if text in line:
            return line
    pytest.fail(f"{text!r} never came:\n{''.join(seen)}")


def processes_of(data: Path) -> dict[int, str]:
    """Return the running processes that were told of this folder, by number."""
    mark = f"REMIT_DATA={data}".encode()
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = mark in (process / "environ").read_bytes().split(b"\0")
            words = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if told and words:
            found[int(process.name)] = words
    return found


@pytest.fixture
def busy_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.mark.timeout(300)  # it does all that a first start does
def test_a_start_a_crash_of_the_worker_and_an_end(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with up(data, free_port()) as process:
        read_until(process, "Remit is ready")
        workers = [p for p, words in processes_of(data).items() if " worker " in words]
        os.kill(min(workers), signal.SIGKILL)
        line = read_until(process, "worker ended")
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=30)

    assert "by SIGKILL" in line
    assert code == 0
    assert processes_of(data) == {}
    assert (data / "secrets.json").stat().st_mode & 0o777 == 0o600
    assert data.stat().st_mode & 0o777 == 0o700


def test_killing_it_leaves_no_process_and_reset_forgets_all(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with up(data, free_port()) as process:
        read_until(process, "Preparing the database")
        secrets = json.loads((data / "secrets.json").read_text())
        process.kill()

    # Each child was told by the kernel; give them as long as they like to take.
    while processes_of(data):
        time.sleep(0.1)
    forgotten = subprocess.run(
        [sys.executable, "manage.py", "reset"],
        cwd=_ROOT,
        env=environment(data, free_port()),
        check=True,
        capture_output=True,
        text=True,
    )

    assert secrets["bank_secret"].startswith("whsec_")
    assert forgotten.stdout.strip() == f"{data} is forgotten."
    assert not data.exists()


def test_a_busy_port_gives_one_line(tmp_path: Path, busy_port: int) -> None:
    with up(tmp_path / "data", busy_port) as process:
        output, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert output.count("\n") == 1
    assert f"Port {busy_port}" in output
    assert "PORT" in output
