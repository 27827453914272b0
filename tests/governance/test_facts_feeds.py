"""Keeping a register by a program: its key, what it may put, what it may not."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser

from governance.models import FeedKey, Record, Register
from governance.services import facts
from tenants.clock import database_now
from tenants.errors import Conflict, Invalid
from tests.browsers import quick
from tests.cast import NORDLICHT, Cast, make_globex
from tests.governance.answering import clock_ahead
from tests.governance.setting_up import told

PUT = {"status": "approved", "credit": {"amount": "5.00", "currency": "EUR"}}


def issue(cast: Cast, *, days: int = 1, after: int = 0) -> str:
    """Issue a key of the demo's suppliers as Ada and return its text."""
    by = next(iter(cast.people.values()))
    with cast.scope(by):
        return facts.issue_feed_key(
            Register.objects.get(name="suppliers"),
            name="ERP",
            expires_at=database_now() + timedelta(days=days),
            by=by,
            after=after,
        )


def call(method: str, key: str, record: str, body: Any = None) -> Any:
    """Call the API about a record with this key."""
    return quick(Browser()).generic(
        method,
        f"/api/v1/facts/{record}",
        data=body if isinstance(body, bytes) else json.dumps(body or {}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )


def test_a_program_keeps_records_and_the_ledger_says_which_program(acme: Cast) -> None:
    key = issue(acme)

    put = call("PUT", key, "suppliers/S%201%2F7", PUT)
    again = call("PUT", key, "suppliers/s%201%2F7", PUT | {"id": "S 1/7"})
    got = call("GET", key, "suppliers/S%201%2F7")
    gone = call("DELETE", key, "suppliers/S%201%2F7")

    assert (put.json()["register"], put.json()["key"]) == ("suppliers", "S 1/7")
    assert put.json()["record"] == {"id": "S 1/7", **PUT}
    assert again.json()["key"] == "s 1/7"
    assert got.json() == again.json() == gone.json()
    assert call("GET", key, "suppliers/S%201%2F7").status_code == 404
    assert call("DELETE", key, "suppliers/S%201%2F7").status_code == 404
    with acme.scope():
        register = Register.objects.get(name="suppliers")
        versions = Record.history.filter(register_id=register.id, key="S 1/7")
        assert {one.actor_kind for one in versions} == {"feed"}
    assert told(acme, register)[-3:] == [
        "The feed ERP added S 1/7 to Suppliers.",
        "The feed ERP changed s 1/7 in Suppliers.",
        "The feed ERP removed s 1/7 from Suppliers.",
    ]


def test_what_a_program_puts_decides_at_once(acme: Cast) -> None:
    key, path = issue(acme), f"suppliers/{NORDLICHT['id']}"
    assert acme.ask_payment(acme.open_run())["status"] == "authorized"

    call("PUT", key, path, {**NORDLICHT, "status": "suspended"})

    assert acme.ask_payment(acme.open_run())["status"] != "authorized"


def test_a_key_keeps_one_register_and_opens_nothing_else(acme: Cast) -> None:
    key, theirs = issue(acme), issue(make_globex())

    assert call("GET", key, "purchase_orders/PO-3104").status_code == 404
    assert call("PUT", key, "purchase_orders/PO-3104", PUT).status_code == 404
    assert call("PUT", theirs, "suppliers/only-theirs", PUT).status_code == 200
    assert call("GET", key, "suppliers/only-theirs").status_code == 404
    assert acme.api("GET", "agent", Authorization=f"Bearer {key}").status_code == 401
    run = acme.api("POST", "runs", {}, Authorization=f"Bearer {key}")
    assert run.status_code == 401


def test_an_agents_key_and_one_that_has_ended_keep_nothing(acme: Cast) -> None:
    key = issue(acme)
    prefix = key.split("_")[1]
    bad = [acme.key, acme.key.replace("rmt_", "rmf_"), f"{key}x", "rmf_", key.upper()]
    answers = [call("PUT", one, "suppliers/S-1", PUT) for one in bad]
    with acme.scope(acme.ada):
        kept = FeedKey.objects.get(prefix=prefix)
        facts.revoke_feed_key(kept, by=acme.ada, reason="It leaked.")
        with pytest.raises(Conflict, match="revoked before"):
            facts.revoke_feed_key(kept, by=acme.ada, reason="Again.")
    answers.append(call("PUT", key, "suppliers/S-1", PUT))
    later = issue(acme, after=1)
    with clock_ahead(timedelta(days=2)):
        answers.append(call("GET", later, f"suppliers/{NORDLICHT['id']}"))

    assert {one.status_code for one in answers} == {401}
    assert len({one.content for one in answers}) == 1


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        (b"{", 400, None),
        (b"[]", 400, None),
        (b'{"a": 1, "a": 2}', 400, "a"),
        (b'{"a": "\\u0000"}', 400, "a"),
        (b'{"a": NaN}', 400, "a"),
        (b"{}" + b" " * 300_000, 413, None),
        (b'{"id": "another"}', 422, "id"),
        (b'{"id": 7}', 422, "id"),
        (b'{"a b": 1}', 422, "a b"),
        (b'{"a": [[[[[[[1]]]]]]]}', 422, "a"),
        (json.dumps({"a": "x" * 4_001}).encode(), 422, "a"),
        (json.dumps({f"a{n}": "x" * 3_900 for n in range(9)}).encode(), 422, None),
    ],
)
def test_what_cannot_be_kept_is_refused_and_changes_nothing(
    acme: Cast, body: bytes, status: int, field: str | None
) -> None:
    key = issue(acme)

    answer = call("PUT", key, "suppliers/S-1", body)

    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    if field is not None:
        assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert call("GET", key, "suppliers/S-1").status_code == 404


