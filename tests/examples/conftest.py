"""What the tests of the examples share."""

import os
import shutil
from pathlib import Path

import pytest

from tests.examples.documents import INVOICES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the dozen invoices, which were written long ago."""
    path = tmp_path / "invoices"
    shutil.copytree(INVOICES, path)
    for file in path.iterdir():
        os.utime(file, (1000, 1000))
    return path
