"""The dozen invoices that are shipped, and the records that go with them."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest

from examples.invoice_agent.ubl import NAMESPACES, Invoice, read_invoice
from tests.examples.documents import INVOICES

FILES = sorted(INVOICES.glob("*.xml"))
RECORDS: dict[str, Any] = json.loads(
    (INVOICES.parent / "records.json").read_text("utf-8")
)
AMOUNTS = {
    "BF-20911": "412.50",
    "BF-20917": "318.00",
    "BF-20926": "186.40",
    "KD-0088": "357.00",
    "KD-0091": "142.80",
    "KD-0093": "38500.00",
    "ND-1042": "499.80",
    "ND-1047": "7400.00",
    "ND-1051": "238.00",
    "PP-5503": "89.90",
    "PP-5508": "264.00",
    "PP-5512": "500.00",
}


def read_all() -> list[Invoice]:
    return [read_invoice(content=file.read_bytes()) for file in FILES]


def test_the_amounts_are_as_the_demo_needs_them() -> None:
    amounts = {each.number: str(each.amount) for each in read_all()}

    assert amounts == AMOUNTS
    assert {each.currency for each in read_all()} == {"EUR"}


def test_each_file_is_named_after_its_invoice() -> None:
    assert [file.stem for file in FILES] == [each.number for each in read_all()]


def test_every_supplier_is_on_record_with_the_account_that_it_asks_for() -> None:
    records = {each["id"]: each for each in RECORDS["suppliers"]}

    for invoice in read_all():
        record = records[invoice.supplier_id]
        assert record["account"] == invoice.account
        assert record["name"] == invoice.supplier_name
        assert record["status"] == "approved"


def test_every_order_is_on_record_with_the_amount_of_its_invoice() -> None:
    orders = {each["id"]: each for each in RECORDS["purchase_orders"]}

    assert len(orders) == len(FILES)
    for invoice in read_all():
        order = orders[str(invoice.order)]
        assert order["amount"] == invoice.money
        assert order["supplier_id"] == invoice.supplier_id


def test_every_account_is_a_valid_iban() -> None:
    for invoice in read_all():
        account = str(invoice.account)
        digits = "".join(str(int(each, 36)) for each in account[4:] + account[:4])
        # ISO 13616: the remainder of a valid IBAN is one.
        assert int(digits) % 97 == 1


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_sums_of_an_invoice_agree(file: Path) -> None:
    root = fromstring(file.read_bytes())  # noqa: S314
    lines = root.findall("cac:InvoiceLine", NAMESPACES)

    net = sum(money(line, "cbc:LineExtensionAmount") for line in lines)
    tax = money(root, "cac:TaxTotal/cbc:TaxAmount")
    rate = Decimal(text(root, "cac:TaxTotal//cbc:Percent"))

    totals = "cac:LegalMonetaryTotal/cbc:"
    assert money(root, f"{totals}LineExtensionAmount") == net
    assert money(root, f"{totals}TaxExclusiveAmount") == net
    assert money(root, f"{totals}TaxInclusiveAmount") == net + tax
    assert money(root, f"{totals}PayableAmount") == net + tax
    assert tax == round(net * rate / 100, 2)
    for line in lines:
        quantity = Decimal(text(line, "cbc:InvoicedQuantity"))
        price = money(line, "cac:Price/cbc:PriceAmount")
        assert money(line, "cbc:LineExtensionAmount") == quantity * price


def money(element: Element, path: str) -> Decimal:
    return Decimal(text(element, path))


def text(element: Element, path: str) -> str:
    found = element.findtext(path, namespaces=NAMESPACES)
    assert found
    return found
