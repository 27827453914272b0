"""Bad input gets a clear error that names the field, and changes nothing."""

import json
from typing import Any
from uuid import uuid4

import pytest

from audit.models import Entry
from config.demo.process import WORKFLOW_KEY
from governance.models import Action, Run
from tests.cast import Cast, make_acme, payment


def changed(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return the body with one value replaced."""
    copy: dict[str, Any] = json.loads(json.dumps(body))
    *parents, last = path.split(".")
    here = copy
    for name in parents:
        here = here[name]
    here[last] = value
    return copy


@pytest.fixture(scope="module")
def agent() -> Cast:
    """Acme, in which nothing happens here: one is enough."""
    return make_acme()


@pytest.fixture(scope="module")
def run(agent: Cast) -> dict[str, Any]:
    """A run of its agent's."""
    return agent.open_run()


def stored(cast: Cast) -> tuple[int, int, int]:
    with cast.scope():
        kinds = (Action, Run, Entry)
        actions, runs, entries = (kind.objects.count() for kind in kinds)
    return actions, runs, entries


def test_of_many_errors_the_first_are_named(acme: Cast) -> None:
    refused = acme.api("POST", "runs", {f"surprise{n}": 1 for n in range(500)})

    assert refused.status_code == 400
    assert len(refused.json()["errors"]) == 20


def test_what_is_wrong_is_not_repeated_at_length(acme: Cast) -> None:
    body = changed(payment(acme.open_run()), "parameters.account", "x" * 100_000)
    long_key = json.dumps({"data": {"k" * 100_000: "\x00"}}).encode()

    assert len(acme.api("POST", "actions", body).content) < 3_000
    assert len(acme.api("POST", "actions", long_key).content) < 1_000


def test_a_body_over_the_limit_is_refused_as_json(acme: Cast) -> None:
    refused = acme.api("POST", "actions", b'{"reason": "' + b"a" * 300_000 + b'"}')

    assert refused.status_code == 413
    assert refused["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("reason", "because"),
        ("reason", ""),
        ("action", "payment.send.twice"),
        ("step", "no such step"),
        ("parameters", []),
        ("parameters.amount.amount", -5),
        ("parameters.amount.amount", "-5.00"),
        ("parameters.amount.amount", "1e3"),
        ("parameters.amount.currency", "eur"),
        ("parameters.amount.more", 1),
        ("parameters.account", 7),
        ("parameters.surprise", True),
        ("resource.id", ""),
        ("resource.kind", "x"),
        ("run", "not an id"),
        ("run", 5),
        ("run", "{01a2130c-accf-7522-99a6-55ddf46c89f6}"),
        ("reason", 5),
        ("reason", None),
        ("reason", "x" * 5_000),
        ("reason", True),
        ("action", ["payment.send"]),
        ("step", 3.5),
        ("resource", "invoice"),
        ("resource.id", "x" * 201),
        ("workflow", "no such/workflow"),
        ("parameters.account", "x" * 35),
        ("parameters.amount.amount", "5.00\n"),
        ("surprise", 1),
    ],
)
def test_an_error_names_the_field(
    agent: Cast, run: dict[str, Any], path: str, value: Any
) -> None:
    body = changed(payment(run), path, value)
    before = stored(agent)

    refused = agent.api("POST", "actions", body)

    assert refused.status_code in {400, 422}, refused.content
    fields = [error["field"] for error in refused.json()["errors"]]
    assert any(path.startswith(field) for field in fields), fields
    assert stored(agent) == before


def test_the_unchanged_body_is_accepted(acme: Cast) -> None:
    assert acme.api("POST", "actions", payment(acme.open_run())).status_code == 201


@pytest.mark.parametrize("fence", ["1", True, 1.5, 0, -1, None, [1], 10**15])
def test_a_fence_is_a_whole_number(
    agent: Cast, run: dict[str, Any], fence: Any
) -> None:
    refused = agent.api("POST", f"runs/{run['id']}/heartbeat", {"fence": fence})

    assert refused.status_code in {400, 409}
    assert refused.json()["errors"][0]["field"] == "fence"


def test_a_resource_of_the_greatest_length_opens_a_run_of_its_own(acme: Cast) -> None:
    body = payment() | {
        "workflow": WORKFLOW_KEY,
        "resource": {"type": "t" * 60, "id": "i" * 200},
    }

    assert acme.api("POST", "actions", body).status_code == 201


@pytest.mark.parametrize(
    "key", ["", " ", "x" * 201, "x" * 10_000, "a\tb", "ä", "a\x7fb", "\x1b[2K"]
)
def test_a_bad_idempotency_key_is_refused_and_nothing_is_stored(
    agent: Cast, key: str
) -> None:
    before = stored(agent)

    refused = agent.api(
        "POST", "runs", {"workflow": WORKFLOW_KEY}, **{"Idempotency-Key": key}
    )

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "Idempotency-Key"
    assert stored(agent) == before


@pytest.mark.parametrize(
    ("path", "field"),
    [("agent?wiat=1", "wiat"), ("actions/{}?wait=", "wait"), ("runs/{}?ä=1", "ä")],
)
def test_a_query_that_is_not_understood_is_refused(
    agent: Cast, path: str, field: str
) -> None:
    refused = agent.api("GET", path.format(uuid4()))

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field
