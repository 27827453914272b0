"""An agent asks, and is answered: alone, with a person, or no."""

from config.demo.process import WORKFLOW_KEY
from governance.models import Reservation
from tenants.models import Group
from tenants.services.groups import rename_group
from tests.cast import Cast, payment
from tests.governance.readying import waive_all


def test_a_small_payment_to_an_approved_supplier_is_authorized(acme: Cast) -> None:
    action = acme.ask_payment(acme.open_run())

    assert action["status"] == "authorized"
    assert action["decision"] == "allow"
    assert [rule["key"] for rule in action["rules"]] == ["pay-small"]
    assert action["owner"] == {"name": "Ada Rossi"}


def test_a_larger_payment_waits_for_finance(acme: Cast) -> None:
    action = acme.ask_payment(acme.open_run(), amount="7400.00")

    assert action["status"] == "waiting"
    assert action["checkpoint"]["group"] == "Finance"
    assert action["checkpoint"]["kind"] == "confirm"
    assert "7,400.00 EUR" in action["explanation"]


def test_a_changed_bank_account_needs_four_eyes(acme: Cast) -> None:
    action = acme.ask_payment(acme.open_run(), account="LT121000011101001000")

    assert action["status"] == "waiting"
    assert action["checkpoint"]["kind"] == "four_eyes"


def test_an_unknown_supplier_needs_four_eyes(acme: Cast) -> None:
    action = acme.ask_payment(acme.open_run(), supplier_id="nobody")

    assert action["checkpoint"]["kind"] == "four_eyes"


def test_nothing_above_the_ceiling(acme: Cast) -> None:
    action = acme.ask_payment(acme.open_run(), amount="38500.00")

    assert action["status"] == "refused"
    assert action["refused_by"] == "rule"
    assert [rule["key"] for rule in action["rules"]] == ["pay-ceiling"]


def test_one_invoice_of_a_supplier_is_never_paid_twice(acme: Cast) -> None:
    first = acme.ask_payment(acme.open_run(), invoice="NL-1")
    second = acme.ask_payment(acme.open_run(), invoice="NL-1")

    assert first["status"] == "authorized"
    assert second["status"] == "refused"
    assert [rule["key"] for rule in second["rules"]] == ["pay-once"]


def test_an_action_without_a_run_opens_one_that_ends_with_it(acme: Cast) -> None:
    body = payment(amount="38500.00") | {"workflow": WORKFLOW_KEY}

    action = acme.api("POST", "actions", body).json()

    assert action["status"] == "refused"
    run = acme.api("GET", f"runs/{action['run']}").json()
    assert run["state"] == "completed"


def test_what_nobody_can_be_asked_about_is_refused_and_holds_nothing(
    acme: Cast,
) -> None:
    with acme.scope():
        # Past the service of governance, which refuses it while rules ask this group.
        rename_group(Group.objects.get(name="Finance"), name="Treasury")
        waive_all(acme, acme.agent)

    action = acme.ask_payment(acme.open_run(), amount="7400.00")

    assert (action["status"], action["refused_by"]) == ("refused", "platform")
    with acme.scope():
        states = Reservation.objects.filter(action_id=action["id"])
        assert {one.state for one in states} == {"released"}
