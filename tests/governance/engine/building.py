"""Short ways to write boundary documents and questions in tests."""

from typing import Any

from governance.engine.boundary import Question, Verdict, compile_boundary

Json = dict[str, Any]
LISTS: Json = {"some": ["approved", "\u0445"], "none": []}
AGENT = "0192f0c1-1111-7000-8000-000000000001"
FINANCE = {"group": "Finance", "kind": "confirm", "quorum": 1, "minutes": 240}
FOUR_EYES = {"group": "Finance", "kind": "four_eyes", "quorum": 1, "minutes": 60}


def eur(amount: str) -> Json:
    return {"amount": amount, "currency": "EUR"}


def leaf(field: str, op: str, *value: object) -> Json:
    written = {"field": field, "op": op}
    return {**written, "value": value[0]} if value else written


def rule(key: str, number: int, effect: str, /, **changes: object) -> Json:
    written: Json = {
        "key": key,
        "number": number,
        "title": key.replace("-", " ").capitalize(),
        "effect": effect,
        "observe": False,
        "subject": "*",
        "workflow": "*",
        "action": "payment.send",
        "conditions": None,
        "obligation": FINANCE if effect == "checkpoint" else None,
        "limit": None,
        "reason": "",
    }
    return {**written, **changes}


def document(*rules: Json) -> Json:
    return {"format": 2, "lists": LISTS, "rules": list(rules)}


def question(action: str = "payment.send", **values: object) -> Question:
    return Question(AGENT, "supplier-invoice-payment", action, values)


def decide(*rules: Json, **asked: Any) -> Verdict:
    """Ask these rules about an action, `payment.send` unless it is named."""
    action = asked.pop("action", "payment.send")
    return compile_boundary(document(*rules)).decide(question(action, **asked))


def keys(verdict: Verdict) -> list[str]:
    return [hit.key for hit in verdict.hits]
