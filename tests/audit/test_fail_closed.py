"""What cannot be told does not happen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections, transaction
from psycopg import sql

from agents import services as agents
from audit.events import Event
from audit.ledger import NoTransactionError, Target, record
from governance.models import Checkpoint, HaltScope
from governance.services import checkpoints, halts
from governance.services.execution import perform
from tenants import recording
from tenants.models import Client
from tenants.scoping import (
    PLATFORM,
    Actor,
    ActorKind,
    ClientScope,
    NoClientScope,
    _entered,
    lead_scope,
)
from tenants.services import create_client
from tests.cast import Cast, make_acme, payment
from tests.database import contents

FULL = "the ledger is full"
LEE = Actor(kind=ActorKind.PERSON, id=uuid4(), label="Lee Park")


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme."""
    return make_acme()


@contextmanager
def full_ledger(cast: Cast) -> Iterator[None]:
    """Let the ledger refuse every entry of this client, and of no other."""
    name = sql.Identifier(f"full_{cast.client.id.hex}")
    function = sql.SQL(
        "CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is full'; END $$"
    )
    trigger = sql.SQL(
        "CREATE TRIGGER {} BEFORE INSERT ON audit_entry FOR EACH ROW "
        "WHEN (NEW.client_id = {}) EXECUTE FUNCTION {}()"
    )
    ours = sql.Literal(str(cast.client.id))
    _as_owner(function.format(name), trigger.format(name, ours, name))
    try:
        yield
    finally:
        _as_owner(sql.SQL("DROP FUNCTION {}() CASCADE").format(name))


def test_nothing_is_recorded_outside_a_scope() -> None:
    with pytest.raises(NoClientScope):
        _record()
    with transaction.atomic(), pytest.raises(NoClientScope):
        _record()


def test_nothing_is_recorded_in_a_leads_scope() -> None:
    with lead_scope(actor=LEE), pytest.raises(NoClientScope):
        _record()


def test_nothing_is_recorded_outside_a_transaction(us: Cast) -> None:
    # A scope is a transaction; this one has lost it.
    scope = ClientScope(client_id=us.client.id, actor=PLATFORM, reason="")
    with _entered(scope), pytest.raises(NoTransactionError):
        _record()


def test_an_act_that_fails_leaves_no_entry(us: Cast) -> None:
    before = _contents(us)

    def act_and_fail() -> None:
        with us.scope():
            agents.register_agent(name="Half done", purpose="None.")
            raise LookupError

    with pytest.raises(LookupError):
        act_and_fail()
    assert _contents(us) == before


def _open_a_run(cast: Cast) -> Any:
    return cast.api("POST", "runs", {"workflow": "supplier-invoice-payment"})


def _register_an_agent(cast: Cast) -> Any:
    with cast.scope():
        return agents.register_agent(name="Another agent", purpose="None.")


def _halt(cast: Cast) -> Any:
    what: Any = {"scope": HaltScope.CLIENT, "target_id": cast.client.id}
    with cast.scope():
        return halts.set_halt(**what, label="Acme", by=cast.ada, reason="Why not.")


@pytest.mark.parametrize("act", [_open_a_run, _register_an_agent, _halt])
def test_an_act_whose_entry_cannot_be_written_does_not_happen(
    us: Cast, act: Callable[[Cast], Any]
) -> None:
    before = _contents(us)
    with full_ledger(us), pytest.raises(DatabaseError, match=FULL):
        act(us)

    assert _contents(us) == before


def test_a_question_whose_answer_cannot_be_recorded_gets_none(us: Cast) -> None:
    run = us.open_run()
    before = _contents(us)
    with full_ledger(us), pytest.raises(DatabaseError, match=FULL):
        us.api("POST", "actions", payment(run))

    assert _contents(us) == before


def test_an_answer_that_cannot_be_recorded_is_not_given(us: Cast) -> None:
    asked = us.ask_payment(us.open_run(), amount="7400.00")

    def approve() -> None:
        with us.scope(us.bo):
            one = Checkpoint.objects.get(action_id=asked["id"])
            checkpoints.approve(checkpoint=one, by=us.bo, reason="It is due.")

    before = _contents(us)
    with full_ledger(us), pytest.raises(DatabaseError, match=FULL):
        approve()
    assert _contents(us) == before
    approve()
    assert us.api("GET", f"actions/{asked['id']}").json()["status"] == "authorized"


def test_an_intent_that_cannot_be_recorded_has_no_effect(us: Cast) -> None:
    asked = us.ask_payment(us.open_run())
    sent = "governance.services.execution.carry_out"
    with (
        full_ledger(us),
        mock.patch(sent) as carry_out,
        pytest.raises(DatabaseError, match=FULL),
    ):
        perform(client_id=us.client.id, action_id=UUID(asked["id"]))

    assert carry_out.call_count == 0


def test_the_ledger_refuses_this_client_alone(us: Cast) -> None:
    other = make_acme()
    with full_ledger(us):
        other.open_run()


def test_without_a_recorder_nothing_happens_at_the_bottom_either() -> None:
    slug = f"unrecorded-{uuid4().hex[:8]}"
    with (
        mock.patch.object(recording, "_bound", []),
        pytest.raises(recording.NotBoundError),
    ):
        create_client(slug=slug, name="Unrecorded", time_zone="UTC")

    with lead_scope(actor=LEE):
        assert not Client.objects.filter(slug=slug).exists()


def _record() -> None:
    record(Event.RUN_SAVED, target=Target("run", uuid4()), params={"run": "7"})


def _contents(cast: Cast) -> dict[str, tuple[int, str]]:
    with cast.scope():
        return contents()


def _as_owner(*statements: sql.Composed) -> None:
    with (
        transaction.atomic(using="owner"),
        connections["owner"].cursor() as cursor,
    ):
        for statement in statements:
            cursor.execute(statement)
