"""One payment from question to outcome, by a real worker and a real bank."""

import uuid
from typing import Any

import pytest

from governance.models import Checkpoint, Ticket
from governance.services import checkpoints
from tests.cast import Cast
from tests.processes import eventually, payments_of, turn_bank

pytestmark = pytest.mark.usefixtures("bank", "worker", "sweeper")

_OVER = {"succeeded", "failed", "unknown", "refused", "expired"}


def ended(cast: Cast, action_id: str) -> dict[str, Any]:
    """Return the action once it is over."""
    return came_to(cast, action_id, *_OVER)


def came_to(cast: Cast, action_id: str, *statuses: str) -> dict[str, Any]:
    """Return the action once it has come to one of these statuses."""

    def look() -> dict[str, Any] | None:
        body = cast.api("GET", f"actions/{action_id}").json()
        return body if body["status"] in statuses else None

    return eventually(look)


def an_invoice() -> str:
    """Return a number that no other test uses."""
    return f"NL-{uuid.uuid4().hex[:10]}"


def test_an_allowed_payment_is_paid_once_and_the_run_can_be_completed(
    acme: Cast,
) -> None:
    invoice = an_invoice()
    run = acme.open_run()
    asked = acme.ask_payment(run, invoice=invoice)

    action = ended(acme, asked["id"])
    completed = acme.api(
        "POST", f"runs/{run['id']}/complete", {"summary": "It is paid."}
    )

    assert action["status"] == "succeeded"
    assert payments_of(invoice) == 1
    assert completed.status_code == 200
    assert completed.json()["state"] == "completed"


def test_an_approved_payment_is_paid(acme: Cast) -> None:
    invoice = an_invoice()
    asked = acme.ask_payment(acme.open_run(), invoice=invoice, amount="7400.00")
    assert payments_of(invoice) == 0

    with acme.scope(acme.bo):
        checkpoint = Checkpoint.objects.select_related("group").get(
            id=asked["checkpoint"]["id"]
        )
        checkpoints.approve(checkpoint=checkpoint, by=acme.bo, reason="It matches.")

    assert ended(acme, asked["id"])["status"] == "succeeded"
    assert payments_of(invoice) == 1


def test_a_refused_payment_is_not_paid(acme: Cast) -> None:
    invoice = an_invoice()
    asked = acme.ask_payment(acme.open_run(), invoice=invoice, amount="7400.00")

    with acme.scope(acme.bo):
        checkpoint = Checkpoint.objects.select_related("group").get(
            id=asked["checkpoint"]["id"]
        )
        checkpoints.refuse(checkpoint=checkpoint, by=acme.bo, reason="Not ordered.")

    action = ended(acme, asked["id"])
    assert action["status"] == "refused"
    assert action["refused_by"] == "person"
    assert payments_of(invoice) == 0


def test_a_payment_that_the_bank_refuses_has_failed_and_may_be_asked_again(
    acme: Cast,
) -> None:
    invoice = an_invoice()
    turn_bank(invoice, "failing")
    failed = ended(acme, acme.ask_payment(acme.open_run(), invoice=invoice)["id"])
    turn_bank(invoice, "ok")
    again = ended(acme, acme.ask_payment(acme.open_run(), invoice=invoice)["id"])

    assert failed["status"] == "failed"
    assert again["status"] == "succeeded"
    assert payments_of(invoice) == 1


@pytest.mark.parametrize("mode", ["reset", "silent"])
def test_a_payment_without_an_answer_is_settled_by_asking_the_bank(
    acme: Cast, mode: str
) -> None:
    invoice = an_invoice()
    turn_bank(invoice, mode)
    run = acme.open_run()

    asked = acme.ask_payment(run, invoice=invoice)
    unknown = came_to(acme, asked["id"], "unknown")
    again = acme.ask_payment(acme.open_run(), invoice=invoice)
    settled = came_to(acme, asked["id"], "succeeded")

    assert unknown["result"]["summary"] != settled["result"]["summary"]
    assert again["status"] == "refused", "what is unknown stays reserved"
    assert acme.api("GET", f"runs/{run['id']}").json()["state"] == "running"
    assert payments_of(invoice) == 1


def test_a_payment_about_which_the_bank_cannot_tell_stops_its_run(acme: Cast) -> None:
    invoice = an_invoice()
    turn_bank(invoice, "lost")
    run = acme.open_run()

    asked = acme.ask_payment(run, invoice=invoice)
    came_to(acme, asked["id"], "unknown")
    eventually(
        lambda: acme.api("GET", f"runs/{run['id']}").json()["state"] == "interrupted"
    )

    with acme.scope():
        ticket = Ticket.objects.select_related("owner__user").get(action_id=asked["id"])
        assert ticket.owner.user.name == "Ada Rossi"
        assert ticket.deadline > ticket.opened_at
    assert payments_of(invoice) == 1
