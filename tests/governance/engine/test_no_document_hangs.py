"""No boundary document up to 1 MB can hang or exhaust reading, compiling, deciding."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from governance.engine.boundary import compile_boundary
from governance.engine.document import DocumentError
from tests.governance.engine.building import Json, document, leaf, question, rule

MEGABYTE = 1_000_000
# Processor time, not the clock's: a busy machine is no hang.
MOST_SECONDS = 15

Trees = Callable[[int], Json]


def nested(depth: int) -> Json:
    tree = leaf("parameters.a", "is_present")
    for _ in range(depth):
        tree = {"not": tree}
    return tree


def wide(tree: Json, count: int = 32) -> Json:
    return {"all": [tree] * count}


def many(tree: Json) -> Json:
    """Fill a document with as many rules with this tree as a megabyte holds."""
    one = rule("r", 1, "deny", conditions=tree)
    count = min(10_000, MEGABYTE // len(json.dumps(one)))
    return document(
        *({**one, "key": f"r{number}", "number": number + 1} for number in range(count))
    )


EACH = {"field": "item", "op": "contains", "value": "zz"}
LISTED = {"format": 2, "lists": {"d": [f"x{n}.example" for n in range(10_000)]}}
DOMAINS = {"field": "parameters.mail", "op": "domain_under", "value": {"list": "d"}}
HISTORY = {"count": "*", "outcome": "asked", "per": [], "hours": 1}

DOCUMENTS: list[tuple[str, Any]] = [
    ("a deep tree", document(rule("r", 1, "allow", conditions=nested(900)))),
    ("a wide tree", document(rule("r", 1, "allow", conditions=wide(EACH, 20_000)))),
    ("text in text", many(wide(leaf("parameters.long", "contains", "ab" * 200)))),
    ("look-alikes", many(wide(leaf("parameters.odd", "contains", "aeop" * 9)))),
    ("elements", many({"every": "parameters.list", "that": wide(EACH, 20)})),
    ("elements in two lists", many(wide(
        leaf("parameters.list", "among_field", "parameters.list")))),
    ("elements counted", many(wide(
        {"count": {"of": "parameters.list", "that": None}, "op": "at_most",
         "value": 3}))),
    ("the past", document(*(
        rule(f"r{n}", n, "deny", conditions={
            "history": {**HISTORY, "hours": n}, "op": "at_most", "value": n})
        for n in range(1, 102)))),
    ("domains", {**LISTED, "rules": many(wide(DOMAINS))["rules"][:400]}),
    ("numbers", document(rule("r", 10**4000, "allow"))),
    ("members", {f"m{n}": n for n in range(50_000)}),
    ("brackets", {"format": 2, "lists": {}, "rules": [[[[]]]] * 10_000}),
]  # fmt: skip

NASTY: Json = {
    "long": "ab" * 4_999,
    "odd": "\u0430e\u043e" * 3_333,
    "list": ["\u0430e\u043ep" * 100] * 1_000,
    "mail": "x@" + "a." * 120 + "example",
    "a": "9" * 100_000,
}


def outcome_of(written: Any) -> str:
    try:
        boundary = compile_boundary(written)
    except DocumentError as refused:
        return f"refused in {'few' if len(str(refused)) < 1_000 else 'many'} words"
    return boundary.decide(question(parameters=NASTY)).code


@pytest.mark.parametrize(("name", "written"), DOCUMENTS, ids=dict(DOCUMENTS))
def test_reading_and_deciding_come_to_an_end(name: str, written: Any) -> None:
    begun = time.process_time()

    assert outcome_of(written) in ("refused in few words", "rules", "no_rule")

    assert time.process_time() - begun < MOST_SECONDS, name


def test_what_is_asked_of_lists_and_of_the_past_is_bounded() -> None:
    for name, told in (("elements", "the elements of lists"),
                       ("elements in two lists", "the elements of lists"),
                       ("the past", "earlier actions")):  # fmt: skip
        with pytest.raises(DocumentError, match=told):
            compile_boundary(dict(DOCUMENTS)[name])
