from typing import Any

import pytest

from governance.engine.boundary import compile_boundary
from governance.engine.document import DocumentError, read_document
from tests.governance.engine.building import FINANCE, Json, document, eur, leaf, rule

ONCE = {"count": 1, "per": ["parameters.invoice"], "window": "ever"}
SUM = {"sum": "parameters.amount", "at_most": eur("9.00"), "per": [], "window": "day"}
GOOD = leaf("parameters.n", "equals", 1)


def nested(depth: int) -> Json:
    tree = GOOD
    for kind in ["all", "any"] * (depth // 2) + ["not"] * (depth % 2):
        tree = {kind: tree if kind == "not" else [tree]}
    return tree


BAD_CONDITIONS = [
    ("conditions", []),
    ("conditions", {}),
    ("conditions", "amount <= 500"),
    ("conditions.all", {"all": []}),
    ("conditions.any", {"any": GOOD}),
    ("conditions", {"all": [GOOD], "any": [GOOD]}),
    ("conditions", {"not": GOOD, "all": [GOOD]}),
    ("conditions.not", {"not": [GOOD]}),
    ("conditions.all[1]", {"all": [GOOD, None]}),
    ("conditions", {**GOOD, "note": "extra"}),
    ("conditions", {"field": "parameters.n"}),
    ("conditions.op", leaf("parameters.n", "matches", "^(a+)+$")),
    ("conditions.op", {"field": "parameters.n", "op": ["equals"], "value": 1}),
    ("conditions.any[0].op", {"any": [leaf("parameters.n", "Equals", 1)]}),
    ("conditions.any[0].any[0].all[0].any[0]", {"any": [nested(4)]}),
    ("conditions.not.not.not.not", {"not": {"not": {"not": {"not": {"not": GOOD}}}}}),
    ("conditions", {"all": [{"any": [GOOD] * 20}, {"any": [GOOD] * 13}]}),
    ("conditions.all", {"all": [GOOD] * 33}),
    ("conditions.field", leaf("amount", "equals", 1)),
    ("conditions.field", leaf("parameters", "is_present")),
    ("conditions.field", leaf("secrets.key", "is_present")),
    ("conditions.field", leaf("parameters..n", "is_present")),
    ("conditions.field", leaf("parameters.n.", "is_present")),
    ("conditions.field", leaf("parameters.a b", "is_present")),
    ("conditions.field", leaf("parameters" + ".a" * 8, "is_present")),
    ("conditions.field", {"field": 3, "op": "is_present"}),
]
BAD_VALUES = [
    ("is_present", True),
    ("equals", None),
    ("equals", 0.1),
    ("equals", ""),
    ("equals", "  "),
    ("equals", "a\0b"),
    ("equals", "\ud800"),
    ("equals", "x" * 501),
    ("equals", 2**53),
    ("equals", ["a"]),
    ("equals", {"amount": "5.00"}),
    ("equals", {"amount": 5.0, "currency": "EUR"}),
    ("equals", {"amount": "5,00", "currency": "EUR"}),
    ("one_of", "EUR"),
    ("one_of", []),
    ("one_of", ["EUR", 1]),
    ("one_of", [True, False]),
    ("one_of", [eur("1.00")]),
    ("one_of", ["x"] * 1001),
    ("at_most", None),
    ("at_most", 0.5),
    ("at_most", True),
    ("at_most", "many"),
    ("at_most", "1e9"),
    ("at_most", "1_000"),
    ("at_most", "\u0663"),
    ("between", 5),
    ("between", [1]),
    ("between", [1, 2, 3]),
    ("between", [2, 1]),
    ("between", [1, eur("2.00")]),
    ("between", [eur("1.00"), {"amount": "2.00", "currency": "GBP"}]),
    ("starts_with", 3),
    ("contains", " "),
    ("equals_field", 3),
    ("equals_field", "account"),
]
BAD_LIMITS = [
    ("limit", []),
    ("limit", {"count": 1, "per": []}),
    ("limit", {**ONCE, "sum": "parameters.amount"}),
    ("limit", {"per": [], "window": "day"}),
    ("limit.count", {**ONCE, "count": 0}),
    ("limit.count", {**ONCE, "count": True}),
    ("limit.count", {**ONCE, "count": 1.0}),
    ("limit.per", {**ONCE, "per": "agent.id"}),
    ("limit.per[0]", {**ONCE, "per": ["invoice"]}),
    ("limit.per", {**ONCE, "per": ["agent.id", "agent.id"]}),
    ("limit.per", {**ONCE, "per": [f"parameters.{n}" for n in "abcdef"]}),
    ("limit.window", {**ONCE, "window": "fortnight"}),
    ("limit.sum", {**SUM, "sum": "amount"}),
    ("limit.window", {**ONCE, "window": {"hours": 24, "days": 1}}),
    ("limit.window.hours", {**ONCE, "window": {"hours": 0}}),
    ("limit.window.hours", {**ONCE, "window": {"hours": 745}}),
    ("limit.window.hours", {**ONCE, "window": {"hours": "24"}}),
    ("limit.window.hours", {**ONCE, "window": {"hours": True}}),
    ("limit.at_most", {**SUM, "at_most": 0}),
    ("limit.at_most", {**SUM, "at_most": "0.00001"}),
    ("limit.at_most", {**SUM, "at_most": "1" + "0" * 15}),
    ("limit.at_most", {**SUM, "at_most": 0.5}),
    ("limit.at_most", {**SUM, "at_most": eur("0.00")}),
    ("limit.at_most", {**SUM, "at_most": eur("-1.00")}),
]
BAD_OBLIGATIONS = [
    ("obligation", None),
    ("obligation", "Finance"),
    ("obligation", {"group": "Finance", "kind": "confirm"}),
    ("obligation.group", {**FINANCE, "group": " "}),
    ("obligation.kind", {**FINANCE, "kind": "six_eyes"}),
    ("obligation.minutes", {**FINANCE, "minutes": 0}),
    ("obligation.minutes", {**FINANCE, "minutes": True}),
    ("obligation.minutes", {**FINANCE, "minutes": 44641}),
]
BAD_MEMBERS = [
    ("number", 0), ("number", True), ("number", "1"), ("number", 1.0),
    ("title", ""), ("title", None), ("title", "x" * 201), ("title", "a\0"),
    ("effect", "block"), ("effect", "ALLOW"), ("effect", None),
    ("subject", ""), ("subject", None), ("subject", ["a"]),
    ("workflow", "**"), ("workflow", ""), ("action", "pay?"), ("action", None),
    ("reason", None), ("reason", "x" * 1001),
    ("obligation", FINANCE), ("limit", ONCE),
]  # fmt: skip


def refused(written: object) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_document(written)
    return caught.value


@pytest.mark.parametrize(("path", "conditions"), BAD_CONDITIONS)
def test_malformed_conditions_are_refused_by_place(
    path: str, conditions: object
) -> None:
    error = refused(document(rule("pay-small", 1, "allow", conditions=conditions)))

    assert (error.rule, error.path) == ("pay-small", path)


@pytest.mark.parametrize(("op", "value"), BAD_VALUES)
def test_a_value_that_does_not_suit_its_operator_is_refused(
    op: str, value: Any
) -> None:
    conditions = {"all": [leaf("parameters.n", op, value)]}

    error = refused(document(rule("pay-small", 1, "allow", conditions=conditions)))

    assert error.path.startswith("conditions.all[0].value")


def test_an_operator_without_the_value_that_it_needs_is_refused() -> None:
    for op in ("equals", "one_of", "at_most", "between", "contains", "equals_field"):
        conditions = leaf("parameters.n", op)
        error = refused(document(rule("r", 1, "allow", conditions=conditions)))
        assert error.path == "conditions.value"


@pytest.mark.parametrize(("path", "limit"), BAD_LIMITS)
def test_a_malformed_limit_is_refused_by_place(path: str, limit: Any) -> None:
    assert refused(document(rule("once", 1, "deny", limit=limit))).path == path


@pytest.mark.parametrize(("path", "obligation"), BAD_OBLIGATIONS)
def test_a_checkpoint_without_a_proper_obligation_is_refused(
    path: str, obligation: object
) -> None:
    error = refused(document(rule("ask", 1, "checkpoint", obligation=obligation)))

    assert (error.rule, error.path) == ("ask", path)


@pytest.mark.parametrize(("member", "value"), BAD_MEMBERS)
def test_a_malformed_member_of_a_rule_is_refused_by_place(
    member: str, value: Any
) -> None:
    error = refused(document(rule("pay", 1, "allow", **{member: value})))

    assert (error.rule, error.path) == ("pay", member)


@pytest.mark.parametrize("key", [None, "", 3, "x" * 101])
def test_a_rule_without_a_usable_key_is_refused_by_its_position(key: object) -> None:
    error = refused(document(rule("a", 1, "allow"), rule("b", 2, "allow", key=key)))

    assert (error.rule, error.path) == ("", "rules[1].key")


@pytest.mark.parametrize("member", sorted(rule("a", 1, "allow")))
def test_no_member_of_a_rule_may_be_left_out(member: str) -> None:
    written = rule("a", 1, "allow")
    del written[member]

    assert f"missing: {member}" in str(refused(document(written)))


def test_an_unknown_member_is_refused() -> None:
    error = refused(document(rule("a", 1, "allow", condition=None)))

    assert str(error) == "rules[0]: unknown: condition"


@pytest.mark.parametrize(
    "written",
    [
        None, [], "", {}, {"format": 1}, {"rules": []},
        {"format": 2, "rules": []}, {"format": 3, "lists": {}, "rules": []},
        {"format": True, "rules": []}, {"format": 2, "lists": [], "rules": []},
        {"format": 1, "rules": {}}, {"format": 1, "rules": [None]},
        {"format": 1, "rules": [], "more": 1}, {"format": 1, "rules": [], 3: 1},
        {"format": 1, "rules": [None] * 10_001},
    ],
)  # fmt: skip
def test_what_is_no_boundary_document_is_refused(written: Any) -> None:
    refused(written)


def test_two_rules_with_one_key_or_one_number_are_refused() -> None:
    one = rule("a", 1, "allow")

    same_key = refused(document(one, rule("a", 2, "deny")))
    same_number = refused(document(one, rule("b", 1, "deny")))

    assert (same_key.rule, same_key.path) == ("a", "rules[1].key")
    assert (same_number.rule, same_number.path) == ("b", "rules[1].number")


def test_the_message_names_rule_path_and_problem() -> None:
    wrong = leaf("parameters.n", "at_most", 0.5)

    error = refused(document(rule("pay-small", 1, "allow", conditions=wrong)))

    assert str(error) == (
        "rule pay-small, conditions.value: "
        "text, a whole number, true, false or money is needed here"
    )


def test_compiling_refuses_the_same() -> None:
    with pytest.raises(DocumentError):
        compile_boundary(document(rule("a", 1, "permit")))


def test_the_limits_of_depth_and_number_are_inclusive() -> None:
    wide = {"all": [{"any": [GOOD] * 16}, {"any": [GOOD] * 16}]}

    read_document(document(rule("deep", 1, "allow", conditions=nested(4))))
    read_document(document(rule("wide", 1, "allow", conditions=wide)))


def test_a_bottomless_tree_is_refused_without_recursion() -> None:
    tree = GOOD
    for _ in range(100_000):
        tree = {"not": tree}

    assert "deep" in str(refused(document(rule("a", 1, "allow", conditions=tree))))


def test_rules_are_read_by_number() -> None:
    rules = read_document(document(rule("a", 9, "deny"), rule("b", 4, "allow")))

    assert [entry.key for entry in rules] == ["b", "a"]
