"""UBL documents for tests, made from one of the invoices that are shipped."""

from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
INVOICES = REPO / "examples" / "invoice_agent" / "invoices"
INVOICE = (INVOICES / "ND-1042.xml").read_text("utf-8")


def changed(*pairs: tuple[str, str]) -> bytes:
    """Return the invoice ND-1042 with some of its text replaced."""
    text = INVOICE
    for before, after in pairs:
        if before not in text:
            raise LookupError(before)
        text = text.replace(before, after)
    return text.encode()


def credit_note() -> bytes:
    """Return a credit note over the same amount."""
    return changed(
        ("ubl:schema:xsd:Invoice-2", "ubl:schema:xsd:CreditNote-2"),
        ("<Invoice ", "<CreditNote "),
        ("</Invoice>", "</CreditNote>"),
        (
            "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>",
            "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>",
        ),
    )


NEGATIVE = changed((">499.80</cbc:PayableAmount>", ">-499.80</cbc:PayableAmount>"))
WITHOUT_ACCOUNT = changed(("<cbc:ID>DE25999300000842170000</cbc:ID>", ""))
WITHOUT_ORDER = changed(("<cbc:ID>PO-3101</cbc:ID>", "<cbc:ID>NA</cbc:ID>"))
