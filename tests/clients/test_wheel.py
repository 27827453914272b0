"""remit-client is built as a wheel, and works where nothing else is installed."""

import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from tests.cast import REPOSITORY

CLIENT = REPOSITORY / "clients/python"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy without what an earlier build left."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(CLIENT, folder / "source")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
    subprocess.run(command, cwd=folder / "source", check=True, capture_output=True)
    return next((folder / "source/dist").iterdir())


def needed(name: str) -> Iterator[Distribution]:
    """Yield a distribution and what it needs, as it is installed here."""
    found = distribution(name)
    yield found
    for line in found.requires or []:
        requirement = Requirement(line)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield from needed(requirement.name)


def test_it_brings_its_types_and_needs_one_library(wheel: Path) -> None:
    with ZipFile(wheel) as opened:
        names = set(opened.namelist())
        metadata = next(name for name in names if name.endswith("METADATA"))
        lines = opened.read(metadata).decode().splitlines()

    assert {"remit_client/__init__.py", "remit_client/py.typed"} <= names
    needs = [line for line in lines if line.startswith("Requires-Dist: ")]
    assert [Requirement(line.partition(": ")[2]).name for line in needs] == ["httpx2"]


def test_it_works_in_an_environment_without_django(wheel: Path, tmp_path: Path) -> None:
    # No index can be asked here: what it needs is copied from where we are.
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env/bin/python"
    packages = next((tmp_path / "env/lib").iterdir()) / "site-packages"
    with ZipFile(wheel) as opened:
        opened.extractall(packages)
    for one in needed("httpx2"):
        for file in one.files or []:
            if ".." not in file.parts:
                (packages / file).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(str(one.locate_file(file)), packages / file)

    program = (
        "from importlib.util import find_spec\n"
        "from remit_client import Remit\n"
        "assert find_spec('django') is None\n"
        "Remit('http://localhost', 'rmt_x').close()\n"
    )
    done = subprocess.run(
        [python, "-I", "-c", program], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
