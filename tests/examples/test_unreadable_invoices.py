"""Files that are not invoices, or not whole: what the reader says about them."""

import pytest

from examples.invoice_agent.ubl import (
    LARGEST_FILE,
    DoctypeError,
    UnreadableInvoiceError,
    read_invoice,
)
from tests.examples.documents import changed

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Invoice>&b;</Invoice>"""
PAYABLE = '<cbc:PayableAmount currencyID="EUR">499.80</cbc:PayableAmount>'


def test_a_document_type_is_refused() -> None:
    with pytest.raises(DoctypeError, match="DOCTYPE"):
        read_invoice(content=BOMB)


def test_a_document_type_that_names_a_file_is_refused() -> None:
    content = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'

    with pytest.raises(DoctypeError):
        read_invoice(content=content)


@pytest.mark.parametrize(
    "content",
    [b"", b"not xml", b"<a><b></a>", b"<?xml version='1.0' encoding='x-y'?><a/>"],
)
def test_what_is_not_xml_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableInvoiceError, match="not XML"):
        read_invoice(content=content)


def test_other_documents_are_refused() -> None:
    content = changed(("ubl:schema:xsd:Invoice-2", "ubl:schema:xsd:Order-2"))

    with pytest.raises(UnreadableInvoiceError, match="not a UBL invoice"):
        read_invoice(content=content)


def test_a_huge_file_is_refused() -> None:
    with pytest.raises(UnreadableInvoiceError, match="5 MB"):
        read_invoice(content=b" " * (LARGEST_FILE + 1))


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("<cbc:ID>ND-1042</cbc:ID>", "<cbc:ID> </cbc:ID>", "cbc:ID is missing"),
        ("2026-11-02</cbc:IssueDate>", "soon</cbc:IssueDate>", "cbc:IssueDate"),
        ("2026-12-02</cbc:DueDate>", "2026-02-30</cbc:DueDate>", "cbc:DueDate"),
        (PAYABLE, "", "PayableAmount is missing"),
        (PAYABLE, PAYABLE * 2, "PayableAmount is there 2 times"),
        (PAYABLE, PAYABLE.replace("499.80", "1e3"), "PayableAmount is not"),
        (PAYABLE, PAYABLE.replace("499.80", "NaN"), "PayableAmount is not"),
        (PAYABLE, PAYABLE.replace("499.80", "499.805"), "PayableAmount is not"),
        (PAYABLE, PAYABLE.replace("EUR", "SEK"), "PayableAmount is in SEK"),
        (PAYABLE, PAYABLE.replace(' currencyID="EUR"', ""), "no currencyID"),
        ("<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "", "InvoiceTypeCode"),
        ("cac:AccountingSupplierParty", "cac:SellerParty", "AccountingSupplierParty"),
    ],
)
def test_the_element_that_is_wrong_is_named(
    before: str, after: str, named: str
) -> None:
    with pytest.raises(UnreadableInvoiceError, match=named):
        read_invoice(content=changed((before, after)))


def test_an_account_is_read_without_its_spaces() -> None:
    content = changed(("DE25999300000842170000", "DE25 9993 0000 0842 1700 00"))

    assert read_invoice(content=content).account == "DE25999300000842170000"


def test_a_date_may_carry_a_time_zone() -> None:
    content = changed(
        ("2026-11-02</cbc:IssueDate>", "2026-11-02+01:00</cbc:IssueDate>")
    )

    assert read_invoice(content=content).issue_date.isoformat() == "2026-11-02"
