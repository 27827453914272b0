"""Dockerfile and compose.yaml name what exists, and pin what they take."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from config.supervisor import commands
from config.supervisor.plan import make_plan
from tests.docs.test_pages_are_current import in_first_column

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = {
    name: service
    for name, service in COMPOSE["services"].items()
    if service["image"] == "remit"
}
# Folders that no process of an installation needs.
LEFT_OUT = {"clients", "docs", "examples", "site", "tests", "benchmarks"}


def test_the_image_holds_every_folder_that_runs() -> None:
    copied = set(re.findall(r"^COPY (\w+) \w+$", DOCKERFILE, re.MULTILINE))
    listed = (ROOT / ".dockerignore").read_text()
    allowed = set(re.findall(r"^!(\w+)$", listed, re.MULTILINE))
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - LEFT_OUT

    assert copied == packages | {"static", "templates"}
    assert copied <= allowed


def test_the_image_serves_as_nobody_special_and_as_the_supervisor_does(
    tmp_path: Path,
) -> None:
    plan = make_plan(source=ROOT, data=tmp_path, demo=False, invoices=None)
    (command,) = re.findall(r"^CMD \[(.*)\]$", DOCKERFILE, re.MULTILINE)
    served = [word.strip('"') for word in command.split(", ")]
    supervised = list(commands.web(plan, {}).arguments[2:])
    where = {"--host": "0.0.0.0", "--port": "8000"}  # noqa: S104 - in a container
    for option, value in where.items():
        supervised[supervised.index(option) + 1] = value

    assert served == supervised
    assert re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE) == ["10001"]


@pytest.mark.parametrize("name", OURS)
def test_every_service_runs_a_command_that_there_is(name: str) -> None:
    command = OURS[name].get("command", ["granian"])

    assert command[0] in {"celery", "granian", "python"}
    if command[0] == "python":
        assert command[1] == "manage.py"
        assert get_commands()[command[2]] == "config"


@pytest.mark.parametrize("name", OURS)
def test_every_service_is_told_what_it_needs_and_no_more(name: str) -> None:
    told = set(OURS[name]["environment"])
    known = in_first_column("reference/settings.md")

    assert told <= known
    if name not in {"roles", "prepare"}:
        assert not told & {"DATABASE_ADMIN_URL", "DATABASE_OWNER_URL"}


def test_images_are_pinned_and_secrets_have_no_default() -> None:
    text = (ROOT / "compose.yaml").read_text()
    images = {service["image"] for service in COMPOSE["services"].values()} - {"remit"}
    bases = set(re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE))

    for image in images | bases:
        assert re.search(r":\d+[\d.]*-", image), image
    for secret in ("PASSWORD", "KEY", "PEPPER"):
        assert not re.search(rf"\$\{{\w*{secret}:-", text)


def test_the_commands_of_the_guide_are_whole() -> None:
    guide = (ROOT / "docs" / "guides" / "operate.md").read_text()
    named = {
        shlex.split(line)[2]
        for line in guide.splitlines()
        if line.startswith("python manage.py ")
    }

    assert named <= set(get_commands())
