"""Conditions about lists and about the past, typed in rows without any JSON."""

from typing import Any

import pytest

from governance.models import BoundaryRule
from tests.cast import Cast
from tests.governance.seen import read, visit
from tests.governance.setting_up import do
from tests.governance.typing_rules import TYPED, WRITE, rule_of

AMOUNT = {"amount": "500.00", "currency": "EUR"}
EVERY_LINE = {
    "about": "list",
    "of": "parameters.lines",
    "how": "every",
    "part": "amount",
    "op": "at_most",
    "value": "500.00 EUR",
}
MATCHED = {
    "about": "past",
    "action": "invoice.match",
    "outcome": "succeeded",
    "op": "at_least",
    "value": "1",
}
PAID = {
    **MATCHED,
    "action": "payment.*",
    "outcome": "happened",
    "span": "30 days",
    "per": "agent.id, parameters.supplier_id",
    "summed": "parameters.amount",
    "op": "more_than",
    "value": "9000.00 EUR",
}
THAT = {"field": "item.amount", "op": "at_most", "value": AMOUNT}
IN_THIS_RUN = {"count": "invoice.match", "outcome": "succeeded", "per": []}


def one_row(**row: str) -> dict[str, str]:
    """Return what is typed for a rule with this row alone."""
    plain = {name: TYPED[name] for name in TYPED if not name.startswith("row-")}
    return {
        **plain,
        "count": "1",
        **{f"row-0-{name}": typed for name, typed in row.items()},
    }


@pytest.mark.parametrize(
    ("row", "condition"),
    [
        (EVERY_LINE, {"every": "parameters.lines", "that": THAT}),
        (
            EVERY_LINE | {"how": "some", "negated": "on"},
            {"not": {"some": "parameters.lines", "that": THAT}},
        ),
        (
            EVERY_LINE | {"part": "", "op": "one_of", "value": "EUR, NOK"},
            {
                "every": "parameters.lines",
                "that": {"field": "item", "op": "one_of", "value": ["EUR", "NOK"]},
            },
        ),
        (
            EVERY_LINE | {"how": "at_most", "number": "3"},
            {
                "count": {"of": "parameters.lines", "that": THAT},
                "op": "at_most",
                "value": 3,
            },
        ),
        (
            {
                "about": "list",
                "of": "parameters.to",
                "how": "between",
                "number": "1, 9",
            },
            {
                "count": {"of": "parameters.to", "that": None},
                "op": "between",
                "value": [1, 9],
            },
        ),
        (
            MATCHED,
            {"history": {**IN_THIS_RUN, "hours": None}, "op": "at_least", "value": 1},
        ),
        (
            MATCHED | {"span": "1 hour", "op": "less_than", "value": "5"},
            {"history": {**IN_THIS_RUN, "hours": 1}, "op": "less_than", "value": 5},
        ),
        (
            PAID,
            {
                "history": {
                    "count": "payment.*",
                    "outcome": "happened",
                    "per": ["agent.id", "parameters.supplier_id"],
                    "hours": 720,
                    "sum": "parameters.amount",
                    "currency": "EUR",
                },
                "op": "more_than",
                "value": {"amount": "9000.00", "currency": "EUR"},
            },
        ),
        (
            {
                "about": "value",
                "field": "parameters.to",
                "op": "among_field",
                "value": "facts.supplier.contacts",
            },
            {
                "field": "parameters.to",
                "op": "among_field",
                "value": "facts.supplier.contacts",
            },
        ),
    ],
)
def test_a_row_says_what_was_typed_and_shows_it_again(
    acme: Cast, row: dict[str, str], condition: dict[str, Any]
) -> None:
    written = do(acme, acme.ada, WRITE, **one_row(**row))

    assert written.status_code == 200, read(written)
    rule = rule_of(acme, "fees")
    assert rule.conditions == condition
    form = visit(acme, acme.ada, f"boundaries/rules/{rule.id}/").context["form"]
    assert form["join"].value() == "all"
    shown = {bound.name: bound.value() for bound in form.rows[0]}
    assert {name: shown[name] for name in row} == row | (
        {"negated": True} if "negated" in row else {}
    )


