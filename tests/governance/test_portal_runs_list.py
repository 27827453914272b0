"""The list of runs: is anything standing still?"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Run
from governance.selectors import numbered
from tests.cast import Cast
from tests.governance.happenings import (
    an_invoice,
    answer,
    ask,
    complete,
    open_run,
    paid,
    stopped,
    unknown,
)


def page(cast: Cast, query: str = "") -> str:
    response = cast.browser(cast.vi).get(f"/c/{cast.client.slug}/runs/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def numbers(shown: str) -> list[int]:
    return [int(part.split("<")[0]) for part in shown.split("<b>Run ")[1:]]


def test_without_a_run_the_list_says_what_comes_next(acme: Cast) -> None:
    shown = page(acme)

    assert "There has been no run yet." in shown
    assert "as soon as the agent opens it" in shown


def test_the_list_shows_who_was_accountable_and_what_became_of_each_run(
    acme: Cast,
) -> None:
    paid(acme, invoice="NL-1")
    waiting = open_run(acme, "Invoice NL-2")
    ask(acme, waiting, amount="7400.00")
    unknown(acme, invoice="NL-3", amount="318.00")

    shown = page(acme)

    assert numbers(shown) == [3, 2, 1]
    assert "1 run stopped midway and needs somebody." in shown
    assert "1 run waits for a person." in shown
    assert "It paid 480.00 EUR to Nordlicht GmbH for invoice NL-1." in shown
    assert "It waits for a person of Finance." in shown
    assert "Nobody knows yet whether it paid 318.00 EUR" in shown
    assert shown.count('data-th="Accountable">Ada Rossi<') == 3


def test_a_run_that_was_refused_says_by_whom(acme: Cast) -> None:
    by_rule, by_person = open_run(acme), open_run(acme)
    ask(acme, by_rule, amount="38500.00")
    complete(acme, by_rule, summary="Not paid.")
    answer(acme, ask(acme, by_person, amount="7400.00"), acme.bo, word="refuse")

    shown = page(acme)

    assert "Remit refused to let it pay 38,500.00 EUR" in shown
    assert "A person refused to let it pay 7,400.00 EUR" in shown
    assert "It is still running." in shown


def test_the_list_can_be_narrowed_to_a_state(acme: Cast) -> None:
    paid(acme)
    open_run(acme)
    stopped(acme, open_run(acme))

    assert numbers(page(acme, "?state=completed")) == [1]
    assert numbers(page(acme, "?state=running")) == [2]
    assert numbers(page(acme, "?state=interrupted")) == [3]
    assert numbers(page(acme, "?state=nonsense")) == [3, 2, 1]


def test_an_empty_state_leads_back_to_all(acme: Cast) -> None:
    paid(acme)

    assert "Show all runs" in page(acme, "?state=interrupted")


def test_older_and_newer_runs_are_reached_by_number(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbered, "SIZE", 2)
    for _ in range(5):
        open_run(acme)

    newest = page(acme, "?state=running")
    older = page(acme, "?state=running&before=4")
    oldest = page(acme, "?before=2")
    back = page(acme, "?after=1")

    assert numbers(newest) == [5, 4]
    assert '"?state=running&amp;before=4"' in newest
    assert 'rel="prev"' not in newest
    assert numbers(older) == [3, 2]
    assert '"?state=running&amp;after=3"' in older
    assert numbers(oldest) == [1]
    assert 'rel="next"' not in oldest
    assert numbers(back) == [3, 2]


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 400, "٣", "1.5"])
def test_a_cursor_that_is_no_number_means_the_newest(acme: Cast, number: str) -> None:
    open_run(acme)

    assert numbers(page(acme, f"?before={number}")) == [1]


def test_the_list_costs_the_same_for_many_runs(acme: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(acme)
        return len(asked)

    def work() -> None:
        paid(acme, invoice=an_invoice())
        ask(acme, open_run(acme), amount="7400.00")
        unknown(acme, invoice=an_invoice())

    work()
    few = cost()
    work()
    work()

    assert cost() == few


def test_another_clients_runs_are_not_there(acme: Cast, globex: Cast) -> None:
    open_run(acme)
    gil = globex.browser(globex.gil)

    assert gil.get(f"/c/{acme.client.slug}/runs/").status_code == 404
    assert numbers(gil.get(f"/c/{globex.client.slug}/runs/").content.decode()) == []
    with acme.scope():
        assert Run.objects.count() == 1
