"""An entry's bytes are the truth: all that is shown is generated from them."""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, ProgrammingError, transaction

from audit.canonical import MAX_BYTES, EntryTooLargeError
from audit.events import Event
from audit.ledger import Circumstances, Target, record
from audit.models import Entry
from tenants.identifiers import uuid7
from tests.cast import Cast, make_acme
from tests.catalogue import ask
from tests.database import changed, run

# Whatever JSON has to escape, and some that it need not.
ODD = 'a "quote" \\ / \b\f\n\r\t\x1f \x7f é € 𝄞 \u2028 </script> {actor}'

_QUEUED = "SELECT client_id FROM audit_pending WHERE entry_id = %s"


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme."""
    return make_acme()


@pytest.fixture
def written(us: Cast) -> Entry:
    """An entry with values of every kind."""
    where = Circumstances(
        run=uuid4(),
        agent=us.agent.id,
        action=uuid4(),
        authority={"zeta": "1", "alpha": ODD},
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )
    with us.scope():
        made = record(
            Event.RUN_OPENED,
            target=Target("run", uuid4()),
            params={"run": "7", "workflow": ODD},
            private={"subject": ODD},
            where=where,
        )
        return Entry.objects.get(id=made)


def test_the_bytes_are_canonical_json(written: Entry) -> None:
    # RFC 8785 for strings and small integers alone, by other means than ours.
    content = json.loads(bytes(written.body))
    again = json.dumps(
        content, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )

    assert bytes(written.body) == again.encode()
    assert content["v"] == 1
    assert content["params"]["workflow"] == ODD


def test_the_bytes_hold_neither_floats_nor_nulls_but_of_the_platform(
    written: Entry,
) -> None:
    kinds = {type(value) for value in _leaves(json.loads(bytes(written.body)))}

    assert kinds == {str, int}


def test_the_leaf_hash_is_that_of_rfc_6962(written: Entry) -> None:
    leaf = hashlib.sha256(b"\x00" + bytes(written.body)).digest()

    assert bytes(written.leaf_hash) == leaf


def test_every_column_that_is_shown_says_what_the_bytes_say(written: Entry) -> None:
    content = json.loads(bytes(written.body))

    assert written.data == content
    assert str(written.id) == content["id"]
    assert str(written.client_id) == content["client"]
    assert written.event == content["event"]
    assert written.actor_id == content["actor"]["id"]
    assert written.target_id == content["target"]["id"]
    assert written.run_id == content["context"]["run"]
    assert written.agent_id == content["context"]["agent"]


def test_both_clocks_are_the_databases(us: Cast, written: Entry) -> None:
    content = json.loads(bytes(written.body))
    told = datetime.fromisoformat(content["recorded_at"])
    earlier = datetime(2026, 3, 3, 14, 2, tzinfo=UTC)
    with us.scope():
        made = _saved(at=earlier)
        late = Entry.objects.get(id=made)

    assert timedelta(0) <= written.recorded_at - told < timedelta(seconds=5)
    assert content["occurred_at"] == content["recorded_at"]
    assert late.data["occurred_at"] == "2026-03-03T14:02:00+00:00"
    assert late.data["recorded_at"] > late.data["occurred_at"]


@pytest.mark.parametrize(
    "column",
    [
        "recorded_at",
        "leaf_hash",
        "data",
        "event",
        "actor_id",
        "target_id",
        "run_id",
        "agent_id",
    ],
)
def test_no_column_but_the_bytes_can_be_supplied(us: Cast, column: str) -> None:
    statement: LiteralString = (
        "INSERT INTO audit_entry (id, client_id, body, {column}) "
        "SELECT %s, client_id, body, {column} FROM audit_entry LIMIT 1"
    )
    with (
        us.scope(),
        pytest.raises(ProgrammingError, match=r"permission denied|generated column"),
        transaction.atomic(),
    ):
        run(statement, uuid7(), column=column)


@pytest.mark.parametrize(
    "change",
    [
        {"id": str(uuid4())},
        {"client": str(uuid4())},
        {"event": None},
        {"target": {}},
    ],
)
def test_bytes_that_say_something_else_than_their_row_are_refused(
    us: Cast, change: dict[str, Any]
) -> None:
    with us.scope(), pytest.raises(DatabaseError), transaction.atomic():
        _insert(us, change)


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"\x00", b'{"id":"\\u0000"}'])
def test_bytes_that_are_not_json_are_refused(us: Cast, body: bytes) -> None:
    with us.scope(), pytest.raises(DatabaseError), transaction.atomic():
        run(_INSERT, uuid7(), us.client.id, body)


def test_what_is_inserted_as_it_should_be_is_accepted(us: Cast) -> None:
    # Otherwise the two tests above would pass for another reason.
    with us.scope():
        assert _insert(us, {}) == 1


def test_an_entry_too_large_for_a_tile_is_refused(us: Cast) -> None:
    with us.scope(), pytest.raises(EntryTooLargeError):
        _saved(run="x" * MAX_BYTES)
    with us.scope(), pytest.raises(DatabaseError), transaction.atomic():
        _insert(us, {"params": {"run": "x" * MAX_BYTES}})


def test_an_entry_is_queued_for_the_sealer_in_its_own_transaction(us: Cast) -> None:
    with us.scope():
        made = _saved()
        # The owner looks on another connection: nothing is there before the commit.
        assert ask(_QUEUED, made) == []
    with us.scope():
        undone = _saved()
        transaction.set_rollback(True)

    assert ask(_QUEUED, made) == [(us.client.id,)]
    assert ask(_QUEUED, undone) == []


def test_entries_lie_in_the_partition_of_their_year(us: Cast) -> None:
    with us.scope():
        made = _saved()
        rows = run(
            "SELECT tableoid::regclass::text FROM audit_entry WHERE id = %s", made
        )

    assert rows == [(f"audit_entry_{datetime.now(UTC).year}",)]


_INSERT: LiteralString = (
    "INSERT INTO audit_entry (id, client_id, body) VALUES (%s, %s, %s)"
)


def _saved(*, run: str = "7", at: datetime | None = None) -> UUID:
    target = Target("run", uuid4())
    return record(Event.RUN_SAVED, target=target, params={"run": run}, at=at)


def _insert(cast: Cast, change: dict[str, Any]) -> int:
    made = uuid7()
    content = {
        "id": str(made),
        "client": str(cast.client.id),
        "event": "run.saved",
        "target": {"id": str(made)},
        **change,
    }
    return changed(_INSERT, made, cast.client.id, json.dumps(content).encode())


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _leaves(part)]
    return [value]