@pytest.mark.parametrize(
    ("row", "field", "told"),
    [
        (EVERY_LINE | {"of": "lines"}, "of", "a field starts with one of"),
        (EVERY_LINE | {"op": ""}, "op", "say what has to hold for them"),
        (EVERY_LINE | {"value": "soon"}, "value", "a decimal number is written"),
        (EVERY_LINE | {"part": "a b"}, "part", "letters, digits, - and _ only"),
        (EVERY_LINE | {"how": "at_most"}, "number", "needed here"),
        (EVERY_LINE | {"how": "several"}, "how", "Select a valid choice"),
        (MATCHED | {"action": "no spaces"}, "action", "a pattern has letters"),
        (MATCHED | {"span": "mon-fri 08:00-17:00"}, "span", "type 24 hours, 30 days"),
        (MATCHED | {"span": "400 days"}, "span", "a number from 1 to 8784"),
        (MATCHED | {"per": "facts.supplier.id"}, "per", "the past is kept by"),
        (MATCHED | {"value": "often"}, "value", "a decimal number is written"),
        (PAID | {"value": "9000"}, "value", "compared with money"),
        (PAID | {"summed": "agent.id"}, "summed", "only an amount among the param"),
        # What was touched was meant: a condition is not left out in silence.
        (MATCHED | {"action": "", "value": "3"}, "action", "name an action"),
        (MATCHED | {"action": "", "outcome": "refused"}, "action", "name an action"),
    ],
)
def test_what_does_not_read_is_said_at_its_field(
    acme: Cast, row: dict[str, str], field: str, told: str
) -> None:
    answer = do(acme, acme.ada, WRITE, **one_row(**row))

    assert answer.status_code == 422
    errors = answer.context["form"].rows[0].errors
    assert told in " ".join(errors[field])
    with acme.scope():
        assert not BoundaryRule.objects.filter(key="fees").exists()


@pytest.mark.parametrize(
    "condition",
    [
        {"any": [{"every": "parameters.lines", "that": {"all": [THAT]}}]},
        {"every": "parameters.lines", "that": {"not": THAT}},
        {
            "history": {
                **IN_THIS_RUN,
                "hours": 24,
                "sum": "parameters.amount",
                "currency": "NOK",
            },
            "op": "at_most",
            "value": AMOUNT,
        },
    ],
)
def test_what_no_row_can_say_is_shown_as_it_is_written(
    acme: Cast, condition: dict[str, Any]
) -> None:
    with acme.scope():
        rule = BoundaryRule.objects.get(key="match")
        rule.conditions = condition
        rule.save()

    page = visit(acme, acme.ada, f"boundaries/rules/{rule.id}/")

    assert page.context["form"]["join"].value() == "written"


@pytest.mark.parametrize("kind", ["value", "list", "past", "of-no-kind"])
def test_one_more_row_is_of_the_kind_that_was_asked_for(acme: Cast, kind: str) -> None:
    answer = do(acme, acme.ada, WRITE, **one_row(**EVERY_LINE), row=kind)

    kinds = [row.kind for row in answer.context["form"].rows]
    assert kinds == ["list", kind if kind != "of-no-kind" else "value"]
    assert 'value="parameters.lines"' in answer.content.decode()


@pytest.mark.parametrize("kind", ["value", "list", "past"])
def test_one_more_row_judges_nothing_that_is_not_written_yet(
    acme: Cast, kind: str
) -> None:
    begun = {"action": "payment.send", "count": "1", "row-0-about": "past"}

    answer = do(acme, acme.ada, WRITE, **begun, row=kind)

    page = answer.content.decode()
    assert 'value="payment.send"' in page
    assert 'class="form-error"' not in page
    assert 'role="alert"' not in page


def test_a_row_about_the_past_that_nobody_touched_says_nothing(acme: Cast) -> None:
    untouched = MATCHED | {"about": "past", "action": ""}

    do(acme, acme.ada, WRITE, **one_row(**untouched))

    with acme.scope():
        assert BoundaryRule.objects.get(key="fees").conditions is None
