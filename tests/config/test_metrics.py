"""``/metrics``: for whoever brings the token, and about nobody in particular."""

from typing import Any

import pytest
from django.test import Client as Browser
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries, Settings

from tests.cast import Cast
from tests.governance.happenings import an_invoice, open_run, stopped, unknown

TOKEN = "a-token-for-those-who-watch"
# A transaction and its role, seven looks, one at the turn of the sweeper, one for what
# is neglected, and the end.
QUERIES = 12


@pytest.fixture(autouse=True)
def _token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def scraped(token: str = TOKEN) -> Any:
    return Browser().get("/metrics", headers={"Authorization": f"Bearer {token}"})


def told() -> dict[str, float]:
    """Return the gauges by their name, and the requests by theirs and their route."""
    text = scraped().content.decode()
    return {
        "|".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if "le" not in sample.labels
    }


def test_what_is_open_is_counted(acme: Cast) -> None:
    before = told()
    stopped(acme, open_run(acme))
    unknown(acme, amount="1.00", invoice=an_invoice())
    open_run(acme)
    run = acme.open_run()
    acme.ask_payment(run, amount="480.00")
    acme.ask_payment(run, amount="7400.00")
    after = told()

    more = {name: after[name] - before[name] for name in before if "remit_" in name}
    assert more["remit_actions_unknown"] == 1
    assert more["remit_actions_due"] == 1
    assert more["remit_checkpoints_waiting"] == 1
    assert more["remit_checkpoints_overdue"] == 0
    assert more["remit_tickets_open"] == 2
    assert more["remit_runs_running"] >= 2
    assert after["remit_actions_due_seconds"] > 0


def test_requests_are_counted_by_route_and_never_by_path(acme: Cast) -> None:
    route = "remit_http_request_seconds_count|GET|/c/<slug:client>/agents/|302"
    before = told().get(route, 0)
    Browser().get(f"/c/{acme.client.slug}/agents/?token=x")
    text = scraped().content.decode()

    assert told()[route] == before + 1
    assert acme.client.slug not in text


def test_neither_names_nor_ids_are_told(acme: Cast) -> None:
    acme.ask_payment(acme.open_run(), amount="7400.00")
    text = scraped().content.decode()

    for secret in (acme.client.slug, str(acme.client.id), "Acme", "Nordlicht"):
        assert secret not in text


@pytest.mark.parametrize("token", ["", "another-token-for-those-who-watch"])
def test_whoever_brings_another_token_is_refused(token: str) -> None:
    answer = scraped(token)

    assert answer.status_code == 401
    assert b"remit_" not in answer.content


def test_without_a_token_set_there_is_no_such_page(settings: Settings) -> None:
    settings.METRICS_TOKEN = ""

    assert scraped("").status_code == 404


def test_a_scrape_costs_a_bounded_number_of_queries(
    acme: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    acme.ask_payment(acme.open_run(), amount="480.00")
    with django_assert_num_queries(QUERIES):
        scraped()
