"""How the work on one invoice ends, for everything Remit may say about an action."""

import pytest

from examples.invoice_agent.clerk import MATCH, NOTIFY, PAY
from tests.examples.documents import NEGATIVE, WITHOUT_ORDER, credit_note
from tests.examples.fake_remit import FakeRemit, Json, answer, go_on, work_on


def scripted(action: str, *answers: Json) -> FakeRemit:
    return FakeRemit(scripts={action: list(answers)})


def test_an_invoice_is_matched_paid_and_told() -> None:
    remit = FakeRemit()

    job = work_on(remit)

    assert [each["action"] for each in remit.actions.values()] == [MATCH, PAY, NOTIFY]
    assert remit.completed == {
        "run-1": "Paid 499.80 EUR to Nordlicht GmbH and told them."
    }
    assert job.ending == remit.completed["run-1"]
    assert remit.notes[0] == (
        "Read invoice ND-1042 from Nordlicht GmbH, issued on 2 November 2026, "
        "due on 2 December 2026, to be paid to account DE25999300000842170000. "
        "Payable: 499.80 EUR."
    )
    assert remit.notes[1:] == [
        "Invoice ND-1042 matches order PO-3101.",
        "Paid 499.80 EUR to Nordlicht GmbH: Accepted.",
        "Paid 499.80 EUR to Nordlicht GmbH and told them.",
    ]


def test_what_is_asked_for_is_what_the_invoice_says() -> None:
    remit = FakeRemit()

    work_on(remit)

    pay = remit.asked(PAY)[0]
    assert pay["run"] == "run-1"
    assert pay["step"] == "pay"
    assert pay["resource"] == {"type": "invoice", "id": "ND-1042"}
    assert pay["parameters"] == {
        "invoice": "ND-1042",
        "supplier_id": "HRB84217",
        "supplier_name": "Nordlicht GmbH",
        "account": "DE25999300000842170000",
        "amount": {"amount": "499.80", "currency": "EUR"},
    }
    assert remit.asked(MATCH)[0]["parameters"] == {
        "invoice": "ND-1042",
        "supplier_id": "HRB84217",
        "order": "PO-3101",
        "amount": {"amount": "499.80", "currency": "EUR"},
    }
    assert remit.asked(NOTIFY)[0]["parameters"]["message"] == (
        "Acme Logistics has paid your invoice ND-1042 of 499.80 EUR "
        "to your account ending in 0000."
    )
    assert remit.runs["run-1"]["subject"] == "Invoice ND-1042 from Nordlicht GmbH"


@pytest.mark.parametrize("content", [credit_note(), NEGATIVE])
def test_where_nothing_is_payable_nothing_is_asked(content: bytes) -> None:
    remit = FakeRemit()

    work_on(remit, content)

    assert not remit.actions
    assert remit.completed["run-1"].startswith("Nothing to pay: ")


def test_without_an_order_nothing_is_matched_but_payment_is_asked() -> None:
    remit = FakeRemit()

    work_on(remit, WITHOUT_ORDER)

    assert not remit.asked(MATCH)
    assert "names no purchase order" in remit.asked(PAY)[0]["reason"]
    assert "run-1" in remit.completed


@pytest.mark.parametrize("status", ["failed", "refused", "expired"])
def test_a_failed_match_is_said_in_the_reason_of_the_payment(status: str) -> None:
    told = {"summary": "No record of the order."}
    remit = scripted(MATCH, answer("running"), answer(status, result=told))

    work_on(remit)

    assert remit.asked(PAY)[0]["reason"].endswith(
        "could not be matched: No record of the order."
    )
    assert "Invoice ND-1042 did not match order PO-3101: No record" in remit.notes[1]


def test_a_refused_payment_completes_the_run() -> None:
    remit = scripted(PAY, answer("refused", "38500.00 EUR is over 25000.00 EUR."))

    work_on(remit)

    text = "Not paid, the payment is refused: 38500.00 EUR is over 25000.00 EUR."
    assert remit.completed["run-1"] == text
    assert not remit.asked(NOTIFY)


@pytest.mark.parametrize("status", ["failed", "expired", "cancelled"])
def test_a_payment_that_did_not_happen_completes_the_run(status: str) -> None:
    remit = scripted(PAY, answer("waiting"), answer(status, "Nobody answered."))

    job = work_on(remit)
    assert not job.ending
    go_on(remit, job)

    assert remit.completed["run-1"].startswith(f"Not paid, the payment is {status}")


def test_a_waiting_payment_leaves_the_run_open() -> None:
    remit = scripted(PAY, answer("waiting", "Over 500.00 EUR: Finance must answer."))

    job = work_on(remit)

    assert not job.ending
    assert not remit.completed
    assert "Over 500.00 EUR: Finance must answer." in remit.notes[-1]


def test_a_supplier_who_was_not_told_does_not_undo_the_payment() -> None:
    remit = scripted(NOTIFY, answer("refused", "The supplier has no record."))

    work_on(remit)

    assert remit.completed["run-1"].endswith("not told: The supplier has no record.")
