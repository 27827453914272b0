"""A declaration fits together, or the field and the remedy are named."""

from dataclasses import replace
from typing import Any

import pytest

from agents.compensation import parameters_for
from agents.declarations import Declaration, check_declaration
from agents.models import Performer, Reversibility
from agents.phrases import fill
from agents.schemas import read_json_object
from tenants.errors import Invalid

MONEY = {"type": "object", "properties": {"amount": {}, "currency": {}}}
GOOD = Declaration(
    name="payment.send",
    title="Pay an invoice",
    phrase="pay {amount} in {amount.currency} to {supplierName2}",
    schema={
        "type": "object",
        "properties": {"amount": MONEY, "supplierName2": {"type": "string"}},
    },
    reversibility=Reversibility.IRREVERSIBLE,
    performer=Performer.AGENT,
    lookups={"supplier": {"register": "suppliers", "key": "supplierName2"}},
)


UNDONE = replace(
    GOOD,
    reversibility=Reversibility.REVERSIBLE,
    compensation={
        "action": "payment.recall",
        "parameters": {"payment": "intent", "sum": "amount.amount"},
    },
)


def _filled(**parameters: str) -> dict[str, Any]:
    return {"compensation": {"action": "payment.recall", "parameters": parameters}}


def test_what_fits_together_is_accepted() -> None:
    check_declaration(GOOD, None)

    values = {
        "amount": {"amount": "740.00", "currency": "EUR"},
        "supplierName2": "Nordlicht GmbH",
    }
    assert fill(GOOD.phrase, values) == "pay 740.00 EUR in EUR to Nordlicht GmbH"


@pytest.mark.parametrize(
    ("change", "field", "told"),
    [
        ({"name": "Payment"}, "name", "payment.send"),
        ({"name": "payment..send"}, "name", "payment.send"),
        ({"name": "p" * 81}, "name", "80 at most"),
        ({"title": " "}, "title", "1 to 120"),
        ({"phrase": ""}, "phrase", "1 to 200"),
        ({"phrase": "pay {sum}"}, "phrase", "{sum}. Parameters: amount, supplierName2"),
        ({"phrase": "pay {amount.value}"}, "phrase", "{amount.value}"),
        ({"phrase": "pay {amount"}, "phrase", "{amount is no placeholder"),
        ({"phrase": "pay {the amount}"}, "phrase", "{the amount} is no placeholder"),
        ({"phrase": "pay amount}"}, "phrase", "} is no placeholder"),
        ({"schema": {"type": "string"}}, "schema", '"type": "object"'),
        ({"schema": {"typo": 1}}, "schema", "$.typo"),
        (
            {"lookups": {"order": {"register": "orders", "key": "order"}}},
            "lookups",
            "order is looked up by order",
        ),
        ({"permit_seconds": 1}, "permit_seconds", "5 seconds"),
        ({"performer": Performer.PLATFORM}, "runner", "needs a runner"),
    ],
)
def test_what_does_not_is_named(change: dict[str, Any], field: str, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_declaration(replace(GOOD, **change), None)

    assert refused.value.field == field
    assert told in refused.value.message


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"reversibility": Reversibility.IRREVERSIBLE}, "Only what can be undone"),
        ({"reversibility": Reversibility.READ_ONLY}, "Only what can be undone"),
        (_filled(sum="total"), "sum is filled from total, which is no parameter"),
        (_filled(sum="amount.total"), "amount.total, which is no parameter"),
        (_filled(sum="amount..x"), "which is no parameter"),
        (
            {
                "schema": {
                    "type": "object",
                    "properties": {"intent": {}, "amount": MONEY},
                }
            }
            | {"phrase": "pay", "lookups": {}},
            "intent, which could be a parameter too",
        ),
    ],
)
def test_what_undoes_it_is_filled_from_what_is_there(
    change: dict[str, Any], told: str
) -> None:
    check_declaration(UNDONE, None)

    with pytest.raises(Invalid) as refused:
        check_declaration(replace(UNDONE, **change), None)

    assert refused.value.field == "compensation"
    assert told in refused.value.message


def test_parameters_that_undo_are_those_of_the_effect() -> None:
    filled = parameters_for(
        {
            "action": "payment.recall",
            "parameters": {
                "payment": "intent",
                "about": "resource.id",
                "sum": "amount.amount",
                "note": "note",
            },
        },
        parameters={"amount": {"amount": "740.00", "currency": "EUR"}},
        resource_id="NL-1",
        intent="01a2",
    )

    assert filled == {"payment": "01a2", "about": "NL-1", "sum": "740.00"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{\n  "type": "object"\n  "x": 1}', "line 3, column 3"),
        ('{"type": }', "line 1, column 10"),
        ("", "line 1, column 1"),
        ("[]", "JSON object"),
        ('{"a": 1, "a": 2}', "“a” is there twice"),
        ('{"maximum": NaN}', "NaN is not a JSON number"),
        ('{"maximum": 1e999}', "too large"),
        ('{"maximum": ' + "9" * 5000 + "}", "too large"),
        ('{"title": "\\u0000"}', "null character"),
        ('{"title": "\\ud800"}', "Half a character"),
        ('{"a":' * 50_000, "characters"),
        ('{"a":' * 9_000, "nested too deep"),
    ],
)
def test_text_that_is_no_schema_is_told_where(text: str, told: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_json_object(text, field="schema")

    assert told in refused.value.message
    assert refused.value.field == "schema"
