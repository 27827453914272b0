"""What the views read from a query is in the table, so that ids are put there too."""

import ast
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import QueryDict

from tests.isolation.asking import ask, filled
from tests.isolation.routes import (
    API,
    AT_A_CLIENT,
    FEEDS,
    OPEN,
    PORTAL,
    TO_AGENTS,
    Call,
)
from tests.isolation.town import town
from tests.test_architecture import APPS, _functions, _sources

ROUTES: dict[str, Call] = {
    **{f"{AT_A_CLIENT}{route}": how for route, how in PORTAL.items()},
    **{f"{TO_AGENTS}{route}": how for route, how in {**API, **FEEDS}.items()},
    **OPEN,
}
# How the answer is written is in no parameter, and that one is looked for.
OF_THE_FRAMEWORK = {None}
# Where a query is read: a view that begins to is seen here, whatever it reads.
READERS = {
    ("agents/portal/types/declaring_views.py", "new"),
    ("audit/portal/views.py", "trace"),
    ("governance/api/actions.py", "_seconds"),
    ("governance/api/agents.py", "_moment"),
    # For the governance leads, who see every client.
    ("governance/admin/coverage.py", "uses_view"),
    ("governance/admin/guardrails/pages.py", "version"),
    ("governance/admin/guardrails/writing.py", "guardrail"),
    # Only which there are, to refuse others than a call knows.
    ("governance/api/calls.py", "initial"),
    ("governance/portal/boundaries/version_views.py", "compare"),
    ("governance/portal/facts/register_views.py", "_number"),
    ("governance/portal/facts/register_views.py", "show_register"),
    ("governance/portal/fleet/clearance_views.py", "clearances"),
    ("governance/portal/fleet/owner_views.py", "owners_page"),
    ("governance/portal/fleet/views.py", "first"),
    ("governance/portal/inbox/views.py", "_page"),
    ("governance/portal/readiness/views.py", "asked_agent"),
    ("governance/portal/workflows/compare_views.py", "compare"),
    ("governance/portal/workflows/step_views.py", "step"),
    ("governance/portal/workflows/views.py", "workflow"),
    ("governance/portal/inbox/views.py", "_show"),
    ("governance/portal/inbox/views.py", "news"),
    ("governance/portal/rehearsal/try_views.py", "try_rules"),
    ("governance/portal/incidents/views.py", "incidents"),
    ("governance/portal/runs/run_views.py", "run_story"),
    ("governance/portal/runs/run_views.py", "runs"),
    ("tenants/admin/base.py", "history_view"),
    ("tenants/admin/entering.py", "_onward"),
    ("tenants/admin/site.py", "login"),
}


class Told(QueryDict):
    """A query that remembers what was read from it."""

    read: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.read.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.read.add(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, default: Any = None) -> Any:
        """Return the values of a parameter."""
        self.read.add(key)
        return super().getlist(key, default)

    def lists(self) -> Any:
        """Return everything: whoever does so reads what nobody can list."""
        self.read.add("everything")
        return super().lists()


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of what is read from queries from now on."""
    read: set[str] = set()
    monkeypatch.setattr(Told, "read", read)

    def query(request: WSGIRequest) -> Any:
        return Told(request.META.get("QUERY_STRING", ""))

    monkeypatch.setattr(WSGIRequest, "GET", property(query))
    return read


@pytest.mark.parametrize("route", ROUTES)
def test_a_view_reads_what_is_listed_and_nothing_else(
    told: set[str], route: str
) -> None:
    here = town()
    for name in ("admin", "agent's key", "nobody"):
        ask(here.visitors[name], "GET", filled(route, here.own))
    ask(here.visitors["nobody"], ROUTES[route].method, filled(route, here.own))

    assert told - OF_THE_FRAMEWORK == set(ROUTES[route].query)


def test_a_query_is_read_only_where_it_is_known() -> None:
    found = {
        (path, function.name)
        for path, tree in _sources(*APPS, "config")
        for function in _functions(tree)
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and node.attr in {"GET", "query_params"}
    }

    assert found == READERS
