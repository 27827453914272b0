"""Another client's ids are ids that do not exist: on every route, for everybody."""

from dataclasses import replace
from itertools import product

import pytest
from rest_framework.serializers import SlugField, UUIDField

from governance.api.serializers import StrictSerializer
from tests.isolation.asking import ask, parts_in
from tests.isolation.foreign import ids_beside_the_path, ids_in_the_path
from tests.isolation.routes import API, TO_AGENTS, every_route
from tests.isolation.town import second_agent, town, visitors_of, with_key
from tests.isolation.turns import READ, UNREAD, ways

CALLED = {route: how for route, how in every_route().items() if how is not None}
WITH_IDS = [route for route in CALLED if parts_in(route)]
EACH = pytest.mark.parametrize("route", CALLED)
# Everybody asks every route; by every method only among the tests that take long.
BY_ALL = pytest.mark.parametrize(
    "by_all", [False, pytest.param(True, marks=pytest.mark.deep)], ids=["", "by all"]
)


@BY_ALL
@pytest.mark.parametrize("route", WITH_IDS)
def test_a_foreign_id_in_the_path_is_answered_like_one_that_does_not_exist(
    route: str, *, by_all: bool
) -> None:
    ids_in_the_path(town(), route, CALLED[route], by_all=by_all)


@BY_ALL
@EACH
def test_a_foreign_id_beside_the_path_is_answered_like_one_that_does_not_exist(
    route: str, *, by_all: bool
) -> None:
    here = town()
    if route in {"", "account/", "account/name/", "account/password/"}:
        # Names the clients of who asks: that of both has to see both.
        known = here.visitors.items()
        others = {name: one for name, one in known if name != "works at both"}
        here = replace(here, visitors=others)
    if route == "sign-out/":
        here = replace(here, visitors=visitors_of(here.acme, here.globex))

    ids_beside_the_path(here, route, CALLED[route], by_all=by_all)


@pytest.mark.parametrize("route", [one for one in API if parts_in(one)])
def test_an_agent_has_no_part_in_another_agents_work(route: str) -> None:
    here, full = town(), f"{TO_AGENTS}{route}"
    other = with_key("agent's key", second_agent(here.acme).key)
    mixed = replace(here, theirs=here.own, visitors={other.name: other})

    ids_in_the_path(mixed, full, CALLED[full])


def test_an_agent_acts_in_no_run_of_another() -> None:
    here, asked = town(), f"{TO_AGENTS}actions"
    other = with_key("agent's key", second_agent(here.acme).key)
    mixed = replace(here, theirs=here.own, visitors={other.name: other})

    ids_beside_the_path(mixed, asked, CALLED[asked])


def test_what_a_body_may_name_is_in_the_table() -> None:
    naming = {
        name
        for shape in StrictSerializer.__subclasses__()
        for name, field in shape().fields.items()
        if isinstance(field, SlugField | UUIDField)
    }

    assert naming <= {name for how in API.values() for name in how.refers}


def test_everybody_asks_every_route_and_comes_by_every_method() -> None:
    people = list(town().visitors)
    reader = people[:1]
    asked = {
        (route, name, method)
        for route in CALLED
        for name, method in ways(people, route, reader, READ, UNREAD)
    }

    met = {(name, method) for _, name, method in asked}
    assert met == set(product(people, [*READ, *UNREAD]))
    assert {(route, name) for route, name, _ in asked} == set(product(CALLED, people))
    assert {(route, method) for route, _, method in asked} == set(
        product(CALLED, [*READ, *UNREAD])
    )


def test_waiting_for_a_foreign_action_ends_at_once() -> None:
    here = town()
    path = f"{TO_AGENTS}actions/{here.theirs['action_id']}"

    answer = ask(here.visitors["agent's key"], "GET", path, query={"wait": "25"})

    assert answer.status == 404
