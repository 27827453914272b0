"""The list of incidents: what is open, who has it, and by when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from governance.models import Ticket
from governance.selectors import numbered, tickets
from governance.services.tickets import resolve
from governance.severity import TIMES, Severity
from tests.cast import Cast
from tests.governance.happenings import an_invoice, open_run, stopped, unknown


def page(cast: Cast, query: str = "") -> str:
    response = cast.browser(cast.vi).get(f"/c/{cast.client.slug}/incidents/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def numbers(shown: str) -> list[int]:
    return [int(part.split(",")[0]) for part in shown.split("Incident ")[1:]]


def a_stop(cast: Cast) -> Ticket:
    return stopped(cast, open_run(cast))


def resolved_within(monkeypatch: pytest.MonkeyPatch, span: timedelta) -> None:
    """Let what is moderate have so long from now on."""
    usual = TIMES[Severity.MODERATE]
    monkeypatch.setitem(TIMES, Severity.MODERATE, replace(usual, resolve=span))


def close(cast: Cast, ticket: Ticket) -> None:
    with cast.scope(cast.ada):
        whole = tickets.ticket_by_number(ticket.number)
        resolve(ticket=whole, by=cast.ada, resolution="Read by hand.")


def test_without_an_incident_the_page_says_when_one_would_come(acme: Cast) -> None:
    shown = page(acme)

    assert "No incident is open." in shown
    assert "When a run stops midway" in shown


def test_open_incidents_come_first_by_deadline_then_the_resolved_ones(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = a_stop(acme), a_stop(acme)
    close(acme, second)
    resolved_within(monkeypatch, timedelta(minutes=30))
    third = a_stop(acme)

    shown = page(acme)

    assert "2 incidents are open. Ada Rossi has the next." in shown
    assert numbers(shown) == [third.number, first.number, second.number]
    assert shown.index(">Resolved</h2>") > shown.index(f"Incident {first.number},")
    assert "min left</b>" in shown


def test_a_row_says_what_is_unknown_and_who_finds_out(acme: Cast) -> None:
    unknown(acme, amount="318.00", invoice="NL-8841")

    shown = page(acme)

    assert "1 incident is open, and Ada Rossi has it." in shown
    assert (
        "Nobody knows whether Remit paid 318.00 EUR to Nordlicht GmbH "
        "for invoice NL-8841. Ada Rossi finds out."
    ) in shown
    assert f"/c/{acme.client.slug}/runs/1/" in shown


def test_what_is_past_its_deadline_is_counted(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolved_within(monkeypatch, timedelta(hours=-1))
    a_stop(acme)

    assert "1 past the deadline." in page(acme)


def test_older_closed_incidents_are_reached_by_number(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbered, "SIZE", 1)
    for _ in range(2):
        close(acme, a_stop(acme))

    assert numbers(page(acme)) == [2]
    assert '"?before=2"' in page(acme)
    assert numbers(page(acme, "?before=2")) == [1]


def test_more_open_incidents_than_fit_are_counted(
    acme: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tickets, "MOST_OPEN", 1)
    for _ in range(3):
        a_stop(acme)

    shown = page(acme)

    assert "3 incidents are open." in shown
    assert numbers(shown) == [1]
    assert "2 more are due later." in shown


def test_the_list_costs_the_same_for_many_incidents(acme: Cast) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(acme)
        return len(asked)

    def work() -> None:
        unknown(acme, invoice=an_invoice())
        close(acme, a_stop(acme))

    work()
    few = cost()
    work()
    work()

    assert cost() == few


def test_another_clients_incidents_are_not_there(acme: Cast, globex: Cast) -> None:
    a_stop(acme)
    gil = globex.browser(globex.gil)

    assert gil.get(f"/c/{acme.client.slug}/incidents/").status_code == 404
    own = gil.get(f"/c/{globex.client.slug}/incidents/").content.decode()
    assert "No incident is open." in own
