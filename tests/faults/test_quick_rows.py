"""The quick rows of the fault matrix, in processes of their own; `make faults`: all."""

import subprocess
import sys

import pytest

from tests.cast import REPOSITORY

pytestmark = pytest.mark.deep


@pytest.mark.timeout(600)
def test_no_fault_breaks_a_promise() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--quick"],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].endswith(" passed, 0 failed")
