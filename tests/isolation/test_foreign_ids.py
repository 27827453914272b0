"""Another client's ids are ids that do not exist: on every route, for everybody."""

from dataclasses import replace

import pytest
from rest_framework.serializers import SlugField, UUIDField

from governance.api.serializers import StrictSerializer
from tests.isolation.asking import ask, parts_in
from tests.isolation.foreign import ids_beside_the_path, ids_in_the_path
from tests.isolation.routes import API, TO_AGENTS, every_route
from tests.isolation.town import second_agent, town, visitors_of, with_key

CALLED = {route: how for route, how in every_route().items() if how is not None}
WITH_IDS = [route for route in CALLED if parts_in(route)]
EACH = pytest.mark.parametrize("route", CALLED)


@pytest.mark.parametrize("route", WITH_IDS)
def test_a_foreign_id_in_the_path_is_answered_like_one_that_does_not_exist(
    route: str,
) -> None:
    ids_in_the_path(town(), route, CALLED[route])


@EACH
def test_a_foreign_id_beside_the_path_is_answered_like_one_that_does_not_exist(
    route: str,
) -> None:
    here = town()
    if route in {"", "account/", "account/name/", "account/password/"}:
        # Names the clients of who asks: that of both has to see both.
        known = here.visitors.items()
        others = {name: one for name, one in known if name != "works at both"}
        here = replace(here, visitors=others)
    if route == "sign-out/":
        here = replace(here, visitors=visitors_of(here.acme))

    ids_beside_the_path(here, route, CALLED[route])


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


def test_waiting_for_a_foreign_action_ends_at_once() -> None:
    here = town()
    path = f"{TO_AGENTS}actions/{here.theirs['action_id']}"

    answer = ask(here.visitors["agent's key"], "GET", path, query={"wait": "25"})

    assert answer.status == 404
