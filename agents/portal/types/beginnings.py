"""What a new declaration may begin with."""

from typing import Any

from agents.models import EffectClass, Reversibility

_TEXT = {"type": "string", "minLength": 1, "maxLength": 200}
_MONEY = {
    "type": "object",
    "properties": {
        "amount": {
            "type": "string",
            "pattern": r"^[0-9]{1,12}(\.[0-9]{1,4})?$",
            "examples": ["740.00"],
        },
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["EUR"]},
    },
    "required": ["amount", "currency"],
    "additionalProperties": False,
}


def _schema(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _text(example: str, **more: Any) -> dict[str, Any]:
    return {**_TEXT, **more, "examples": [example]}


EMPTY = "empty"
# By the word in the address: what it is called, and its fields.
BEGINNINGS: dict[str, tuple[str, dict[str, Any]]] = {
    "invoice": (
        "Pay an invoice",
        {
            "name": "payment.send",
            "title": "Pay an invoice",
            "phrase": "pay {amount} to {supplier} for invoice {invoice}",
            "schema": _schema(
                invoice=_text("NL-7731"),
                supplier=_text("Nordlicht GmbH"),
                account=_text("DE89370400440532013000", maxLength=34),
                amount=_MONEY,
            ),
            "effect_class": EffectClass.QUERYABLE,
            "reversibility": Reversibility.IRREVERSIBLE,
            "probe_path": "/intents/{intent}",
            "settle_seconds": 2,
        },
    ),
    "email": (
        "Send an e-mail",
        {
            "name": "supplier.notify",
            "title": "Write to a supplier",
            "phrase": "tell supplier {supplier_id} about invoice {invoice}",
            "schema": _schema(
                invoice=_text("NL-7731"),
                supplier_id=_text("S-100"),
                message=_text("Your invoice has been paid.", maxLength=2000),
            ),
            "lookups": "supplier: suppliers by supplier_id",
            "effect_class": EffectClass.UNSAFE,
            "reversibility": Reversibility.IRREVERSIBLE,
        },
    ),
    "lookup": (
        "Look something up",
        {
            "name": "order.look_up",
            "title": "Look up an order",
            "phrase": "look up order {order}",
            "schema": _schema(order=_text("PO-4711")),
            "lookups": "order: purchase_orders by order",
            "effect_class": EffectClass.PURE,
            "reversibility": Reversibility.READ_ONLY,
        },
    ),
    EMPTY: ("Empty", {"schema": _schema()}),
}
