"""A naive evaluator, written from the description of the rules alone.

It shares no code with the engine: it reads the document as it stands, one rule after
another, and answers with the effect and the keys of the deciding rules.
"""

import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Any

RANK = ["allow", "checkpoint", "deny"]


def effect_and_keys(document: dict[str, Any], values: Any) -> tuple[str, set[str]]:
    applying: list[dict[str, Any]] = []
    narrowing: list[dict[str, Any]] = []
    for rule in document["rules"]:
        conditions = rule["conditions"]
        truth = "yes" if conditions is None else weigh(conditions, values)
        if rule["limit"] is not None:
            if truth != "no" and not measurable(rule["limit"], values):
                narrowing.append(rule)
        elif truth == "yes" or (truth == "open" and rule["effect"] != "allow"):
            applying.append(rule)
    effect = highest(applying) if applying else "deny"
    if narrowing and RANK.index(highest(narrowing)) > RANK.index(effect):
        effect = highest(narrowing)
    everything = applying + narrowing
    return effect, {rule["key"] for rule in everything if rule["effect"] == effect}


def highest(rules: list[dict[str, Any]]) -> str:
    return RANK[max(RANK.index(rule["effect"]) for rule in rules)]


def weigh(tree: dict[str, Any], values: Any) -> str:
    if "all" in tree:
        parts = [weigh(part, values) for part in tree["all"]]
        return "no" if "no" in parts else "open" if "open" in parts else "yes"
    if "any" in tree:
        parts = [weigh(part, values) for part in tree["any"]]
        return "yes" if "yes" in parts else "open" if "open" in parts else "no"
    if "not" in tree:
        return {"yes": "no", "no": "yes", "open": "open"}[weigh(tree["not"], values)]
    return check(tree, values)


def check(leaf: dict[str, Any], values: Any) -> str:
    op, actual = leaf["op"], look_up(leaf["field"], values)
    if op in ("is_present", "is_missing"):
        gone = actual in (None, []) or (isinstance(actual, str) and not actual.strip())
        return "yes" if gone == (op == "is_missing") else "no"
    expected = leaf["value"]
    if op.endswith("equals_field"):
        expected = look_up(expected, values)
    if op in ("one_of", "not_one_of"):
        found = [
            check({**leaf, "op": "equals", "value": one}, values) for one in expected
        ]
        if "open" in found:
            return "open"
        return "yes" if ("yes" in found) == (op == "one_of") else "no"
    if op == "between":
        low, high = expected
        both = [{**leaf, "op": "at_least", "value": low}]
        return weigh({"all": [*both, {**leaf, "op": "at_most", "value": high}]}, values)
    return compare(op, tagged(actual), tagged(expected))


def compare(op: str, actual: Any, expected: Any) -> str:
    if actual is None or expected is None or actual[0] != expected[0]:
        return "open"
    kind, one, two = actual[0], actual[1], expected[1]
    if op in ("at_most", "less_than", "at_least", "more_than") and kind in (
        "text",
        "flag",
    ):
        return "open"
    if op in ("starts_with", "contains") and kind != "text":
        return "open"
    answers: dict[str, Callable[[], bool]] = {
        "equals": lambda: one == two,
        "equals_field": lambda: one == two,
        "not_equals": lambda: one != two,
        "not_equals_field": lambda: one != two,
        "at_most": lambda: one <= two,
        "less_than": lambda: one < two,
        "at_least": lambda: one >= two,
        "more_than": lambda: one > two,
        "starts_with": lambda: one[: len(two)] == two,
        "contains": lambda: two in one,
    }
    return "yes" if answers[op]() else "no"


def tagged(raw: Any) -> tuple[str, Any] | None:
    if isinstance(raw, bool):
        return "flag", raw
    if isinstance(raw, int):
        return "number", Decimal(raw)
    if isinstance(raw, str):
        folded = unicodedata.normalize("NFKC", raw).casefold()
        text = unicodedata.normalize("NFKC", folded).strip()
        return ("text", text) if text else None
    if not isinstance(raw, dict) or sorted(raw) != ["amount", "currency"]:
        return None
    texts = all(isinstance(member, str) for member in raw.values())
    return (f"money {raw['currency']}", Decimal(raw["amount"])) if texts else None


def measurable(limit: dict[str, Any], values: Any) -> bool:
    for field in limit["per"]:
        kind = (tagged(look_up(field, values)) or ("none",))[0]
        if kind not in ("text", "number", "flag"):
            return False
    if "count" in limit:
        return True
    amount = tagged(look_up(limit["sum"], values))
    wanted = tagged(limit["at_most"])
    same_kind = compare("at_most", amount, wanted) != "open"
    return same_kind and amount is not None and amount[1] >= 0


def look_up(dotted: str, values: Any) -> Any:
    for name in dotted.split("."):
        values = values.get(name) if isinstance(values, dict) else None
    return values
