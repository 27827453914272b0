"""The past, rules that observe, guardrails, and documents of the first format."""

from governance.engine.boundary import compile_boundary
from governance.engine.document import read_document
from tests.governance.engine.building import decide, document, question, rule

HISTORY: dict[str, object] = {
    "count": "invoice.*",
    "outcome": "succeeded",
    "per": [],
    "hours": None,
}
EARLIER = {"history": HISTORY, "op": "at_least", "value": 1}


def test_what_was_not_looked_up_in_the_past_is_missing() -> None:
    boundary = compile_boundary(document(rule("a", 1, "allow", conditions=EARLIER)))
    (measure,) = boundary.measures(agent="a-1", workflow="flow", action="payment.send")

    for found, effect in (({}, "deny"), ({measure.key: 0}, "deny"),
                          ({measure.key: 1}, "allow")):  # fmt: skip
        asked = question(history=found)
        assert boundary.decide(asked).effect == effect
    assert boundary.measures(agent="a-1", workflow="flow", action="x") == ()


def test_a_rule_that_observes_decides_nothing_and_is_told() -> None:
    rules = [rule("all", 1, "allow"), rule("no", 2, "deny", observe=True)]
    verdict = decide(*rules)

    assert verdict.effect == "allow"
    assert [hit.key for hit in verdict.observed] == ["no"]


def test_a_guardrail_binds_whatever_the_client_allows_and_is_called_the_platforms() -> (
    None
):
    mine = document(rule("all", 1, "allow"))
    theirs = document(rule("all", 1, "deny", title="Nothing at night"))
    verdict = compile_boundary(mine, guardrails=theirs).decide(question())

    assert verdict.effect == "deny"
    assert verdict.explanation == "Refused: platform rule 1 “Nothing at night”."
    assert verdict.hits[0].guardrail


def test_a_version_of_the_first_format_still_reads() -> None:
    old = {name: value for name, value in rule("a", 1, "checkpoint").items()
           if name != "observe"}  # fmt: skip
    old["obligation"] = {"group": "Finance", "kind": "confirm", "minutes": 5}
    (read,) = read_document({"format": 1, "rules": [old]})

    assert read.observe is False
    assert read.obligation is not None
    assert read.obligation.quorum == 1