@pytest.mark.parametrize("path", ["%00", "%C2%AD", "x" * 500, "a%0Ab"])
def test_a_path_that_is_no_key_finds_and_keeps_nothing(acme: Cast, path: str) -> None:
    key = issue(acme)

    assert call("GET", key, f"suppliers/{path}").status_code == 404
    assert call("DELETE", key, f"suppliers/{path}").status_code == 404
    assert call("PUT", key, f"suppliers/{path}", PUT).status_code in {404, 422}


def test_a_declared_column_holds_for_programs_too(acme: Cast) -> None:
    with acme.scope(acme.ada):
        register = Register.objects.get(name="suppliers")
        facts.change_register(register, title="S", columns=[("credit", "money")])
    key = issue(acme)

    wrong = call("PUT", key, "suppliers/S-1", {"credit": "5.00 EUR"})

    assert wrong.status_code == 422
    assert wrong.json()["errors"][0]["field"] == "credit"
    assert call("PUT", key, "suppliers/S-1", PUT).status_code == 200
    assert call("GET", key, "suppliers/S-1?x=1").status_code == 422


def test_a_key_that_is_used_too_often_waits(acme: Cast, settings: Any) -> None:
    one = {"per_second": 0.01, "burst": 1}
    settings.RATE_LIMITS = {"ordinary": one, "vital": one}
    key = issue(acme)

    answers = [call("GET", key, "suppliers/x") for _ in range(2)]

    assert [one.status_code for one in answers] == [404, 429]
    assert int(answers[1]["Retry-After"]) > 0


def test_two_keys_live_at_a_time_and_none_for_ever(acme: Cast) -> None:
    issue(acme)
    with pytest.raises(Conflict, match="issued since this form"):
        issue(acme)
    issue(acme, after=1)
    with pytest.raises(Conflict, match="has two live keys"):
        issue(acme, after=2)
    for days in (0, 367):
        with pytest.raises(Invalid, match="366 days at the latest"):
            issue(acme, days=days, after=2)
