"""Rules as people type them on the page of a rule."""

import pytest

from governance.models import (
    BoundaryRule,
)
from tests.cast import Cast
from tests.governance.seen import headline, read, visit
from tests.governance.setting_up import do
from tests.governance.typing_rules import HOSTILE, TYPED, WRITE, rule_of, shown_hash


def test_a_rule_is_typed_as_a_sentence_and_published(acme: Cast) -> None:
    written = do(acme, acme.ada, WRITE, **TYPED)

    assert written.status_code == 200
    rule = rule_of(acme, "fees")
    assert rule.conditions == {
        "all": [
            {
                "field": "parameters.amount",
                "op": "more_than",
                "value": {"amount": "500.00", "currency": "EUR"},
            },
            {
                "not": {
                    "field": "facts.supplier.status",
                    "op": "one_of",
                    "value": ["approved", "known"],
                }
            },
        ]
    }
    assert rule.limit == {
        "sum": "parameters.amount",
        "at_most": {"amount": "2000.00", "currency": "EUR"},
        "per": ["parameters.supplier_id", "agent.id"],
        "window": "day",
    }
    assert rule.obligation == {
        "group": "Finance",
        "kind": "four_eyes",
        "quorum": 1,
        "minutes": 90,
    }
    assert headline(written) == (
        "10 rules are in force, and one change is written for the next version."
    )
    assert "New Rule 11, Fees of our suppliers" in read(written)

    stale = do(acme, acme.ada, "boundaries/publish/", shown="sha256:0")
    done = do(
        acme,
        acme.ada,
        "boundaries/publish/",
        shown=shown_hash(acme, acme.ada),
        reason="Fees crept in.",
    )

    assert stale.status_code == 409
    assert "The rules have changed since you read them" in read(stale)
    assert headline(done) == "11 rules are in force."


def test_a_rule_that_is_shown_and_saved_says_the_same(acme: Cast) -> None:
    """Every rule of the demo, and what is typed beside it, comes back as it was."""
    do(acme, acme.ada, WRITE, **TYPED)
    with acme.scope():
        rules = list(BoundaryRule.objects.order_by("number"))
    for rule in rules:
        path = f"boundaries/rules/{rule.id}/"
        page = visit(acme, acme.ada, path)
        form = page.context["form"]
        typed = {
            bound.html_name: bound.value()
            for one in (form, *form.rows)
            for bound in one
            if bound.value() not in (None, False)
        }
        typed["count"] = len(form.rows)

        again = do(acme, acme.ada, f"{path}change/", **typed)

        assert again.status_code == 409, (rule.key, read(again))
        assert "Nothing is different" in read(again)
    # One of them is no flat list of conditions, and so is written out.
    ceiling = next(one for one in rules if one.key == "pay-ceiling")
    page = visit(acme, acme.vi, f"boundaries/rules/{ceiling.id}/")
    assert page.context["form"]["join"].value() == "written"
    assert "disabled" in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"action": "fee send"}, "a pattern has letters"),
        ({"row-0-value": "soon"}, "a decimal number is written like"),
        ({"row-0-field": "amount"}, "a field starts with one of"),
        ({"row-0-op": "resembles"}, "Select a valid choice"),
        ({"join": "written", "written": "{"}, "This is no JSON."),
        (
            {"join": "written", "written": '{"all": [{"any": []}]}'},
            "all[0].any: a group has at least one condition",
        ),
        ({"group": ""}, "text here cannot be empty"),
        ({"minutes": "0"}, "a number from 1 to 44640"),
        ({"limit_window": "year"}, "window: one of"),
        ({"limit_most": "many"}, "a decimal number is written like"),
        ({"subject": "somebody"}, "Select a valid choice"),
        ({"key": "a b"}, "Enter a valid"),
        ({"key": "match"}, "Another rule has this key"),
        ({"count": "9" * 5000}, "at most 32 conditions"),
        ({"title": HOSTILE, "key": ""}, "Give it a key."),
    ],
)
def test_what_does_not_read_is_said_at_its_place_and_kept(
    acme: Cast, wrong: dict[str, str], told: str
) -> None:
    answer = do(acme, acme.ada, WRITE, **{**TYPED, **wrong})

    assert answer.status_code in {409, 422}
    words = read(answer)
    assert told in words
    page = answer.content.decode()
    assert HOSTILE not in page
    assert 'value="parameters.supplier_id, agent.id"' in page
    with acme.scope():
        assert not BoundaryRule.objects.filter(title=TYPED["title"]).exists()


def test_one_more_condition_is_a_button_that_loses_nothing(acme: Cast) -> None:
    answer = do(acme, acme.ada, WRITE, **TYPED, row="value")

    assert answer.status_code == 200
    assert len(answer.context["form"].rows) == 4
    page = answer.content.decode()
    assert 'value="500.00 EUR"' in page
    assert 'name="row-3-field"' in page
    with acme.scope():
        assert not BoundaryRule.objects.filter(key="fees").exists()
