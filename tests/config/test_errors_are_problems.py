"""What goes wrong behind the API is a problem to its callers, and tells no secrets."""

from collections.abc import Callable
from typing import Any, LiteralString
from unittest import mock

import pytest
from django.db import connection, connections
from django.test import Client as Browser

from tests.cast import Cast

PROBLEM = "application/problem+json"
_LOCK = 7_731


def doing(*statements: LiteralString) -> Callable[..., Any]:
    """Return something that runs these statements in place of a view's work."""

    def work(*_: Any, **__: Any) -> Any:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        raise AssertionError("the database refused nothing")

    return work


def answered(cast: Cast, work: Callable[..., Any]) -> Any:
    """Call the API, where the work is this instead."""
    browser = Browser(raise_request_exception=False)
    with mock.patch("governance.api.agents.calling_agent", work):
        return browser.get(
            "/api/v1/agent", headers={"Authorization": f"Bearer {cast.key}"}
        )


def test_an_error_that_nobody_foresaw_is_told_without_its_details(acme: Cast) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("the password is swordfish")

    answer = answered(acme, fail)

    assert answer.status_code == 500
    assert answer["Content-Type"] == PROBLEM
    assert answer.json()["type"] == "urn:remit:problem:internal"
    assert b"swordfish" not in answer.content


def test_the_same_error_behind_a_page_is_a_page(acme: Cast) -> None:
    browser = acme.browser(acme.ada)
    browser.raise_request_exception = False
    with mock.patch(
        "tenants.portal.pages.membership_of", side_effect=RuntimeError("swordfish")
    ):
        answer = browser.get(f"/c/{acme.client.slug}/")

    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")
    assert b"swordfish" not in answer.content


@pytest.mark.parametrize(
    "statements",
    [
        ("SET LOCAL statement_timeout = 20", "SELECT pg_sleep(5)"),
        ("SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1"),
    ],
    ids=["too slow", "gone"],
)
def test_a_database_that_does_not_answer_is_unavailable(
    acme: Cast, statements: tuple[LiteralString, ...]
) -> None:
    answer = answered(acme, doing(*statements))

    assert answer.status_code == 503
    assert answer["Content-Type"] == PROBLEM
    assert int(answer["Retry-After"]) >= 1
    assert acme.api("GET", "agent").status_code == 200


def test_waiting_too_long_for_somebody_else_is_a_conflict_for_now(acme: Cast) -> None:
    with connections["owner"].cursor() as holder:
        holder.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        waiting = doing(
            "SET LOCAL lock_timeout = 20", "SELECT pg_advisory_xact_lock(7731)"
        )

        answer = answered(acme, waiting)

        holder.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    assert answer.status_code == 409
    assert answer["Retry-After"] == "1"
    assert answer.json()["type"] == "urn:remit:problem:in_progress"


@pytest.mark.parametrize(
    "statement", ["SELECT 1/0", "SELECT 'x'::int", "SELECT 99999999999::int"]
)
def test_a_value_that_the_database_cannot_hold_is_not_acceptable(
    acme: Cast, statement: LiteralString
) -> None:
    answer = answered(acme, doing(statement))

    assert answer.status_code == 422
    assert answer["Content-Type"] == PROBLEM


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_a_path_of_the_api_that_does_not_exist_needs_no_token(method: str) -> None:
    browser = Browser(enforce_csrf_checks=True)

    answer: Any = getattr(browser, method)("/api/v1/nothing")

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
