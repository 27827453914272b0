"""An action type is declared in the portal, version after version, faults named."""

import json
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agents.models import ActionType, Runner
from audit.selectors import Filters, trace
from tests.agents.connecting import post
from tests.cast import Cast, make_acme
from tests.governance.seen import headline, seen, visit

SCHEMA = {
    "type": "object",
    "properties": {
        "order": {"type": "string", "minLength": 1, "maxLength": 20},
        "amount": {
            "type": "object",
            "properties": {"amount": {"type": "string"}, "currency": {"enum": ["EUR"]}},
            "required": ["amount", "currency"],
        },
    },
    "required": ["order", "amount"],
    "additionalProperties": False,
}
FORM = {
    "name": "order.place",
    "title": "Place an order",
    "phrase": "order {order} for {amount}",
    "schema": json.dumps(SCHEMA),
    "performer": "agent",
    "effect_class": "unsafe",
    "reversibility": "reversible",
    "settle_seconds": "0",
    "repeat_seconds": "60",
    "permit_seconds": "60",
}
EXAMPLE = {
    "example/order": "PO-1",
    "example/amount/amount": "740.00",
    "example/amount/currency": '"EUR"',
}


@pytest.fixture(scope="module")
def us() -> Cast:
    """Acme."""
    return make_acme()


def check(cast: Cast, **changes: str) -> str:
    """Have a declaration checked, and return what comes back."""
    answer = post(cast, cast.ada, "action-types/check/", **{**FORM, **changes})
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def declared(cast: Cast, path: str = "action-types/", **changes: str) -> Any:
    """Publish a declaration, and return the answer."""
    return post(cast, cast.ada, f"{path}declare/", **{**FORM, **changes})


def versions(cast: Cast, name: str) -> list[ActionType]:
    """Return the versions that there are, the newest first."""
    with cast.scope():
        return list(ActionType.objects.filter(name=name).order_by("-version"))


def test_checking_publishes_nothing_and_says_what_people_would_read(us: Cast) -> None:
    words = check(us, **EXAMPLE)

    assert "It fits together" in words
    assert "An agent may send this." in words
    assert "An agent wants to order PO-1 for 740.00 EUR" in words
    assert versions(us, "order.place") == []


def test_an_example_is_checked_as_agents_are(us: Cast) -> None:
    words = check(us, **{**EXAMPLE, "example/order": "P" * 21})

    assert "parameters.order" in words
    assert "is too long" in words
    assert f'value="{"P" * 21}"' in words


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"schema": '{\n  "type" 1}'}, "Parameters", "line 2, column 10"),
        ({"schema": '{"typo": 1}'}, "Parameters", "$.typo: this word is not"),
        ({"phrase": "order {sum}"}, "Phrase", "No parameter fills {sum}."),
        ({"lookups": "nonsense"}, "looks up", "Line 1 is not like"),
        ({"lookups": "o: orders by sum"}, "looks up", "which is no parameter"),
        ({"performer": "platform"}, "Connection", "needs a runner"),
        ({"effect_class": "queryable"}, "is asked", "Say how its target"),
        ({"probe_path": "/x/{intent}"}, "is asked", "call it queryable"),
        ({"permit_seconds": "1"}, "permit lasts", "5 seconds to a day"),
        ({"name": "Order"}, "Name", "Small letters and dots"),
    ],
)
def test_every_fault_is_named_at_its_field_and_nothing_typed_is_lost(
    us: Cast, change: dict[str, str], field: str, told: str
) -> None:
    name = change.get("name", "order.refused")
    refused = declared(us, **{"name": name, **change, **EXAMPLE})

    words = unescape(refused.content.decode())
    assert refused.status_code == 422
    assert told in words
    assert field in words
    assert 'value="Place an order"' in words
    [(key, value)] = change.items()
    assert value in words, key
    assert versions(us, name) == []


def test_a_version_is_published_and_the_next_says_what_it_changes(acme: Cast) -> None:
    assert declared(acme).status_code == 302
    [first] = versions(acme, "order.place")
    schema = json.loads(FORM["schema"])
    schema["properties"]["order"]["maxLength"] = 40
    schema["properties"]["note"] = {"type": "string"}
    schema["required"] = ["amount"]
    changes = {
        "schema": json.dumps(schema),
        "title": "Order something",
        "name": "another.name",
        "reversibility": "irreversible",
        "permit_seconds": "90",
    }

    offered = seen(acme, acme.ada, f"action-types/{first.id}/next/")
    answer = declared(acme, f"action-types/{first.id}/", **changes)

    assert "What changes with version 2 of “Place an order”?" in offered
    assert answer.status_code == 302
    second = versions(acme, "order.place")[0]
    assert (second.version, second.title) == (2, "Order something")
    page = seen(acme, acme.vi, f"action-types/{second.id}/")
    for told in (
        "The title was “Place an order” and is “Order something”.",
        "The parameter note is new: text, optional.",
        "The parameter order was text, 1 to 20 characters and is text, 1 to 40",
        "The parameter order is optional now.",
        "Whether it can be undone was “Can be undone” and is “Cannot be undone”.",
        "in seconds, was “60” and is “90”.",
    ):
        assert told in page
    assert "amount an amount of money required" in page
    old = seen(acme, acme.vi, f"action-types/{first.id}/")
    assert "This is version 1. Version 2 took over from it." in old
    with acme.scope():
        newest = trace(Filters()).lines[0].sentence
    assert newest == "Ada Rossi published version 2 of the action order.place."


def test_of_two_who_declare_the_next_version_one_is_told(us: Cast) -> None:
    declared(us, name="order.raced")
    [first] = versions(us, "order.raced")

    answers = [
        declared(us, f"action-types/{first.id}/", title=title)
        for title in ("Mine", "Theirs")
    ]

    assert [one.status_code for one in answers] == [302, 409]
    assert "Version 2 of order.raced was published meanwhile" in str(answers[1].content)
    assert [one.title for one in versions(us, "order.raced")] == ["Mine", FORM["title"]]


def test_a_new_one_cannot_take_a_name_that_is_taken(us: Cast) -> None:
    refused = declared(us, name="payment.send")

    assert refused.status_code == 409
    assert "There is a payment.send already" in unescape(refused.content.decode())


def test_a_retired_connection_cannot_be_declared(us: Cast) -> None:
    with us.scope():
        bank = str(Runner.objects.get(name="Bank").id)

    accepted = declared(us, name="order.sent", performer="platform", runner=bank)
    unknown = declared(us, name="order.lost", performer="platform", runner="no-id")

    assert (accepted.status_code, unknown.status_code) == (302, 422)


@pytest.mark.parametrize("begin", ["invoice", "email", "lookup", "empty", "anything"])
def test_one_may_begin_with_an_example(us: Cast, begin: str) -> None:
    page = visit(us, us.ada, f"action-types/new/?begin={begin}")

    assert page.status_code == 200
    assert headline(page) == "What shall agents be able to ask for?"
    assert b"An agent may send this." in page.content


def test_the_list_says_what_each_is_and_costs_the_same_for_many(acme: Cast) -> None:
    browser, path = acme.browser(acme.ada), f"/c/{acme.client.slug}/action-types/"

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get(path)
        return len(captured)

    words = seen(acme, acme.vi, "action-types/")
    queries()
    few = queries()
    for number in range(5):
        declared(acme, name=f"order.place{number}")

    assert "Three things are declared that agents can ask for." in words
    assert "Send a payment payment.send It cannot be undone. It can be asked" in words
    assert "The platform, over Bank 1" in words
    assert queries() == few <= 14
