"""What the demo's agents may do alone, what waits for Finance, what is forbidden."""

from typing import Any

_SUPPLIER_APPROVED = {
    "field": "facts.supplier.status",
    "op": "equals",
    "value": "approved",
}
_ACCOUNT_ON_RECORD = {
    "field": "parameters.account",
    "op": "equals_field",
    "value": "facts.supplier.account",
}
_IN_EUR = {"field": "parameters.amount.currency", "op": "equals", "value": "EUR"}


def _amount(op: str, amount: str, currency: str = "EUR") -> dict[str, Any]:
    value = {"amount": amount, "currency": currency}
    return {"field": "parameters.amount", "op": op, "value": value}


def _over(amount: str, currency: str) -> dict[str, Any]:
    stated = {
        "field": "parameters.amount.currency",
        "op": "equals",
        "value": currency,
    }
    return {"all": [stated, _amount("more_than", amount, currency)]}


def _finance(kind: str) -> dict[str, Any]:
    return {"group": "Finance", "kind": kind, "minutes": 24 * 60}


RULES: list[dict[str, Any]] = [
    {
        "key": "pay-small",
        "title": "Small payments to approved suppliers",
        "effect": "allow",
        "action": "payment.send",
        "conditions": {
            "all": [
                _SUPPLIER_APPROVED,
                _ACCOUNT_ON_RECORD,
                _amount("at_most", "500.00"),
            ]
        },
        "reason": "Up to 500 EUR an approved supplier is paid without asking.",
    },
    {
        "key": "pay-larger",
        "title": "Larger payments",
        "effect": "checkpoint",
        "action": "payment.send",
        "conditions": {"all": [_IN_EUR, _amount("more_than", "500.00")]},
        "obligation": _finance("confirm"),
        "reason": "Over 500 EUR somebody of Finance confirms.",
    },
    {
        "key": "pay-unknown",
        "title": "Unknown supplier or changed account",
        "effect": "checkpoint",
        "action": "payment.send",
        "conditions": {
            "not": {"all": [_SUPPLIER_APPROVED, _ACCOUNT_ON_RECORD]},
        },
        "obligation": _finance("four_eyes"),
        "reason": "A name is easily copied: somebody who does not own the agent looks.",
    },
    {
        "key": "pay-currency",
        "title": "Payments in another currency",
        "effect": "checkpoint",
        "action": "payment.send",
        "conditions": {"not": _IN_EUR},
        "obligation": _finance("four_eyes"),
        "reason": "Limits are in EUR, so a payment in another currency is looked at.",
    },
    {
        "key": "pay-ceiling",
        "title": "Nothing above the ceiling",
        "effect": "deny",
        "action": "payment.send",
        "conditions": {
            "any": [
                _over("25000.00", "EUR"),
                _over("20000.00", "GBP"),
                _over("250000.00", "NOK"),
                _over("250000.00", "SEK"),
            ]
        },
        "reason": "Above the ceiling payments are made by people, at the bank.",
    },
    {
        "key": "pay-once",
        "title": "Never twice for one invoice",
        "effect": "deny",
        "action": "payment.send",
        "conditions": None,
        "limit": {
            "count": 1,
            "per": ["parameters.supplier_id", "parameters.invoice"],
            "window": "ever",
        },
        "reason": "An invoice of a supplier is paid once.",
    },
    {
        "key": "pay-daily",
        "title": "No more than 20,000 EUR a day without Finance",
        "effect": "checkpoint",
        "action": "payment.send",
        # Without conditions: in another currency it cannot be checked, so it applies.
        "conditions": None,
        "limit": {
            "sum": "parameters.amount",
            "at_most": {"amount": "20000.00", "currency": "EUR"},
            "per": [],
            "window": "day",
        },
        "obligation": _finance("confirm"),
        "reason": "Beyond what is paid on a usual day, somebody of Finance decides.",
    },
    {
        "key": "match",
        "title": "Matching to orders",
        "effect": "allow",
        "action": "invoice.match",
        "conditions": None,
        "reason": "It only reads.",
    },
    {
        "key": "notify",
        "title": "Writing to suppliers on record",
        "effect": "allow",
        "action": "supplier.notify",
        "conditions": _SUPPLIER_APPROVED,
        "reason": "The message goes to the address on record.",
    },
    {
        "key": "notify-often",
        "title": "No more than 20 messages a day to one supplier",
        "effect": "deny",
        "action": "supplier.notify",
        "conditions": None,
        "limit": {"count": 20, "per": ["parameters.supplier_id"], "window": "day"},
        "reason": "A message cannot be taken back, and nobody reads the twentieth.",
    },
]
