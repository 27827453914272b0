"""Rules that ask what happened before, against what the database knows of it."""

from dataclasses import replace
from typing import Any

import pytest

from agents.models import Runner
from agents.services import publish_action_type
from config.demo.process import PAY
from governance.models import Action, BoundaryRule, Decision
from governance.services.boundaries import draft_rule, publish_boundary
from tests.cast import NORDLICHT, Cast, make_globex

SHOUTED = f" {NORDLICHT['id'].swapcase()}"


def deny_unless(cast: Cast, op: str, value: Any, **measure: Any) -> None:
    """Publish a rule that refuses a payment unless the past is as it demands."""
    asked = {"count": "payment.send", "outcome": "asked", "per": [], "hours": 24}
    condition = {"history": asked | measure, "op": op, "value": value}
    with cast.scope():
        draft_rule(
            number=90,
            key="past",
            title="Only after what has to come before",
            effect="deny",
            status="active",
            action="payment.send",
            conditions={"not": condition},
            reason="",
        )
        publish_boundary(published_by=cast.ada)


def drop_past(cast: Cast) -> None:
    with cast.scope():
        BoundaryRule.objects.filter(key="past").delete()


def pay(cast: Cast, run: dict[str, Any], invoice: str, **changes: Any) -> str:
    answer = cast.ask_payment(run, invoice=invoice, amount="10.00", **changes)
    refused = any(rule["key"] == "past" for rule in answer["rules"])
    return "past" if refused else str(answer["decision"])


def become(cast: Cast, invoice: str, status: str) -> None:
    with cast.scope():
        Action.objects.filter(parameters__invoice=invoice).update(status=status)


def test_how_often_is_counted_by_agent_by_supplier_and_by_run(acme: Cast) -> None:
    deny_unless(acme, "at_most", 1, per=["agent.id", "parameters.supplier_id"])
    one, other = acme.open_run("a"), acme.open_run("b")

    assert [pay(acme, one, f"A{turn}") for turn in range(2)] == ["allow", "allow"]
    assert pay(acme, one, "A2") == "past"
    # A letter of another size is no other supplier, another run no other agent.
    assert pay(acme, other, "A3", supplier_id=SHOUTED) == "past"
    assert pay(acme, other, "A4", supplier_id="nobody") != "past"


def test_another_clients_past_is_nobody_elses(acme: Cast) -> None:
    globex = make_globex()
    deny_unless(acme, "at_most", 0)
    pay(globex, globex.open_run(), "G1")

    assert pay(acme, acme.open_run(), "A1") == "allow"
    assert pay(acme, acme.open_run(), "A2") == "past"


@pytest.mark.parametrize(
    ("outcome", "status", "counts"),
    [
        ("succeeded", "succeeded", True),
        ("succeeded", "running", False),
        ("happened", "unknown", True),
        ("happened", "authorized", False),
        ("refused", "refused", True),
        ("asked", "cancelled", True),
    ],
)
def test_what_came_of_it_matters(
    acme: Cast, outcome: str, status: str, counts: bool
) -> None:
    run = acme.open_run()
    pay(acme, run, "A1")
    become(acme, "A1", status)
    deny_unless(acme, "at_least", 1, outcome=outcome, hours=None)

    assert pay(acme, run, "A2") == ("allow" if counts else "past")
    # In another run nothing came before.
    assert pay(acme, acme.open_run("b"), "A3") == "past"


def test_the_name_of_an_action_is_a_pattern(acme: Cast) -> None:
    with acme.scope():
        bank = Runner.objects.get(name="Bank")
        publish_action_type(replace(PAY, name="payment.sen"), runner=bank)
    run = acme.open_run()
    pay(acme, run, "A1")
    for pattern, found in (("payment.*", True), ("*", True), ("pay*.send", True),
                           ("payment.sen", False), ("invoice.*", False)):  # fmt: skip
        drop_past(acme)
        deny_unless(acme, "at_least", 1, count=pattern, hours=None)
        assert (pay(acme, run, f"B-{pattern}") == "allow") is found


def test_amounts_are_summed_in_their_currency(acme: Cast) -> None:
    run = acme.open_run()
    pay(acme, run, "A1")
    measure = {"sum": "parameters.amount", "currency": "EUR"}
    deny_unless(acme, "less_than", {"amount": "25.00", "currency": "EUR"}, **measure)

    assert [pay(acme, run, f"A{turn}") for turn in (2, 3, 4)] == [
        "allow",
        "allow",
        "past",
    ]
    drop_past(acme)
    deny_unless(acme, "less_than", {"amount": "900.00", "currency": "EUR"}, **measure)
    assert pay(acme, run, "A5") == "allow"
    # What cannot be summed makes the whole sum unknown, and unknown is no.
    pay(acme, run, "A6", currency="GBP")
    assert pay(acme, run, "A7") == "past"


def test_what_was_found_is_kept_with_the_decision(acme: Cast) -> None:
    deny_unless(acme, "at_most", 5)
    pay(acme, acme.open_run(), "A1")
    pay(acme, acme.open_run(), "A2")

    with acme.scope():
        kept = [one.circumstances for one in Decision.objects.order_by("id")]
    counted = [next(iter(one["history"].values())) for one in kept]
    assert counted == [0, 1]
    assert kept[0]["time"]["zone"] == "Europe/Berlin"
