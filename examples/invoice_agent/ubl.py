"""Reading UBL 2.1 invoices and credit notes (Peppol BIS Billing 3).

Source: https://docs.peppol.eu/poacc/billing/3.0/syntax/ubl-invoice/tree/
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

LARGEST_FILE = 5 * 1024 * 1024
CREDIT_NOTE_KINDS = frozenset({"381", "396"})
ROOTS = {
    f"{{urn:oasis:names:specification:ubl:schema:xsd:{name}-2}}{name}": name
    for name in ("Invoice", "CreditNote")
}
NAMESPACES = {
    prefix: f"urn:oasis:names:specification:ubl:schema:xsd:Common{name}Components-2"
    for prefix, name in (("cac", "Aggregate"), ("cbc", "Basic"))
}
SELLER = "cac:AccountingSupplierParty/cac:Party"
BUYER = "cac:AccountingCustomerParty/cac:Party"
NAMES = ("cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyName/cbc:Name")
SELLER_IDS = (
    "cac:PartyLegalEntity/cbc:CompanyID",
    "cbc:EndpointID",
    "cac:PartyIdentification/cbc:ID",
)
ORDER = "cac:OrderReference/cbc:ID"
# An order reference must have an ID; a seller's order without a buyer's says this.
NO_ORDER = "NA"
ACCOUNT = "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"
DUE_DATES = ("cbc:DueDate", "cac:PaymentMeans/cbc:PaymentDueDate")
PAYABLE = "cac:LegalMonetaryTotal/cbc:PayableAmount"
AMOUNT = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,2}0*)?")
CURRENCY = re.compile(r"[A-Z]{3}")


class UnreadableInvoiceError(Exception):
    """The file is not an invoice that this agent can read; the message says why."""


class DoctypeError(UnreadableInvoiceError):
    """The file declares a document type, which no invoice needs and bombs do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What an invoice says about who wants how much, and where to."""

    number: str
    kind: str
    issue_date: date
    due_date: date | None
    supplier_id: str
    supplier_name: str
    buyer_name: str
    payee_name: str | None
    account: str | None
    order: str | None
    amount: Decimal
    currency: str

    @property
    def is_credit_note(self) -> bool:
        """Return whether it takes a claim back instead of making one."""
        return self.kind in CREDIT_NOTE_KINDS

    @property
    def money(self) -> dict[str, str]:
        """Return the payable amount in the API's form."""
        return {"amount": f"{self.amount:.2f}", "currency": self.currency}


class _NoDoctype(TreeBuilder):
    """Builds the tree, and stops at a document type before any entity is read."""

    def doctype(self, _name: str, _id: str | None, _system: str | None) -> None:
        raise DoctypeError("The file declares a DOCTYPE, which is not accepted.")


def read_invoice(*, content: bytes) -> Invoice:
    """Read one file.

    Raises UnreadableInvoiceError naming the element that is missing or wrong.
    """
    root = _parse(content)
    name = ROOTS.get(root.tag)
    if name is None:
        raise UnreadableInvoiceError(f"{root.tag} is not a UBL invoice or credit note.")
    amount, currency = _payable(root)
    order = _first(root, ORDER)
    account = _first(root, ACCOUNT)
    return Invoice(
        number=_required(root, "cbc:ID"),
        kind=_required(root, f"cbc:{name}TypeCode"),
        issue_date=_date(_required(root, "cbc:IssueDate"), "cbc:IssueDate"),
        due_date=_due_date(root),
        supplier_id=_required(root, *(f"{SELLER}/{path}" for path in SELLER_IDS)),
        supplier_name=_required(root, *(f"{SELLER}/{path}" for path in NAMES)),
        buyer_name=_required(root, *(f"{BUYER}/{path}" for path in NAMES)),
        payee_name=_first(root, "cac:PayeeParty/cac:PartyName/cbc:Name"),
        account="".join(account.split()) if account else None,
        order=None if order == NO_ORDER else order,
        amount=amount,
        currency=currency,
    )


def _parse(content: bytes) -> Element:
    if len(content) > LARGEST_FILE:
        raise UnreadableInvoiceError("The file is larger than 5 MB.")
    # Entities can only be declared in a document type, at which the builder stops.
    parser = XMLParser(target=_NoDoctype())  # noqa: S314
    try:
        parser.feed(content)
        root = parser.close()
    except (ParseError, LookupError, ValueError) as error:
        # The latter two: an encoding that Python does not know, or not in expat.
        raise UnreadableInvoiceError(f"The file is not XML: {error}.") from error
    if not isinstance(root, Element):
        raise UnreadableInvoiceError("The file has no root element.")
    return root


def _first(root: Element, *paths: str) -> str | None:
    """Return the first text that is not blank, looking along each path in turn."""
    for path in paths:
        for element in root.iterfind(path, NAMESPACES):
            text = " ".join((element.text or "").split())
            if text:
                return text
    return None


def _required(root: Element, *paths: str) -> str:
    text = _first(root, *paths)
    if text is None:
        raise UnreadableInvoiceError(f"{paths[0]} is missing.")
    return text


def _date(text: str, path: str) -> date:
    try:
        # A UBL date may carry a time zone (2026-11-05+01:00), which says nothing here.
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise UnreadableInvoiceError(f"{path} is not a date: {text!r}.") from error


def _due_date(root: Element) -> date | None:
    for path in DUE_DATES:
        text = _first(root, path)
        if text is not None:
            return _date(text, path)
    return None


def _payable(root: Element) -> tuple[Decimal, str]:
    """Return the payable amount and its currency, which is the document's."""
    text = _required(root, PAYABLE)
    if not AMOUNT.fullmatch(text):
        raise UnreadableInvoiceError(f"{PAYABLE} is not an amount: {text!r}.")
    elements = list(root.iterfind(PAYABLE, NAMESPACES))
    if len(elements) != 1:
        raise UnreadableInvoiceError(f"{PAYABLE} is there {len(elements)} times.")
    currency = elements[0].get("currencyID", "")
    if not CURRENCY.fullmatch(currency):
        raise UnreadableInvoiceError(f"{PAYABLE} has no currencyID.")
    document = _required(root, "cbc:DocumentCurrencyCode")
    if document != currency:
        raise UnreadableInvoiceError(
            f"{PAYABLE} is in {currency}, cbc:DocumentCurrencyCode says {document}."
        )
    return Decimal(text), currency
