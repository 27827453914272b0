"""The pages of docs/ say what the code says: routes, settings, commands, targets."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from governance.engine.operators import OPERATORS
from tests.docs import roles_table

APPS = {"agents", "audit", "config", "governance", "tenants"}
ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
# In the environment of others, or of tests and the demo alone.
NOT_OURS = {"BANK_URL", "BANK_SECRET", "REMIT_KEY"}
READ_ELSEWHERE = {"POSTGRES_BIN", "VALKEY_SERVER", "PROMETHEUS_MULTIPROC_DIR"}


def settings_in_code() -> set[str]:
    """Return every name that config reads from the environment."""
    found = set()
    for path in (ROOT / "config").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_reader(node.func) and node.args:
                found |= _names(node)
    return {name for name in found if not name.endswith("_FILE")} - NOT_OURS


def _is_reader(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id.startswith("env_")


def _names(call: ast.Call) -> set[str]:
    first = call.args[0]
    if not isinstance(first, ast.Constant):
        return set()
    name = str(first.value)
    if isinstance(call.func, ast.Name) and call.func.id == "env_rate":
        return {f"{name}_PER_SECOND", f"{name}_BURST"}
    return {name}


def in_first_column(page: str) -> set[str]:
    """Return what stands in backticks in the first column of a page's tables."""
    lines = (DOCS / page).read_text(encoding="utf-8").splitlines()
    cells = [line.split("|")[1] for line in lines if line.startswith("|")]
    return {word for cell in cells for word in re.findall(r"`([^`]+)`", cell)}


def test_the_table_of_rights_is_the_one_that_the_tests_walk() -> None:
    told = "python -m tests.docs writes it anew"

    assert roles_table.PAGE.read_text(encoding="utf-8") == roles_table.text(), told


def test_every_setting_has_its_line_and_no_line_is_about_another() -> None:
    assert in_first_column("reference/settings.md") == (
        settings_in_code() | READ_ELSEWHERE
    )


def test_every_operator_has_its_line_beside_its_opposite() -> None:
    page = (DOCS / "reference" / "conditions.md").read_text(encoding="utf-8")
    table = page.partition("| operator |")[2]
    rows = re.findall(r"^\| `(\w+)` \| `(\w+)` \|", table, flags=re.MULTILINE)

    assert {name for row in rows for name in row} == OPERATORS.keys()
    assert [OPERATORS[one].says.opposite() for one, _ in rows] == [
        OPERATORS[other].says for _, other in rows
    ]


def test_every_command_has_its_line() -> None:
    ours = {name for name, app in get_commands().items() if app in APPS}
    told = {word.split()[0] for word in in_first_column("reference/commands.md")}

    assert told - {"make"} == ours


def test_every_target_of_make_that_is_named_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    made = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    pages = [*DOCS.rglob("*.md"), ROOT / "README.md"]
    named = {
        target
        for page in pages
        for target in re.findall(r"`make ([a-z-]+)`", page.read_text(encoding="utf-8"))
    }

    assert named <= made


@pytest.mark.parametrize("page", sorted(DOCS.rglob("*.md")), ids=lambda path: path.stem)
def test_every_page_is_in_the_list_of_pages(page: Path) -> None:
    listed = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")

    assert str(page.relative_to(DOCS)) in listed
