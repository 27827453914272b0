"""The stub bank over a real socket: who may pay, what is paid, what is remembered."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from tests.examples.bank_customer import Customer, payment, serving


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Customer]:
    with serving(data=tmp_path) as customer:
        yield customer


def test_a_signed_payment_is_made(bank: Customer) -> None:
    response = bank.pay(payment(), webhook_id="intent-1")

    assert response.status_code == 201
    assert response.json() == {"status": "accepted", "reference": "BK-000001"}
    assert bank.listed()[0]["order"] == {
        "invoice": "BF-20911",
        "supplier_id": "14820953",
        "supplier_name": "Baltic Freight OÜ",
        "account": "EE969900221009914820",
        "amount": "412.50",
        "currency": "EUR",
    }


def test_a_test_message_is_heard_and_pays_nothing(bank: Customer) -> None:
    said = payment().replace(b'"type": "payment.send"', b'"type": "remit.test"')

    response = bank.pay(said, webhook_id="trial-1")

    assert (response.status_code, response.json()) == (200, {"status": "heard"})
    assert bank.listed() == []


def test_the_same_request_twice_is_paid_twice(bank: Customer) -> None:
    bank.pay(payment(), webhook_id="intent-1")
    second = bank.pay(payment(), webhook_id="intent-1")

    assert second.json()["reference"] == "BK-000002"
    assert bank.find("intent-1").json()["times_paid"] == 2


def test_who_asks_for_it_once_is_paid_once_however_often(bank: Customer) -> None:
    answers = [
        bank.pay(payment(), webhook_id=each, path="/payments/once")
        for each in ("intent-1", "intent-1", "intent-2")
    ]

    references = [answer.json()["reference"] for answer in answers]
    assert references == ["BK-000001", "BK-000001", "BK-000002"]
    assert bank.find("intent-1").json()["times_paid"] == 1


def test_a_payment_can_be_asked_for_by_its_webhook_id(bank: Customer) -> None:
    bank.pay(payment(), webhook_id="intent-1")

    found = bank.find("intent-1")

    assert found.status_code == 200
    assert found.json()["reference"] == "BK-000001"
    assert found.json()["webhook_id"] == "intent-1"
    assert bank.find("intent-2").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "nonsense"},
        {"webhook-signature": "v1,not base64"},
        {"webhook-signature": ""},
        {"webhook-id": "another"},
        {"webhook-timestamp": "1"},
        {"webhook-timestamp": "soon"},
    ],
)
def test_a_bad_signature_is_refused(bank: Customer, change: dict[str, str]) -> None:
    body = payment()
    headers = bank.signed(body, webhook_id="intent-1") | change

    response = bank.http.post("/payments", content=body, headers=headers)

    assert response.status_code == 401
    assert bank.listed() == []


def test_a_changed_body_is_refused(bank: Customer) -> None:
    headers = bank.signed(payment(), webhook_id="intent-1")

    dearer = payment(amount="9999.00")
    response = bank.http.post("/payments", content=dearer, headers=headers)

    assert response.status_code == 401
    assert bank.listed() == []


def test_an_old_signature_is_refused(bank: Customer) -> None:
    an_hour_ago = datetime.now(tz=UTC) - timedelta(hours=1)
    headers = bank.signed(payment(), webhook_id="intent-1", at=an_hour_ago)

    response = bank.http.post("/payments", content=payment(), headers=headers)

    assert response.status_code == 401
    assert "too old" in response.json()["reason"]


def test_asking_for_a_payment_needs_a_signature_too(bank: Customer) -> None:
    bank.pay(payment(), webhook_id="intent-1")

    assert bank.http.get("/payments/intent-1").status_code == 401


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (payment(amount="0.00"), "more than zero"),
        (payment(amount="-5.00"), "more than zero"),
        (payment(amount="1e3"), "amount.amount"),
        (payment(currency="euro"), "amount.currency"),
        (payment(account=" "), "account is missing"),
        (payment(invoice=None), "invoice is missing"),
        (b'{"type": "payment.send", "data": {}}', "data.parameters is missing"),
        (b'{"type": "supplier.notify"}', "only takes payments"),
        (b"[]", "only takes payments"),
        (b"not json", "not JSON"),
    ],
)
def test_nonsense_is_refused_and_nothing_paid(
    bank: Customer, body: bytes, reason: str
) -> None:
    response = bank.pay(body, webhook_id="intent-1")

    assert response.status_code == 422
    assert response.json()["status"] == "refused"
    assert reason in response.json()["reason"]
    assert bank.listed() == []


def test_a_restart_forgets_no_payment(tmp_path: Path) -> None:
    with serving(data=tmp_path) as bank:
        bank.pay(payment(), webhook_id="intent-1")
        before = bank.listed()

    with serving(data=tmp_path) as bank:
        assert bank.listed() == before
        again = bank.pay(payment(), webhook_id="intent-2")
        assert again.json()["reference"] == "BK-000002"


def test_half_a_line_in_the_file_is_no_payment(tmp_path: Path) -> None:
    with serving(data=tmp_path) as bank:
        bank.pay(payment(), webhook_id="intent-1")
    with (tmp_path / "payments.jsonl").open("ab") as file:
        file.write(b'{"reference": "BK-0000')

    with serving(data=tmp_path) as bank:
        bank.pay(payment(), webhook_id="intent-2")

    with serving(data=tmp_path) as bank:
        references = [each["reference"] for each in bank.listed()]
        assert references == ["BK-000001", "BK-000002"]


def test_there_is_nothing_elsewhere(bank: Customer) -> None:
    assert bank.http.get("/").status_code == 404
    assert bank.http.post("/", content=b"").status_code == 404


def test_the_bank_listens_on_the_loopback_address_alone(bank: Customer) -> None:
    assert httpx2.URL(bank.url).host == "127.0.0.1"
    assert bank.server.server_address[0] == "127.0.0.1"
