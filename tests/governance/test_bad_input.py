"""Bad input gets a clear error that names the field, and changes nothing."""

import json
from typing import Any

import pytest
from django.test import Client

from audit.models import Entry
from governance.models import Action
from tests.cast import Cast, payment


def deep(levels: int) -> bytes:
    return b'{"parameters":' + b'{"a":' * levels + b"1" + b"}" * levels + b"}"


def changed(body: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return the body with one value replaced."""
    copy: dict[str, Any] = json.loads(json.dumps(body))
    *parents, last = path.split(".")
    here = copy
    for name in parents:
        here = here[name]
    here[last] = value
    return copy


UNREADABLE = {
    "not JSON": b"{",
    "not UTF-8": b'{"reason": "\xff"}',
    "a list": b"[]",
    "a key twice": b'{"action": "payment.send", "action": "other"}',
    "NaN": b'{"parameters": {"a": NaN}}',
    "a number beyond every range": b'{"parameters": {"a": 1e400}}',
    "an integer of 4000 digits": b'{"parameters": {"a": ' + b"9" * 4000 + b"}}",
    "nested 33 deep": deep(33),
    "nested 100000 deep": deep(100_000)[:200_000],
    "NUL in a value": b'{"reason": "a\\u0000b"}',
    "NUL in a key": b'{"parameters": {"a\\u0000": 1}}',
    "half a character": b'{"reason": "\\ud800"}',
    "6000 values": json.dumps(
        {"parameters": {str(n): n for n in range(6000)}}
    ).encode(),
}


def nothing_stored(cast: Cast, before: int) -> bool:
    with cast.scope():
        return not Action.objects.exists() and Entry.objects.count() == before


def entries(cast: Cast) -> int:
    with cast.scope():
        return Entry.objects.count()


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_body_is_refused_and_nothing_is_stored(
    acme: Cast, body: bytes
) -> None:
    before = entries(acme)

    refused = acme.api("POST", "actions", body)

    assert refused.status_code == 400, refused.content
    assert refused["content-type"] == "application/problem+json"
    assert nothing_stored(acme, before)


def test_a_body_over_the_limit_is_refused_as_json(acme: Cast) -> None:
    refused = acme.api("POST", "actions", b'{"reason": "' + b"a" * 300_000 + b'"}')

    assert refused.status_code == 413
    assert refused["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("reason", "because"),
        ("reason", ""),
        ("action", "payment.send.twice"),
        ("step", "no such step"),
        ("parameters", []),
        ("parameters.amount.amount", -5),
        ("parameters.amount.amount", "-5.00"),
        ("parameters.amount.amount", "1e3"),
        ("parameters.amount.currency", "eur"),
        ("parameters.amount.more", 1),
        ("parameters.account", 7),
        ("parameters.surprise", True),
        ("resource.id", ""),
        ("resource.kind", "x"),
        ("run", "not an id"),
        ("surprise", 1),
    ],
)
def test_an_error_names_the_field(acme: Cast, path: str, value: Any) -> None:
    body = changed(payment(acme.open_run()), path, value)
    before = entries(acme)

    refused = acme.api("POST", "actions", body)

    assert refused.status_code in {400, 422}, refused.content
    fields = [error["field"] for error in refused.json()["errors"]]
    assert any(path.startswith(field) for field in fields), fields
    assert nothing_stored(acme, before)


def test_the_unchanged_body_is_accepted(acme: Cast) -> None:
    assert acme.api("POST", "actions", payment(acme.open_run())).status_code == 201


def test_another_content_type_is_refused(acme: Cast) -> None:
    refused = Client().post(
        "/api/v1/runs",
        data="a=1",
        content_type="application/x-www-form-urlencoded",
        headers={"Authorization": f"Bearer {acme.key}", "Idempotency-Key": "1"},
    )

    assert refused.status_code == 415


def test_a_path_that_does_not_exist_answers_with_a_problem(acme: Cast) -> None:
    missing = acme.api("GET", "nothing")

    assert missing.status_code == 404
    assert missing["content-type"] == "application/problem+json"
