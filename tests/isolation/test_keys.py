"""Keys: an agent's own, another client's, and those that are as good as none."""

from typing import Any
from uuid import uuid4

import pytest

from agents import services
from config.demo.process import WORKFLOW_KEY
from governance.services.boundaries import load_records
from tests.cast import Cast, make_acme, make_globex
from tests.database import changed


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme, which asks."""
    return make_acme()


@pytest.fixture(scope="module")
def them() -> Cast:
    """Globex, which is asked about."""
    return make_globex()


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
