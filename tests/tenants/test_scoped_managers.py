"""Outside a scope there is no query on a client's data; inside, only on its own."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects

from agents.models import Agent, AgentKey
from governance.models import BoundaryRule, Run, RunNote
from tenants.models import Client, Group
from tenants.models.base import ForeignClientError
from tenants.scoping import (
    Actor,
    ActorKind,
    ClientScope,
    NoClientScope,
    _entered,
    lead_scope,
)
from tests.cast import Cast, make_acme, make_globex
from tests.catalogue import owned_models

LEE = Actor(kind=ActorKind.PERSON, id=uuid4(), label="Lee Park")


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme, with a run and a note."""
    cast = make_acme()
    opened = cast.open_run()
    cast.api("POST", f"runs/{opened['id']}/notes", {"text": "It matches its order."})
    return cast


@pytest.fixture(scope="module")
def them() -> Cast:
    """Globex."""
    return make_globex()


ASKING: dict[str, Callable[[], Any]] = {
    "all": lambda: list(Agent.objects.all()),
    "count": lambda: [Agent.objects.count()],
    "exists": lambda: [Agent.objects.exists()],
    "exclude": lambda: Agent.objects.exclude(name="").exists(),
    "filter": lambda: Agent.objects.filter(name="").first(),
    "get": lambda: Agent.objects.get(id=uuid4()),
    "in_bulk": lambda: Agent.objects.in_bulk([uuid4()]),
    "aggregate": lambda: Agent.objects.aggregate(models.Count("id")),
    "values": lambda: list(Agent.objects.values_list("name")),
    "iterator": lambda: list(Agent.objects.iterator()),
    "raw": lambda: list(Agent.objects.raw("SELECT * FROM agents_agent")),
    "update": lambda: AgentKey.objects.update(revoked_at=None),
    "delete": lambda: BoundaryRule.objects.filter(key="").delete(),
    "create": lambda: Group.objects.create(name="Sales"),
    "get or create": lambda: Group.objects.get_or_create(name="Sales"),
    "bulk create": lambda: Group.objects.bulk_create([]),
    "bulk update": lambda: Group.objects.bulk_update([], ["name"]),
    "base manager": lambda: [Agent._base_manager.count()],
    "a new row": lambda: Group(name="Sales"),
    "the client": lambda: [Client.objects.exists()],
}


@pytest.mark.parametrize("ask", ASKING.values(), ids=ASKING)
def test_without_a_scope_there_is_no_query_at_all(
    us: Cast, ask: Callable[[], Any]
) -> None:
    with pytest.raises(NoClientScope):
        ask()


RELATING: dict[str, Callable[[RunNote], Any]] = {
    "a row it refers to": lambda note: note.run,
    "rows that refer to it": lambda note: Run(
        id=note.run_id, client_id=note.client_id
    ).notes.exists(),
    "prefetching": lambda note: prefetch_related_objects([note], Prefetch("run")),
    "a deferred field": lambda note: note.text,
    "refreshing": lambda note: note.refresh_from_db(),
    "saving": lambda note: note.save(),
    "deleting": lambda note: note.delete(),
}


@pytest.mark.parametrize("relate", RELATING.values(), ids=RELATING)
def test_a_row_that_outlives_its_scope_leads_nowhere(
    us: Cast, relate: Callable[[RunNote], Any]
) -> None:
    with us.scope():
        note = RunNote.objects.defer("text").get()

    with pytest.raises(NoClientScope):
        relate(note)


def test_the_members_of_a_group_need_a_scope(us: Cast) -> None:
    with us.scope():
        finance = Group.objects.get()
        assert finance.members.exists()

    with pytest.raises(NoClientScope):
        finance.members.exists()


def test_deleting_outside_a_scope_deletes_nothing(us: Cast) -> None:
    with us.scope():
        rule = BoundaryRule.objects.earliest("number")

    with pytest.raises(NoClientScope):
        rule.delete()
    with us.scope():
        assert BoundaryRule.objects.filter(id=rule.id).exists()


def test_a_query_taken_out_of_its_scope_finds_nothing(us: Cast, them: Cast) -> None:
    with us.scope():
        agents = Agent.objects.all()
        assert agents.exists()

    assert list(agents.all()) == []
    with them.scope():
        assert list(agents.all()) == []


def test_managers_keep_clients_apart_where_row_security_would_not(
    us: Cast, them: Cast
) -> None:
    # Each of the locks has to hold alone: here the role reads everything.
    ours = ClientScope(client_id=us.client.id, actor=LEE, reason="")
    with lead_scope(actor=LEE):
        assert {us.agent.id, them.agent.id} <= set(_ids(Agent))
        with _entered(ours):
            assert [one.id for one in Client.objects.all()] == [us.client.id]
            for model in owned_models():
                found = set(model._default_manager.values_list("client_id", flat=True))
                assert found <= {us.client.id}, model


def test_a_row_is_saved_in_its_own_clients_scope_alone(us: Cast, them: Cast) -> None:
    with us.scope():
        group = Group.objects.get()
    with them.scope():
        with pytest.raises(ForeignClientError):
            group.save()
        with pytest.raises(ForeignClientError):
            Group.objects.create(name="Sales", client_id=us.client.id)
        with pytest.raises(ForeignClientError):
            Group(name="Sales", client=us.client).save(force_insert=True)
        with pytest.raises(ForeignClientError):
            group.delete()


def test_a_new_row_belongs_to_the_scopes_client(us: Cast) -> None:
    with us.scope():
        assert Group(name="Sales").client_id == us.client.id


def _ids(model: type[models.Model]) -> list[Any]:
    return list(model._default_manager.values_list("pk", flat=True))
