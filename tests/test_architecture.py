"""The rules of the house that neither imports nor types can hold.

Read from the source and the models; each exception is listed with its reason.
"""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps

from audit.catalogue import CATALOGUE
from tenants.recording import TenantEvent
from tests.catalogue import tracked_models

REPOSITORY = Path(__file__).resolve().parent.parent
# From the ground up: a floor may know those below it.
APPS = ["tenants", "audit", "agents", "governance"]
ALL = [*APPS, "clients", "config", "examples", "tests"]
DOORS = re.compile(r"/(api|portal|admin)/|/(admin|tasks)\.py$")
MOST_LINES = 300
MOST_STATEMENTS = 35

# What writes rows past save(), and so past history: where, and to what.
PAST_SAVE = {
    ("audit/ledger.py", "_write"): "audit.PrivateValue",
    ("governance/services/gate.py", "_recorded"): "governance.Decision",
    ("governance/services/intake.py", "_new"): "governance.Action",
    ("governance/services/answering.py", "_set"): "governance.Action",
    ("governance/services/limits.py", "found_room"): "governance.Reservation",
    ("governance/services/checkpoints.py", "expire"): "governance.Checkpoint",
    ("governance/services/approvals.py", "use_approval"): "governance.Checkpoint",
    ("governance/services/execution/announce.py", "_hold_up_others"): (
        "governance.Announcement"
    ),
    ("governance/services/breaker.py", "hold_off_if_many"): "governance.Pulse",
    ("governance/services/notifying.py", "_tell_failure"): "governance.Checkpoint",
    ("governance/services/limits.py", "_give_back"): "governance.LimitUse",
    ("governance/services/limits.py", "settle"): "governance.LimitUse",
    # Where put_changes() itself is made.
    ("tenants/models/base.py", "put_changes"): "",
}
# Tables that SQL in the source writes to.
WRITTEN_BY_SQL = {
    "audit_entry",
    "governance_idempotencykey",
    "governance_limitbucket",
    "governance_limituse",
    "governance_numbering",
    "governance_pulse",
    "tenants_allowance",
}
# Who may ask this machine what time it is, and not the database.
OWN_CLOCK = {
    # What a receiver compares with its own clock: Standard Webhooks.
    "agents/runners/exchange.py",
    "agents/runners/trial.py",
    "agents/runners/webhook.py",
    # "5 minutes ago", which nothing depends on.
    "tenants/templatetags/remit.py",
}
# Where a model is found by its name: migrations see models as they were.
BY_NAME = {"tenants/isolation.py"}


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def _sources(*folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(REPOSITORY)), _tree(path)


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of something's method or a function, by its last name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                yield node.func.attr, node
            elif isinstance(node.func, ast.Name):
                yield node.func.id, node


def test_no_model_refers_to_one_of_a_floor_above() -> None:
    floors = {name: floor for floor, name in enumerate(APPS)}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in floors:
            continue
        for field in model._meta.get_fields():
            if field.concrete and field.is_relation and field.related_model:
                target = field.related_model
                assert not isinstance(target, str)
                above = floors.get(target._meta.app_label, -1)
                assert above <= floors[model._meta.app_label], field


def test_no_code_finds_a_model_by_its_name() -> None:
    found = {
        path
        for path, tree in _sources(*APPS, "config")
        for name, _ in _calls(tree)
        if name in {"get_model", "get_models"}
    }

    assert found == BY_NAME


def test_rows_are_written_past_save_only_where_it_is_argued() -> None:
    # A dictionary's or a digest's update() has a positional argument.
    past = {"update", "bulk_create", "bulk_update", "_raw_delete", "put", "put_changes"}
    found = {
        (path, function.name)
        for path, tree in _sources(*APPS)
        for function in _functions(tree)
        for name, call in _calls(function)
        if name in past and not (name == "update" and call.args)
    }
    tracked = {model._meta.label for model in tracked_models()}

    assert found == set(PAST_SAVE)
    assert not tracked & set(PAST_SAVE.values())


def test_nothing_goes_around_the_managers() -> None:
    around = {"_base_manager", "_default_manager", "skip_history_when_saving"}
    found = {
        f"{path}:{node.lineno}"
        for path, tree in _sources(*APPS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in around
    }

    assert found == set()


def test_sql_in_the_source_writes_to_no_tracked_table() -> None:
    writing = re.compile(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+([a-z]+_[a-z_]+)")
    found = {
        table
        for _, tree in _sources(*APPS)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        for table in writing.findall(node.value)
    }

    assert found == WRITTEN_BY_SQL
    assert not found & {model._meta.db_table for model in tracked_models()}


def test_doors_write_nothing_themselves() -> None:
    writing = re.compile(r"^a?(save|create|delete|get_or_create|update_or_create)$")
    found = {
        f"{path}:{call.lineno}"
        for path, tree in _sources(*APPS)
        if DOORS.search(path)
        for name, call in _calls(tree)
        if writing.match(name)
    }

    assert found == set()


def test_leases_and_windows_are_told_by_the_databases_clock() -> None:
    clocks = {"timezone", "datetime", "date", "time"}
    asking = {"now", "today", "utcnow", "time"}
    converting = {"localtime", "localdate"}
    found = {
        path
        for path, tree in _sources(*APPS)
        for name, call in _calls(tree)
        if (name in asking or (name in converting and not call.args))
        and isinstance(call.func, ast.Attribute)
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id in clocks
    }

    assert found == OWN_CLOCK


def test_queries_are_counted_around_something() -> None:
    # As a statement of its own the assertion asserts nothing.
    counting = re.compile(r"assert_?(max_)?num_?queries$", re.IGNORECASE)
    found = {
        f"{path}:{node.lineno}"
        for path, tree in _sources("tests")
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        for name, call in _calls(node)
        if call is node.value and counting.search(name)
    }

    assert found == set()


def test_every_event_is_recorded_somewhere() -> None:
    named = {
        node.attr
        for path, tree in _sources(*APPS)
        if path not in {"audit/catalogue.py", "audit/events.py"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
    }
    told_below = {event.value for event in TenantEvent}
    silent = {
        event
        for event in CATALOGUE
        if event.name not in named and event.value not in told_below
    }

    assert silent == set()


def test_files_are_short() -> None:
    long = {
        path: lines
        for path, _ in _sources(*ALL)
        if (lines := len((REPOSITORY / path).read_text().splitlines())) > MOST_LINES
    }

    assert long == {}


def test_functions_are_short() -> None:
    long = {
        f"{path}:{function.name}": count
        for path, tree in _sources(*ALL)
        for function in _functions(tree)
        if (count := _statements(function)) > MOST_STATEMENTS
    }

    assert long == {}


def _statements(function: ast.AST) -> int:
    return sum(isinstance(node, ast.stmt) for node in ast.walk(function)) - 1
