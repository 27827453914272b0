"""Scopes nest, end, and fail, and each time the right client remains."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, models, transaction

from agents.models import Agent
from tenants.models import Group, Membership
from tenants.scoping import (
    Actor,
    ActorKind,
    NoClientScope,
    client_scope,
    current_actor,
    current_client_id,
    current_scope,
    lead_scope,
)
from tests.cast import Cast, make_acme, make_globex
from tests.database import run

LEE = Actor(kind=ActorKind.PERSON, id=uuid4(), label="Lee Park")


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme."""
    return make_acme()


@pytest.fixture(scope="module")
def them() -> Cast:
    """Globex."""
    return make_globex()


def test_leaving_a_scope_gives_the_outer_one_its_client_back(
    us: Cast, them: Cast
) -> None:
    with us.scope(us.bo):
        with them.scope(them.gil):
            _is_open(them, them.gil)
            with us.scope(us.ada):
                _is_open(us, us.ada)
            _is_open(them, them.gil)
        _is_open(us, us.bo)
    _is_closed()


def test_an_exception_in_an_inner_scope_leaves_the_outer_one_right(
    us: Cast, them: Cast
) -> None:
    with us.scope(us.bo):
        with pytest.raises(LookupError), them.scope(them.gil):
            raise LookupError
        _is_open(us, us.bo)
        with pytest.raises(DatabaseError), them.scope(them.gil):
            run("SELECT 1 / 0")
        _is_open(us, us.bo)
    _is_closed()


def test_what_an_inner_scope_wrote_before_its_exception_is_undone(
    us: Cast, them: Cast
) -> None:
    def write_and_fail() -> None:
        with them.scope():
            Group.objects.create(name="Half done")
            raise LookupError

    with us.scope(), pytest.raises(LookupError):
        write_and_fail()
    with them.scope():
        assert not Group.objects.filter(name="Half done").exists()


def test_a_scope_ends_inside_a_transaction_that_goes_on(us: Cast) -> None:
    with transaction.atomic():
        with us.scope():
            pass
        _is_closed()


def test_a_lead_reads_across_clients_and_writes_nothing(us: Cast, them: Cast) -> None:
    with lead_scope(actor=LEE):
        assert {us.agent.id, them.agent.id} <= set(_ids(Agent))
        assert current_actor() == LEE
        with pytest.raises(NoClientScope):
            current_client_id()
        with pytest.raises(NoClientScope):
            Group(name="Sales")
        with pytest.raises(NoClientScope):
            us.agent.save()
    _is_closed()


def test_a_scope_inside_a_leads_shows_and_writes_its_client_alone(
    us: Cast, them: Cast
) -> None:
    with lead_scope(actor=LEE):
        with client_scope(us.client.id, actor=LEE):
            assert run("SELECT id FROM agents_agent") == [(us.agent.id,)]
            us.agent.save(update_fields=["purpose"])
        assert {us.agent.id, them.agent.id} <= set(_ids(Agent))
        with pytest.raises(LookupError), client_scope(us.client.id, actor=LEE):
            raise LookupError
        assert {us.agent.id, them.agent.id} <= set(_ids(Agent))
    _is_closed()


def test_a_lead_inside_a_scope_leaves_it_as_it_was(us: Cast, them: Cast) -> None:
    with us.scope(us.bo):
        with lead_scope(actor=LEE):
            with lead_scope(actor=LEE):
                pass
            assert {us.agent.id, them.agent.id} <= set(_ids(Agent))
        _is_open(us, us.bo)
        with pytest.raises(LookupError), lead_scope(actor=LEE):
            raise LookupError
        _is_open(us, us.bo)


def _is_open(cast: Cast, who: Membership) -> None:
    assert current_client_id() == cast.client.id
    assert current_actor().id == who.user_id
    assert _ids(Agent) == [cast.agent.id]
    assert run("SELECT id FROM agents_agent") == [(cast.agent.id,)]
    assert run("SELECT current_user::text") == [("remit_app",)]


def _is_closed() -> None:
    with pytest.raises(NoClientScope):
        current_scope()
    assert run("SELECT id FROM agents_agent") == []
    assert run("SELECT coalesce(current_setting('app.client', true), '')") == [("",)]
    assert run("SELECT current_user::text") == [("remit_app",)]


def _ids(model: type[models.Model]) -> list[Any]:
    return list(model._default_manager.values_list("pk", flat=True))
