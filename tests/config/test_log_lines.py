"""The log: one line a request, with its circumstances, and without secrets."""

import json
import logging
from collections.abc import Callable, Iterator
from io import StringIO
from logging.config import DictConfigurator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as Browser

from config.operations.logs import without_secrets
from tests.cast import Cast

Lines = Callable[[], list[str]]


def handler_of(name: str) -> tuple[logging.Handler, StringIO]:
    """Return a handler as the settings make it, that writes into a text."""
    declared: dict[str, Any] = settings.LOGGING
    described = {**declared["handlers"]["stderr"], "formatter": name}
    text = StringIO()
    described["stream"] = text
    made = DictConfigurator(
        {**declared, "root": {}, "loggers": {}, "handlers": {"one": described}}
    )
    made.configure()
    return made.config["handlers"]["one"], text


@pytest.fixture(params=["line", "json"])
def lines(request: pytest.FixtureRequest) -> Iterator[Lines]:
    """What is logged meanwhile, in each of the formats."""
    held = logging.root.level, logging.root.handlers[:]
    handler, text = handler_of(request.param)
    logging.root.handlers = [*held[1], handler]
    logging.root.setLevel(logging.INFO)
    yield lambda: text.getvalue().splitlines()
    logging.root.setLevel(held[0])
    logging.root.handlers = held[1]


def test_a_request_is_one_line_that_names_its_route(acme: Cast, lines: Lines) -> None:
    answer = Browser().get(
        f"/c/{acme.client.slug}/agents/?secret=x",
        headers={"X-Request-ID": "from-the-proxy-7"},
    )
    told = [line for line in lines() if "remit.requests" in line]

    assert len(told) == 1
    assert "GET /c/<slug:client>/agents/ 302" in told[0]
    assert "from-the-proxy-7" in told[0]
    assert acme.client.slug not in told[0]
    assert answer.headers["X-Request-ID"] == "from-the-proxy-7"


def test_a_number_that_could_forge_a_line_is_replaced(lines: Lines) -> None:
    sent = "x level=ERROR forged"
    answer = Browser().get("/sign-in/", headers={"X-Request-ID": sent})

    assert answer.headers["X-Request-ID"] != sent
    assert not any("forged" in line for line in lines())


def test_lines_inside_a_scope_say_whose_it_is(acme: Cast, lines: Lines) -> None:
    with acme.scope(acme.ada):
        logging.getLogger("remit.test").warning("something happened")
    told = lines()[-1]

    assert "something happened" in told
    assert str(acme.client.id) in told
    assert str(acme.ada.user_id) in told
    assert "Ada" not in told


def test_json_lines_are_objects_without_empty_members() -> None:
    handler, text = handler_of("json")
    handler.handle(logging.makeLogRecord({"name": "remit.test", "msg": "two\nlines"}))
    members: dict[str, Any] = json.loads(text.getvalue())

    assert members["message"] == "two\nlines"
    assert members["logger"] == "remit.test"
    assert "client" not in members


def test_secrets_are_in_no_line_however_they_came(acme: Cast, lines: Lines) -> None:
    logger = logging.getLogger("remit.test")
    try:
        int(f"with {acme.key} in it")
    except ValueError:
        logger.exception("it failed: %s", {"password": "swordfish"})
    told = "\n".join(lines())

    assert "it failed" in told
    assert acme.key not in told
    assert acme.key.rsplit("_", 1)[0] in told
    assert "swordfish" not in told


@pytest.mark.parametrize(
    "secret",
    [
        "Authorization: Bearer abc.def-123",
        "whsec_c2VjcmV0c2VjcmV0",
        "postgresql://remit_app:hunter2@db/remit",
        "password=hunter2",
        '{"token": "hunter2"}',
        "eyJhbGciOiJFZERTQSJ9.eyJqdGkiOiIxIn0.c2lnbmF0dXJl",
    ],
)
def test_each_kind_of_secret_is_taken_out(secret: str) -> None:
    told = without_secrets(f"before {secret} after")

    assert told.startswith("before ")
    assert told.endswith(" after")
    for part in ("abc.def", "c2Vjc", "hunter2", "c2lnbmF0"):
        assert part not in told


def test_what_is_no_secret_stays() -> None:
    line = "POST /api/v1/actions 201 12 ms request=0198 client=7f, the key is expired"

    assert without_secrets(line) == line
