"""The sentences the agent writes: notes, reasons, endings, and what suppliers get."""

from datetime import date
from typing import Any

from examples.invoice_agent.ubl import Invoice
from remit_client import Action

LONGEST_NAME = 80
LONGEST_EXPLANATION = 400


def subject(invoice: Invoice) -> str:
    """Name the run."""
    return f"{_title(invoice)} from {_clip(invoice.supplier_name)}"


def fields(invoice: Invoice) -> dict[str, Any]:
    """Return what was read, for machines."""
    return {
        "invoice": invoice.number,
        "kind": invoice.kind,
        "supplier_id": invoice.supplier_id,
        "supplier_name": invoice.supplier_name,
        "account": invoice.account,
        "order": invoice.order,
        "amount": invoice.money,
        "issue_date": invoice.issue_date.isoformat(),
        "due_date": invoice.due_date.isoformat() if invoice.due_date else None,
    }


def read(invoice: Invoice) -> str:
    """Say what was read."""
    named = subject(invoice)
    parts = [f"{named[0].lower()}{named[1:]}, issued on {_day(invoice.issue_date)}"]
    if invoice.due_date:
        parts.append(f"due on {_day(invoice.due_date)}")
    if invoice.account:
        parts.append(f"to be paid to account {invoice.account}")
    if invoice.payee_name:
        parts.append(f"which belongs to {_clip(invoice.payee_name)}")
    return f"Read {', '.join(parts)}. Payable: {amount(invoice)}."


def nothing_to_pay(invoice: Invoice) -> str:
    """Say why no payment is asked for."""
    if invoice.is_credit_note:
        return f"Nothing to pay: this is a credit note over {amount(invoice)}."
    return f"Nothing to pay: the payable amount is {amount(invoice)}."


def no_account(invoice: Invoice) -> str:
    """Say why the work stops before a payment."""
    return f"{_title(invoice)} names no account to pay to, so a person must find out."


def no_order(invoice: Invoice) -> str:
    """Say why nothing is matched."""
    return f"{_title(invoice)} names no purchase order, so there is none to match."


def match_reason(invoice: Invoice) -> str:
    """Say why the invoice should be matched."""
    return (
        f"{subject(invoice)} for {amount(invoice)} refers to order {invoice.order}, "
        "which must be ours before anything is paid."
    )


def pay_reason(invoice: Invoice, *, doubt: str) -> str:
    """Say why the invoice should be paid, and what speaks against it."""
    what = f"{subject(invoice)} for {amount(invoice)}"
    due = f" is due on {_day(invoice.due_date)}" if invoice.due_date else " is payable"
    if doubt:
        return f"{what}{due}. It could not be matched: {doubt}"
    return f"{what}{due} and matches order {invoice.order}."


def notify_reason(invoice: Invoice) -> str:
    """Say why the supplier should hear of it."""
    return f"{_title(invoice)} has been paid, and its supplier should know."


def matched(invoice: Invoice, *, doubt: str) -> str:
    """Say what the match has shown."""
    if doubt:
        return f"{_title(invoice)} did not match order {invoice.order}: {doubt}"
    return f"{_title(invoice)} matches order {invoice.order}."


def waiting(action: str, answer: Action) -> str:
    """Say that a person must answer first."""
    return f"Waiting for a person's answer to {action}: {explanation(answer)}"


def payment_ending(invoice: Invoice, answer: Action) -> str:
    """Say what became of the payment."""
    status, told = answer.status, explanation(answer)
    if status == "succeeded":
        return f"Paid {amount(invoice)} to {_clip(invoice.supplier_name)}: {told}"
    return f"Not paid, the payment is {status}: {told}"


def outcome_unknown(answer: Action) -> str:
    """Say why this agent does nothing more."""
    return (
        f"Nobody knows whether {answer.action} happened, so I do nothing more "
        f"here: {explanation(answer)}"
    )


def paid_and_told(invoice: Invoice, answer: Action) -> str:
    """Say how a paid invoice ended."""
    paid = f"Paid {amount(invoice)} to {_clip(invoice.supplier_name)}"
    if answer.status == "succeeded":
        return f"{paid} and told them."
    return f"{paid}, but they were not told: {explanation(answer)}"


def message(invoice: Invoice) -> str:
    """Tell the supplier. Goes out by mail, so the account is not named in full."""
    account = (invoice.account or "")[-4:]
    return (
        f"{_clip(invoice.buyer_name)} has paid your invoice {invoice.number} of "
        f"{amount(invoice)} to your account ending in {account}."
    )


def amount(invoice: Invoice) -> str:
    """Return the payable amount as people write it."""
    return f"{invoice.amount:.2f} {invoice.currency}"


def explanation(answer: Action) -> str:
    """Return in one sentence what Remit said about an action: the outcome, if any."""
    text = " ".join((answer.result or answer.explanation).split())
    if not text:
        return "no explanation was given."
    return _clip(text, LONGEST_EXPLANATION)


def _title(invoice: Invoice) -> str:
    kind = "credit note" if invoice.is_credit_note else "invoice"
    return f"{kind.capitalize()} {_clip(invoice.number)}"


def _clip(text: str, longest: int = LONGEST_NAME) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
