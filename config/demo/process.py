"""Supplier invoice payment: the workflow that the demo works on, and its actions."""

from typing import Any

from agents.declarations import Declaration
from agents.models import EffectClass, Reversibility

WORKFLOW_KEY = "supplier-invoice-payment"
WORKFLOW_TITLE = "Supplier invoice payment"

_FINANCE = {"kind": "group", "name": "Finance"}
_OWNER = {"kind": "owner"}

STEPS: list[dict[str, Any]] = [
    {
        "key": "read",
        "title": "Read the invoice",
        "performer": {"kind": "agent"},
        "input": "the invoice, as the supplier sent it",
        "output": "supplier, account, amount and due date",
        "effect": "Only reads.",
        "failures": [
            {
                "what": "It cannot be read.",
                "who": _FINANCE,
                "then": "types it in within one working day",
            }
        ],
        "on_halt": {
            "policy": "retry",
            "text": "Read it again; nothing has happened yet.",
        },
    },
    {
        "key": "match",
        "title": "Match it to the order",
        "performer": {"kind": "agent"},
        "input": "the invoice and the number of the order",
        "output": "that they match, or how they differ",
        "action": "invoice.match",
        "effect": "Only reads.",
        "failures": [
            {
                "what": "It differs from the order, or there is none.",
                "who": _FINANCE,
                "then": "asks the supplier and sends the invoice back",
            }
        ],
        "on_halt": {
            "policy": "retry",
            "text": "Match it again; nothing has happened yet.",
        },
    },
    {
        "key": "pay",
        "title": "Send the payment",
        "performer": {"kind": "agent"},
        "input": "the amount, and the supplier's account on record",
        "output": "the bank's receipt",
        "action": "payment.send",
        "critical": True,
        "pivot": True,
        "effect": "Cannot be undone once the bank has accepted it.",
        "failures": [
            {
                "what": "The bank refuses it.",
                "who": _FINANCE,
                "then": "finds out why, and pays at the bank if it is due",
            },
            {
                "what": "The bank does not answer.",
                "who": _OWNER,
                "then": "finds out at the bank whether it was paid, within 4 hours",
            },
        ],
        "on_halt": {
            "policy": "reconcile",
            "who": _OWNER,
            "within_minutes": 240,
            "text": (
                "Never send it twice. If nobody knows whether it was sent, the owner "
                "finds out; until then the amount stays reserved."
            ),
        },
    },
    {
        "key": "notify",
        "title": "Tell the supplier",
        "performer": {"kind": "agent"},
        "input": "the bank's receipt and the supplier's address on record",
        "output": "an e-mail that says when it was paid",
        "action": "supplier.notify",
        "pivot": True,
        "effect": "An e-mail to the address on record.",
        "failures": [
            {
                "what": "The address does not take it.",
                "who": _FINANCE,
                "then": "writes to the supplier and corrects the record",
            }
        ],
        "on_halt": {
            "policy": "hand_over",
            "who": _FINANCE,
            "within_minutes": 1440,
            "text": "Leave it; somebody of Finance writes to the supplier.",
        },
    },
]

_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
_MONEY = {
    "type": "object",
    "properties": {
        "amount": {"type": "string", "pattern": r"^[0-9]{1,12}(\.[0-9]{1,4})?$"},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
    },
    "required": ["amount", "currency"],
    "additionalProperties": False,
}


def _schema(**properties: Any) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


_SUPPLIER = {"register": "suppliers", "key": "supplier_id"}

MATCH = Declaration(
    name="invoice.match",
    title="Match an invoice to its order",
    phrase="match invoice {invoice} over {amount} to order {order}",
    schema=_schema(invoice=_TEXT, supplier_id=_TEXT, order=_TEXT, amount=_MONEY),
    lookups={"order": {"register": "purchase_orders", "key": "order"}},
    effect_class=EffectClass.PURE,
    reversibility=Reversibility.READ_ONLY,
)
PAY = Declaration(
    name="payment.send",
    title="Send a payment",
    phrase="pay {amount} to {supplier_name} for invoice {invoice}",
    schema=_schema(
        invoice=_TEXT,
        supplier_id=_TEXT,
        supplier_name=_TEXT,
        account={**_TEXT, "maxLength": 34},
        amount=_MONEY,
    ),
    lookups={"supplier": _SUPPLIER},
    effect_class=EffectClass.QUERYABLE,
    reversibility=Reversibility.IRREVERSIBLE,
    probe={"path": "/intents/{intent}", "settle_seconds": 2},
)
NOTIFY = Declaration(
    name="supplier.notify",
    title="Write to a supplier",
    phrase="tell supplier {supplier_id} about invoice {invoice}",
    schema=_schema(
        invoice=_TEXT, supplier_id=_TEXT, message={**_TEXT, "maxLength": 2000}
    ),
    lookups={"supplier": _SUPPLIER},
    effect_class=EffectClass.UNSAFE,
    reversibility=Reversibility.IRREVERSIBLE,
)
