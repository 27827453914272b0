"""A small client to analyse rules of, and whether the engine bears a finding out."""

from collections.abc import Mapping
from typing import Any

from governance.engine.analysis import Analysis, Insight, analyse
from governance.engine.boundary import Question, compile_boundary
from governance.engine.catalogue import ActionShape, Catalogue
from governance.engine.document import read_document
from governance.engine.effects import Effect
from governance.engine.evaluation import CompiledRule
from governance.engine.limits import claim
from governance.engine.rules import Rule
from governance.engine.values import Seen
from tests.governance.engine.building import AGENT, LISTS, Json, document

WORKFLOW = "supplier-invoice-payment"
MONEY: Json = {
    "type": "object",
    "properties": {
        "amount": {"type": "string", "pattern": "^[0-9]{1,12}(\\.[0-9]{1,4})?$"},
        "currency": {"type": "string", "enum": ["EUR", "GBP"]},
    },
    "required": ["amount", "currency"],
    "additionalProperties": False,
}
PAYMENT: Json = {
    "type": "object",
    "properties": {
        "amount": MONEY,
        "supplier_id": {"type": "string"},
        "kind": {"enum": ["invoice", "refund"]},
        "days": {"type": "integer", "minimum": 0, "maximum": 90},
        "due": {"type": "string", "format": "date"},
        "urgent": {"type": ["boolean", "null"]},
        "lines": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"account": {"type": "string"}, "cost": MONEY},
            },
        },
        "note": {},
    },
    "required": ["amount", "kind", "supplier_id"],
    "additionalProperties": False,
}
SENT: Json = {
    "amount": {"amount": "1.00", "currency": "EUR"},
    "kind": "invoice",
    "supplier_id": "S-1",
}


def catalogue(**schemas: Json) -> Catalogue:
    """Make a client that has payment.send, and actions with these schemas."""
    shapes = {
        "payment.send": ActionShape(
            "payment.send",
            PAYMENT,
            {"supplier": frozenset({"status", "account"})},
            SENT,
        )
    }
    for name, schema in schemas.items():
        named = name.replace("_", ".")
        shapes[named] = ActionShape(named, schema)
    groups = frozenset({"Finance"})
    return Catalogue(shapes, {AGENT: "Ann"}, frozenset({WORKFLOW}), groups)


def analysis_of(*rules: Json, at: Catalogue | None = None, **more: Any) -> Analysis:
    """Analyse these rules."""
    lists = more.pop("lists", LISTS)
    read = read_document({**document(*rules), "lists": lists})
    return analyse(read, at or catalogue(), lists=lists, **more)


def kinds(*rules: Json, at: Catalogue | None = None) -> list[tuple[str, str, str]]:
    """Give the kinds of what is found, with the rules it is about."""
    found = analysis_of(*rules, at=at).insights
    return [(one.kind, one.rule, one.other) for one in found]


def bears_out(insight: Insight, rules: list[Json], question: Question) -> bool:
    """Tell whether what the engine does with a question agrees with a finding."""
    by_key = {rule.key: rule for rule in read_document(document(*rules))}
    if insight.kind == "uncovered":
        if question.action != insight.action:
            return True
        return compile_boundary(document(*rules)).decide(question).effect is Effect.DENY
    rule = by_key[insight.rule]
    truth = _truth(rule, question)
    applies = truth is True or (truth is None and rule.effect is not Effect.ALLOW)
    if insight.kind == "never_fires":
        return not applies
    if insight.kind == "only_unchecked":
        return truth is not True
    if insight.kind == "limit_unreached":
        return not applies or _stopped(rule, by_key.get(insight.other), question, rules)
    return not applies or _applies(by_key[insight.other], question)


def shows(insight: Insight, rules: list[Json]) -> bool:
    """Tell whether a finding's example is one of what it says, not of anything else."""
    assert insight.example is not None
    question = insight.example.question()
    if not bears_out(insight, rules, question):
        return False
    if insight.kind in {"never_fires", "uncovered"} or not insight.rule:
        return True
    by_key = {rule.key: rule for rule in read_document(document(*rules))}
    rule = by_key[insight.rule]
    if insight.kind == "limit_unreached" and not insight.other:
        return rule.speaks_of(
            agent=question.agent, workflow=question.workflow, action=question.action
        )
    return _applies(rule, question)


def _stopped(
    rule: Rule, other: Rule | None, question: Question, rules: list[Json]
) -> bool:
    if other is not None:
        return _applies(other, question)
    assert rule.limit is not None
    if claim(rule.limit, values=question.values).problems:
        return True
    return compile_boundary(document(*rules)).decide(question).effect is Effect.DENY


def _applies(rule: Rule, question: Question) -> bool:
    return CompiledRule(rule).applies(_truth(rule, question))


def _truth(rule: Rule, question: Question) -> bool | None:
    speaks = rule.speaks_of(
        agent=question.agent, workflow=question.workflow, action=question.action
    )
    return CompiledRule(rule).test(Seen(question.values)) if speaks else False


def asked(values: Mapping[str, Any], action: str = "payment.send") -> Question:
    """Make a question of the small client's agent."""
    return Question(AGENT, WORKFLOW, action, values)
