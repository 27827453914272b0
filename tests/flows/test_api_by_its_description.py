"""The API driven by its own description: no answer is a 5xx, none is a surprise.

What is sent comes from the description, acceptable and not, to a real server. The
same each time: a failure is one for everybody.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, assume, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from config.demo.process import WORKFLOW_KEY
from governance.services import facts
from tenants.clock import database_now
from tests import processes
from tests.cast import Cast, make_acme, payment
from tests.isolation.fresh_halts import lift_everything
from tests.paths import paths_below

pytestmark = pytest.mark.deep

CHECKS: list[Any] = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
EXAMPLES = 25
# The limits have a test of their own: here they would only hide what lies behind.
UNLIMITED = {
    f"{name}_{what}": "10000"
    for name in ("RATE_LIMIT", "VITAL_RATE_LIMIT")
    for what in ("PER_SECOND", "BURST")
}
REGISTER = "orders-described"
PATHS = [one for one in paths_below("api/v1/") if one not in {"schema/", "docs/"}]


@dataclass(frozen=True)
class Served:
    """A client's agent, what its server says of itself, and a way there."""

    cast: Cast
    feed_key: str
    schema: Any
    session: requests.Session

    def key_for(self, path: str) -> str:
        """Return the key of whom a path is for: an agent, or who keeps facts."""
        return self.feed_key if path.startswith("facts/") else self.cast.key

    def ids(self) -> dict[str, str]:
        """Return ids of what has just been opened, and of what is over."""
        # The agent may have halted itself, as it is described.
        lift_everything(self.cast)
        run = self.cast.open_run()
        # Refused, as above every limit: nobody waits for it to change.
        asked = self.cast.ask_payment(run, amount="999999.00")
        assert asked["status"] == "refused"
        found = {"run_id": run["id"], "action_id": asked["id"]}
        return found | {"register": REGISTER, "record_key": "O-1"}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve the API for one agent."""
    folder = tmp_path_factory.mktemp("web")
    cast = make_acme()
    feed_key = keep_orders(cast)
    with processes.web(folder, **UNLIMITED) as address:
        schema = schemathesis.openapi.from_url(f"{address}/api/v1/schema/")
        with requests.Session() as session:
            yield Served(cast, feed_key, schema, session)


def keep_orders(cast: Cast) -> str:
    """Have a program keep a register; return its key."""
    with cast.scope(cast.ada):
        orders = facts.create_register(name=REGISTER, title="Orders by the description")
        until = database_now() + timedelta(days=1)
        return facts.issue_feed_key(
            orders, name="ERP", expires_at=until, by=cast.ada, after=0
        )


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", PATHS)
def test_the_api_answers_as_it_is_described(
    served: Served, path: str, mode: GenerationMode
) -> None:
    written = "/api/v1/" + re.sub("<[a-z]+:([a-z_]+)>", r"{\1}", path)
    ids = {name: one for name, one in served.ids().items() if f"{{{name}}}" in written}
    for operation in served.schema[written].values():
        # Ids that exist, or the answers would all be 404; those have their own test.
        cases = operation.as_strategy(generation_mode=mode, path_parameters=ids)
        assert drive(served, cases, key=served.key_for(path))


@pytest.mark.parametrize("path", ["runs", "actions"])
def test_what_gets_through_is_answered_as_it_is_described(
    served: Served, path: str
) -> None:
    lift_everything(served.cast)
    run = served.cast.open_run()
    known = {"workflow": WORKFLOW_KEY} if path == "runs" else payment(run)
    cases = served.schema[f"/api/v1/{path}"]["POST"].as_strategy()

    statuses = drive(served, cases, key=served.cast.key, known=known)

    assert 201 in statuses


def drive(served: Served, cases: Any, *, key: str, known: Any = None) -> set[int]:
    """Send what a strategy makes, with ``known`` members in its bodies.

    Fails at the first answer that is not as described; returns the statuses seen.
    """
    seen: set[int] = set()
    bearer = {"Authorization": f"Bearer {key}"}

    @settings(
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=EXAMPLES,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def send(case: Any) -> None:
        assume(_is_sent(case.query))
        if known is not None:
            case.body = {**case.body, **known}
        answer = case.call(session=served.session, headers=bearer)
        seen.add(answer.status_code)
        case.validate_response(answer, checks=CHECKS)

    send()
    return seen


def _is_sent(query: Mapping[str, Any] | None) -> bool:
    """Return whether all of a query reaches the wire: what is empty is left out there.

    Then what was to be wrong may be right, and is rightly taken.
    """
    for value in (query or {}).values():
        parts = value if isinstance(value, list | tuple | dict) else [value]
        if all(one is None for one in parts):
            return False
    return True
