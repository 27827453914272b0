"""The programs on the page of a new key, run as somebody who pastes them."""

import os
import re
import subprocess
import sys
from html import unescape

from tests.cast import REPOSITORY

REASON = "Trying the connection with an example."
# The installable client, where it is part of this repository.
CLIENT = REPOSITORY / "clients/python/src"
HOW = ["curl", "plain", *(["client"] if CLIENT.exists() else [])]


def program(page: str, how: str) -> str:
    """Return one of the programs of a page, as it would be copied."""
    found = re.search(rf'<pre[^>]*id="{how}"[^>]*>(.*?)</pre>', page, re.DOTALL)
    assert found is not None, how
    return unescape(found[1])


def paste(text: str, how: str) -> str:
    """Run a program in a process of its own and return what it says."""
    command = ["bash", "-ec"] if how == "curl" else [sys.executable, "-c"]
    done = subprocess.run(
        [*command, text],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(CLIENT)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
