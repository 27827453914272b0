"""The lists: all clients' rows, what they are about and never what they say."""

from functools import cache
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.db.models import BinaryField, JSONField
from django.test.utils import CaptureQueriesContext

from agents.models import Agent
from audit.models import Entry
from governance.models import Action, BoundaryRule, Run, Ticket
from tenants.models import Client, Group, Membership, User
from tests.leads import OWNED, OWNED_IDS, PAGE_IDS, PAGES, House, house, list_url

EACH = pytest.mark.parametrize("model", PAGES, ids=PAGE_IDS)


def read(house: House, model: Any, **asked: str) -> tuple[str, list[str]]:
    """Return a list's page, and the statements that it took."""
    browser = house.browser()
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(list_url(model), asked)
    assert answer.status_code == 200
    return answer.content.decode(), [query["sql"] for query in queries]


@cache
def whole(model: Any) -> tuple[str, list[str]]:
    """Return the list of all clients, which several tests look at; see ``read``."""
    return read(house(), model)


@cache
def of_acme(model: Any) -> tuple[str, list[str]]:
    """Return the list of Acme's rows alone; see ``read``."""
    return read(house(), model, **narrowed(model, house()))


def narrowed(model: Any, house: House) -> dict[str, str]:
    """Return what shows the rows of Acme alone, or of one person."""
    if model is User:
        return {"q": house.acme.ada.user.email}
    if model is Client:
        return {"q": house.acme.client.slug}
    return {"client": house.acme.client.slug}


def test_a_lead_sees_the_agents_of_both_clients() -> None:
    for cast in (house().acme, house().globex):
        page, _ = read(house(), Agent, client=cast.client.slug)

        assert str(cast.agent.id) in page


@pytest.mark.parametrize("model", OWNED, ids=OWNED_IDS)
def test_a_list_can_be_of_one_client(model: Any) -> None:
    page, _ = of_acme(model)

    assert str(house().row(model).pk) in page
    assert str(house().row(model, house().globex).pk) not in page


@EACH
def test_a_longer_list_takes_no_more_queries(model: Any) -> None:
    few = {**narrowed(model, house()), "about": "runner"}
    short = read(house(), model, **few) if model is Entry else of_acme(model)
    long = whole(model)

    assert 0 < short[0].count("/change/") < long[0].count("/change/")
    assert len(long[1]) == len(short[1])
    assert len(long[1]) <= 12


@EACH
def test_a_list_runs_as_the_role_that_only_reads(model: Any) -> None:
    _, statements = whole(model)

    start = statements.index("SET LOCAL ROLE remit_lead")
    table = f'FROM "{model._meta.db_table}"'
    outside = [each for each in statements[:start] if table in each]
    assert [each for each in statements[start:] if table in each]
    assert not outside or model is User  # who it is that reads


@EACH
def test_a_list_does_not_even_read_what_rows_say(model: Any) -> None:
    _, statements = whole(model)

    read_columns = " ".join(each for each in statements if each.startswith("SELECT"))
    for of in PAGES:
        for field in of._meta.concrete_fields:
            if isinstance(field, JSONField | BinaryField):
                assert f'"{of._meta.db_table}"."{field.column}"' not in read_columns


def test_amounts_and_reasons_stay_where_they_are() -> None:
    action = house().row(Action)

    page, _ = of_acme(Action)

    assert str(action.pk) in page
    assert action.reason not in page
    assert "Nordlicht" not in page


@EACH
def test_every_filter_of_a_list_answers(model: Any) -> None:
    browser = house().browser()
    cl = browser.get(list_url(model)).context["cl"]

    for spec in cl.filter_specs:
        # One client is like another; of everything else there are a few.
        most = 2 if spec.parameter_name == "client" else 20
        for answer, _ in spec.lookup_choices[:most]:
            found = browser.get(list_url(model), {spec.parameter_name: answer})
            assert found.status_code == 200
            assert found.context["cl"].has_active_filters


@EACH
def test_a_list_can_be_sorted_by_every_column(model: Any) -> None:
    columns = range(1, len(admin.site.get_model_admin(model).list_display) + 1)

    read(house(), model, o=".".join(map(str, columns)))


@EACH
@pytest.mark.parametrize("q", ["3 acme", "9" * 30, "%_\\'\""])
def test_a_search_never_fails(model: Any, q: str) -> None:
    assert house().browser().get(list_url(model), {"q": q}).status_code == 200


def test_what_no_text_can_hold_is_refused_wherever_it_is_asked_for() -> None:
    for name in ("q", "client", "status"):
        answer = house().browser().get(list_url(Action), {name: "\x00"})
        assert answer.status_code == 400


@EACH
def test_a_field_that_is_no_filter_cannot_be_asked_for(model: Any) -> None:
    for field in ("id", "client__name__startswith", "password"):
        answer = house().browser().get(list_url(model), {field: "x"})
        assert answer.status_code == 400


@pytest.mark.parametrize("asked", ["parameters__amount", "reason__icontains", "digest"])
def test_the_content_of_actions_cannot_be_guessed_at(asked: str) -> None:
    assert house().browser().get(list_url(Action), {asked: "x"}).status_code == 400


@pytest.mark.parametrize("value", ["nobody-here", "' OR 1=1 --", ""])
@pytest.mark.parametrize("asked", ["client", "status"])
def test_an_answer_that_a_filter_does_not_know_is_not_taken(
    asked: str, value: str
) -> None:
    answer = house().browser().get(list_url(Action), {asked: value})

    assert answer.status_code == 302
    assert answer["Location"].endswith("?e=1")


@pytest.mark.parametrize("field", ["o", "p", "all", "e", "_popup", "_to_field"])
@pytest.mark.parametrize("value", ["-99.x", "9" * 40, "\x00"])
def test_what_steers_a_list_may_be_nonsense(field: str, value: str) -> None:
    answer = house().browser().get(list_url(Action), {field: value})

    assert answer.status_code in {200, 302, 400}


def test_open_tickets_come_first() -> None:
    found = house().browser().get(list_url(Ticket)).context["cl"].result_list

    is_open = [ticket.is_open for ticket in found]
    assert is_open == sorted(is_open, reverse=True)
    assert True in is_open


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Group, "Finance"),
        (Membership, "Ada Rossi"),
        (BoundaryRule, "Small payments"),
        (Run, "interrupted"),
    ],
)
def test_a_list_shows_what_its_rows_are_about(model: Any, words: str) -> None:
    page, _ = read(house(), model, client=house().acme.client.slug)

    assert words in page
