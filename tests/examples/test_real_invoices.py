"""Invoices that other people made: the examples of Peppol BIS Billing 3."""

from pathlib import Path

import pytest

from examples.invoice_agent.clerk import PAY
from examples.invoice_agent.ubl import Invoice, read_invoice
from tests.examples.documents import REPO
from tests.examples.fake_remit import FakeRemit, work_on

FOLDER = REPO.parent / "shared" / "data" / "invoices"
BRITISH, SWEDISH = "IBAN32423940", "SE1212341234123412"
EXPECTED = {
    "Allowance-example": ("380", "6125.00", "EUR", BRITISH),
    "GR-base-example-correct": ("380", "1656.25", "EUR", BRITISH),
    "Norwegian-example-1": ("380", "802.00", "NOK", "NO9386011117947"),
    "Vat-category-S": ("380", "8550.00", "EUR", BRITISH),
    "base-creditnote-correction": ("381", "1656.25", "EUR", BRITISH),
    "base-example": ("380", "1656.25", "EUR", BRITISH),
    "base-negative-inv-correction": ("380", "-1656.25", "EUR", BRITISH),
    "sales-order-example": ("380", "1656.25", "EUR", BRITISH),
    "vat-category-E": ("380", "1200.00", "GBP", SWEDISH),
    "vat-category-O": ("380", "3200.00", "SEK", SWEDISH),
    "vat-category-Z": ("380", "1200.00", "GBP", SWEDISH),
}
NOTHING_TO_PAY = {"base-creditnote-correction", "base-negative-inv-correction"}

pytestmark = [
    pytest.mark.external,
    pytest.mark.skipif(not FOLDER.is_dir(), reason=f"no real invoices in {FOLDER}"),
]


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.xml"


def read(name: str) -> Invoice:
    return read_invoice(content=path_of(name).read_bytes())


@pytest.mark.parametrize("name", EXPECTED)
def test_what_is_asked_for_is_read(name: str) -> None:
    kind, amount, currency, account = EXPECTED[name]

    invoice = read(name)

    assert invoice.kind == kind
    assert invoice.money == {"amount": amount, "currency": currency}
    assert invoice.account == account


def test_all_of_them_are_known_here() -> None:
    assert {file.stem for file in FOLDER.glob("*.xml")} == set(EXPECTED)


def test_the_seller_of_a_factored_invoice_is_not_its_payee() -> None:
    invoice = read("Norwegian-example-1")

    assert invoice.supplier_id == "123456785"
    assert invoice.supplier_name == "The Sellercompany ASA"
    assert invoice.payee_name == "Ebeneser Scrooge AS"
    assert invoice.order == "123"


def test_a_seller_without_a_company_number_is_known_by_its_endpoint() -> None:
    assert read("vat-category-O").supplier_id == "7300010000001"


def test_a_sellers_own_order_is_no_purchase_order() -> None:
    assert read("sales-order-example").order is None


@pytest.mark.parametrize("name", EXPECTED)
def test_each_has_a_sensible_ending(name: str) -> None:
    remit = FakeRemit()

    work_on(remit, path_of(name).read_bytes())

    assert list(remit.completed) == ["run-1"]
    assert bool(remit.asked(PAY)) is (name not in NOTHING_TO_PAY)
