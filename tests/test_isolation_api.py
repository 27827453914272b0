"""Another client's id is an id that does not exist: on every path, by every method."""

from dataclasses import replace
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client as Browser
from rest_framework.serializers import UUIDField

from agents import services
from config.demo.process import WORKFLOW_KEY
from governance.api.serializers import StrictSerializer
from governance.services.boundaries import load_records
from tests.cast import Cast, make_acme, make_globex, payment
from tests.database import changed, contents
from tests.lived_in import Traces, live_in
from tests.paths import paths_below

METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
# Every path under /api/v1/, with a body that it would accept from its own client.
# A path that is not here fails the first test below.
BODIES: dict[str, dict[str, Any]] = {
    "agent": {},
    "runs": {"workflow": WORKFLOW_KEY},
    "runs/<uuid:run_id>": {},
    "runs/<uuid:run_id>/heartbeat": {"fence": 1, "save_point": {"page": 2}},
    "runs/<uuid:run_id>/notes": {"text": "It matches its order."},
    "runs/<uuid:run_id>/complete": {"summary": "Paid."},
    "runs/<uuid:run_id>/interrupt": {
        "reason": "The page is not readable.",
        "last_safe_point": "Before reading.",
        "side_effects": "none",
    },
    "actions": payment(),
    "actions/<uuid:action_id>": {},
    "schema/": {},
}
# What anybody may read: it says nothing about anybody.
PUBLIC = {"schema/"}
WITH_IDS = [path for path in BODIES if "<" in path]


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme, which asks."""
    return make_acme()


@pytest.fixture(scope="module")
def them() -> Cast:
    """Globex, which is asked about."""
    return make_globex()


@pytest.fixture(scope="module")
def traces(them: Cast) -> Traces:
    """What has happened at Globex."""
    return live_in(them)


def test_every_path_of_the_api_is_tested_here() -> None:
    assert set(paths_below("api/v1/")) == set(BODIES)


@pytest.mark.parametrize("path", WITH_IDS)
def test_a_foreign_id_is_answered_like_one_that_does_not_exist(
    us: Cast, them: Cast, traces: Traces, path: str
) -> None:
    before = _contents(us), _contents(them)
    for method, foreign in product(METHODS, _ids_at(path, traces)):
        answer = us.api(method, _fill(path, foreign), BODIES[path])
        nothing = us.api(method, _fill(path, str(uuid4())), BODIES[path])

        refused = {200} if method == "OPTIONS" else {404, 405}
        assert answer.status_code in refused, method
        assert answer.status_code == nothing.status_code, method
        assert answer.content == nothing.content, method
        assert answer.headers == nothing.headers, method
        assert foreign.encode() not in answer.content, method
    assert (_contents(us), _contents(them)) == before


@pytest.mark.parametrize("path", WITH_IDS)
def test_each_path_answers_its_own_client(
    them: Cast, traces: Traces, path: str
) -> None:
    # The bodies above are acceptable, so it was the id that was not.
    method = "POST" if BODIES[path] else "GET"
    own = _ids_at(path, traces)[0]
    answer = them.api(method, _fill(path, own), BODIES[path])

    assert answer.status_code != 404


def test_waiting_for_a_foreign_action_ends_at_once(us: Cast, traces: Traces) -> None:
    assert us.api("GET", f"actions/{traces.waiting}?wait=25").status_code == 404


def test_an_agent_has_no_part_in_another_agents_runs(us: Cast) -> None:
    other = _second_agent(us)
    run = us.open_run()
    asked = us.ask_payment(run)
    before = _contents(us)

    for path in WITH_IDS:
        own = run["id"] if "run_id" in path else asked["id"]
        method = "POST" if BODIES[path] else "GET"
        assert other.api(method, _fill(path, own), BODIES[path]).status_code == 404
    assert other.api("POST", "actions", payment(run)).status_code == 404
    assert _contents(us) == before


def test_the_only_id_in_a_body_is_the_run_of_an_action() -> None:
    found = {
        (shape.__name__, name)
        for shape in StrictSerializer.__subclasses__()
        for name, field in shape().fields.items()
        if isinstance(field, UUIDField)
    }

    assert found == {("AskInput", "run")}


def test_a_foreign_run_in_a_body_is_answered_like_one_that_does_not_exist(
    us: Cast, them: Cast, traces: Traces
) -> None:
    before = _contents(us), _contents(them)

    answer = us.api("POST", "actions", payment({"id": traces.run}))
    nothing = us.api("POST", "actions", payment({"id": str(uuid4())}))

    assert answer.status_code == nothing.status_code == 404
    assert answer.content == nothing.content
    assert traces.run.encode() not in answer.content
    assert (_contents(us), _contents(them)) == before


def test_one_clients_records_decide_nothing_for_another(us: Cast, them: Cast) -> None:
    own = {
        "id": "SX-1",
        "name": "Secret Supplier",
        "account": "X",
        "status": "approved",
    }
    with them.scope():
        load_records(name="suppliers", title="Suppliers", records=[own])

    asked: dict[str, Any] = {"supplier_id": "SX-1", "account": "X"}
    allowed = them.ask_payment(them.open_run(), **asked)
    unknown = us.ask_payment(us.open_run(), **asked)

    assert allowed["status"] == "authorized"
    assert unknown["checkpoint"]["kind"] == "four_eyes"
    assert "Secret Supplier" not in str(unknown)


def test_one_clients_key_for_an_answer_is_not_anothers(us: Cast, them: Cast) -> None:
    body = {"workflow": WORKFLOW_KEY, "subject": "Said to Globex"}
    same = {"Idempotency-Key": str(uuid4())}

    theirs = them.api("POST", "runs", body, **same)
    ours = us.api("POST", "runs", body, **same)

    assert theirs.status_code == ours.status_code == 201
    assert "Idempotency-Replayed" not in ours.headers
    assert theirs.json()["id"] != ours.json()["id"]


@pytest.mark.parametrize("path", sorted(set(BODIES) - PUBLIC))
def test_nobody_is_answered_without_a_key(
    them: Cast, traces: Traces, path: str
) -> None:
    before = _contents(them)
    filled = f"/api/v1/{_fill(path, _ids_at(path, traces)[0])}"
    # Who is signed in as a person is not an agent.
    callers = [Browser(), them.browser(them.gil)]
    sent: list[dict[str, str]] = [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Basic QQ=="},
    ]
    for method, caller, headers in product(METHODS, callers, sent):
        answer: Any = caller.generic(method, filled, headers=headers)

        assert answer.status_code == 401, method
        assert answer.headers["WWW-Authenticate"].startswith("Bearer"), method
    assert _contents(them) == before


def test_every_kind_of_bad_key_gets_the_same_answer(us: Cast, them: Cast) -> None:
    prefix, secret = us.key.rsplit("_", 1)
    bad = [
        "rmt_",
        "rmt__",
        f"{prefix}_",
        f"{prefix}_{secret[:-1]}",
        f"{prefix}_{secret.swapcase()}",
        f"{prefix}_{them.key.rsplit('_', 1)[1]}",
        f"rmt_AAAAAAAA_{secret}",
        f"{us.key} {us.key}",
        f"{us.key}\N{LATIN SMALL LETTER E WITH ACUTE}",
        us.key.upper(),
        "x" * 5000,
    ]
    answers = [_with_key(us, key) for key in bad]

    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.content for answer in answers}) == 1
    assert _with_key(us, us.key).status_code == 200


@pytest.mark.parametrize("column", ["revoked_at", "expires_at"])
def test_a_key_that_has_ended_is_as_good_as_none(us: Cast, column: str) -> None:
    with us.scope():
        key = services.issue_key(agent=us.agent)
    assert _with_key(us, key).status_code == 200
    _end(us, key, column)

    ended = _with_key(us, key)

    assert ended.status_code == 401
    assert ended.content == _with_key(us, "rmt_").content
    # The agent's other key is not affected.
    assert _with_key(us, us.key).status_code == 200


def _ids_at(path: str, traces: Traces) -> list[str]:
    runs = [traces.run, traces.interrupted]
    return runs if "run_id" in path else [traces.paid, traces.waiting]


def _fill(path: str, value: str) -> str:
    return path.replace("<uuid:run_id>", value).replace("<uuid:action_id>", value)


def _contents(cast: Cast) -> dict[str, tuple[int, str]]:
    with cast.scope():
        return contents()


def _second_agent(cast: Cast) -> Cast:
    with cast.scope():
        agent = services.register_agent(name="Other agent", purpose="Reads reports.")
        return replace(cast, agent=agent, key=services.issue_key(agent=agent))


def _with_key(cast: Cast, key: str) -> Any:
    return cast.api("GET", "agent", Authorization=f"Bearer {key}")


def _end(cast: Cast, key: str, column: str) -> None:
    with cast.scope():
        ended = changed(
            "UPDATE agents_agentkey SET {column} = remit_now() WHERE prefix = %s",
            key.split("_")[1],
            column=column,
        )
    assert ended == 1
