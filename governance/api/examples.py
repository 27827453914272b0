"""An example of what is sent and answered, for the description and its page.

One payment over the limit, from the run that it belongs to until it is done; a test
holds each example against its shape.
"""

from typing import Any

_RUN = "0197a3c2-5d1e-7b44-9c61-2f0c5a7e1d10"
_ACTION = "0197a3c2-6f02-7a91-8d3b-6b1f0e9c4a22"
_INVOICE = "NL-7731"
_OWNER = {"name": "Ada Rossi"}
_PARAMETERS = {
    "invoice": _INVOICE,
    "supplier_id": "S-100",
    "supplier_name": "Nordlicht GmbH",
    "account": "DE89370400440532013000",
    "amount": {"amount": "740.00", "currency": "EUR"},
}
_SUPPLIER = {
    "name": "Nordlicht GmbH",
    "account": "DE89370400440532013000",
    "credit": {"amount": "5000.00", "currency": "EUR"},
    "approved": True,
}
_WHY = "The invoice matches order PO-881 and is due on Friday."
_TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
_RESOURCE = {"type": "invoice", "id": _INVOICE}
_WORKFLOW = {
    "key": "supplier-invoice-payment",
    "title": "Supplier invoice payment",
    "version": 1,
}
_WAITING: dict[str, Any] = {
    "id": _ACTION,
    "run": _RUN,
    "step": "pay",
    "action": "payment.send",
    "act": "pay 740.00 EUR to Nordlicht GmbH",
    "performer": "platform",
    "resource": _RESOURCE,
    "parameters": _PARAMETERS,
    "reason": _WHY,
    "status": "waiting",
    "decision": "checkpoint",
    "refused_by": None,
    "explanation": "A person has to answer: 740.00 EUR is over 500.00 EUR.",
    "result": None,
    "rules": [{"key": "pay-larger", "number": 2, "title": "Larger payments"}],
    "boundary_version": 1,
    "digest": f"sha256:{'6b1f0e9c4a22d10c' * 4}",
    "owner": _OWNER,
    "checkpoint": {
        "id": "0197a3c2-6f10-7c05-a4f7-91d27be05c31",
        "group": "Finance",
        "kind": "confirm",
        "quorum": 1,
        "approvals": 0,
        "deadline": "2026-11-26T10:00:00+00:00",
    },
    "created_at": "2026-11-25T10:00:00+00:00",
    "changed_at": "2026-11-25T10:00:00+00:00",
    "traceparent": _TRACE,
}
_STARTED = {
    **_WAITING,
    "performer": "agent",
    "status": "running",
    "decision": "allow",
    "checkpoint": None,
    "permit": {
        "token": "eyJhbGciOiJFZERTQSJ9.eyJhdWQiOiJwYXltZW50LnNlbmQifQ.c2lnbmVk",
        "intent": "0197a3c2-7b40-7f6e-b2a9-3f8e1c6d5e42",
        "expires_at": "2026-11-25T10:02:00+00:00",
    },
}

_RUN_AS_IT_IS = {
    "id": _RUN,
    "number": 14,
    "state": "running",
    "workflow": _WORKFLOW,
    "subject": f"Invoice {_INVOICE} of Nordlicht GmbH",
    "fence": 1,
    "lease_until": "2026-11-25T10:01:30+00:00",
    "lease_seconds": 90,
    "save_point": {"page": 3},
    "owner": _OWNER,
    "opened_at": "2026-11-25T10:00:00+00:00",
    "ended_at": None,
    "summary": "",
    "traceparent": _TRACE,
}

EXAMPLES: dict[str, Any] = {
    "OpenRunInput": {
        "workflow": "supplier-invoice-payment",
        "subject": f"Invoice {_INVOICE} of Nordlicht GmbH",
        "input": {"file": "NL-7731.xml"},
    },
    "Run": _RUN_AS_IT_IS,
    "Runs": {"runs": [_RUN_AS_IT_IS]},
    "HeartbeatInput": {"fence": 1, "sequence": 4, "save_point": {"page": 3}},
    "Directive": {
        "directive": "continue",
        "reason": "",
        "lease_until": "2026-11-25T10:02:00+00:00",
        "waiting": ["0197a3c2-8e11-7d2a-9e58-0c4b7a6f3d54"],
    },
    "NoteInput": {"text": "The order's total is the same.", "data": {"order": "881"}},
    "Note": {
        "id": "0197a3c2-8e11-7d2a-9e58-0c4b7a6f3d53",
        "at": "2026-11-25T10:00:05+00:00",
        "text": "The order's total is the same.",
    },
    "CompleteInput": {"summary": "Paid 740.00 EUR to Nordlicht GmbH and told them."},
    "InterruptInput": {
        "reason": "The second page of the invoice cannot be read.",
        "last_safe_point": "after reading page 1",
        "side_effects": "none",
    },
    "HaltInput": {"reason": "The supplier list contradicts itself."},
    "Halt": {
        "id": "0197a3c2-8e11-7d2a-9e58-0c4b7a6f3d57",
        "scope": "agent",
        "since": "2026-11-25T10:00:07+00:00",
        "reason": "The supplier list contradicts itself.",
    },
    "AskInput": {
        "run": _RUN,
        "step": "pay",
        "action": "payment.send",
        "resource": _RESOURCE,
        "parameters": _PARAMETERS,
        "reason": _WHY,
    },
    "Action": _WAITING,
    "StartedAction": _STARTED,
    "OutcomeInput": {
        "status": "succeeded",
        "summary": "The bank has accepted the payment.",
        "evidence": {"reference": "B-20926"},
    },
    "Agent": {
        "id": "0197a3c2-1a00-7e3c-8b90-5d6e7f809121",
        "name": "Invoice agent",
        "purpose": "Reads supplier invoices and has them paid.",
        "client": "Acme Logistics",
        "owner": _OWNER,
        "standing": {"may_act": True, "reasons": []},
        "workflows": [{**_WORKFLOW, "cleared_until": "2027-05-24T10:00:00+00:00"}],
        "boundary_version": 3,
        "actions": [
            {
                "name": "payment.send",
                "version": 1,
                "title": "Send a payment",
                "schema": {"type": "object"},
                "effect_class": "queryable",
                "reversibility": "irreversible",
                "performer": "platform",
                "may": [
                    "Alone: when the amount is at most 500.00 EUR.",
                    "Never: when the amount is over 25,000.00 EUR.",
                ],
            }
        ],
        "sentence": "Ada Rossi answers for Invoice agent of Acme Logistics.",
    },
    "Accountable": {
        "at": "2026-03-03T14:02:00+00:00",
        "owner": _OWNER,
        "place": "owner",
    },
    "FactMembers": _SUPPLIER,
    "Fact": {
        "register": "suppliers",
        "key": "S-100",
        "record": {"id": "S-100", **_SUPPLIER},
    },
    "Problem": {
        "type": "urn:remit:problem:reason",
        "title": "Unprocessable Entity",
        "status": 422,
        "detail": "Say why, in at least 3 words: a person will read it.",
        "errors": [
            {
                "field": "reason",
                "detail": "Say why, in at least 3 words: a person will read it.",
            }
        ],
    },
}
