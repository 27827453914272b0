"""How long the gate itself takes: the pure engine, on a company of a thousand agents.

Three of four rules name their action, one of four a family of actions, a few any
action; most speak of one agent. Four of five questions are about an action of which a
rule of that agent speaks.
"""

import random
import time
from collections.abc import Callable
from statistics import median, quantiles
from typing import Any

from governance.engine.boundary import Question, compile_boundary

SIZES = (10, 100, 1_000, 10_000)
_AGENTS = [f"agent-{number}" for number in range(1_000)]
_FAMILIES = ["payment", "invoice", "supplier", "order", "mail", "ticket"]
_ACTIONS = [f"{family}.act{number}" for family in _FAMILIES for number in range(40)]
_EFFECTS = ["allow"] * 11 + ["checkpoint"] * 4 + ["deny"] * 5
_QUESTIONS = 400
_FINANCE = {"group": "Finance", "kind": "confirm", "minutes": 60}


def gate_figures(*, questions: int, rounds: int) -> dict[str, float]:
    """Return the microseconds of a decision, by the number of rules: p50 and p99.

    Once the decision alone: its effect, its rules, what it needs of limits. And once
    with all that explains it, in sentences, as it is kept.
    """
    figures = {}
    for rules in SIZES:
        for name, spent in _measure(rules, questions, rounds).items():
            figures[f"{name}_us_p50_{rules}_rules"] = median(spent)
            figures[f"{name}_us_p99_{rules}_rules"] = quantiles(spent, n=100)[-1]
    return figures


def _measure(rules: int, questions: int, rounds: int) -> dict[str, list[float]]:
    chance = random.Random(rules)  # noqa: S311 - the same company each time
    written = [_rule(number, chance) for number in range(1, rules + 1)]
    boundary = compile_boundary({"format": 1, "rules": written})
    asked = [_question(written, chance) for _ in range(questions)]
    for question in asked:
        boundary.decide(question)
    return {
        "gate": _spent_us(lambda one: boundary.weigh(one).effect, asked * rounds),
        "gate_explained": _spent_us(boundary.decide, asked * rounds),
    }


def _spent_us(
    decide: Callable[[Question], object], asked: list[Question]
) -> list[float]:
    spent = []
    for question in asked:
        begun = time.perf_counter_ns()
        decide(question)
        spent.append((time.perf_counter_ns() - begun) / 1_000)
    return spent


def _rule(number: int, chance: random.Random) -> dict[str, Any]:
    effect = chance.choice(_EFFECTS)
    return {
        "key": f"rule-{number}",
        "number": number,
        "title": f"Rule {number}",
        "effect": effect,
        "subject": chance.choice(_AGENTS) if chance.random() < 0.9 else "*",
        "workflow": "*",
        "action": _pattern(chance),
        "conditions": _conditions(chance),
        "obligation": _FINANCE if effect == "checkpoint" else None,
        "limit": None,
        "reason": "",
    }


def _pattern(chance: random.Random) -> str:
    drawn = chance.random()
    if drawn < 0.75:
        return chance.choice(_ACTIONS)
    return f"{chance.choice(_FAMILIES)}.*" if drawn < 0.98 else "*"


def _conditions(chance: random.Random) -> dict[str, Any] | None:
    amount = {"amount": str(chance.randrange(1, 5_000)), "currency": "EUR"}
    leaves: list[dict[str, Any]] = [
        {"field": "parameters.amount", "op": "at_most", "value": amount},
        {"field": "facts.supplier.status", "op": "equals", "value": "approved"},
        {"field": "parameters.invoice", "op": "starts_with", "value": "NL"},
    ]
    taken = chance.sample(leaves, chance.randrange(4))
    return {"all": taken} if taken else None


def _question(written: list[dict[str, Any]], chance: random.Random) -> Question:
    agent, action = chance.choice(_AGENTS), chance.choice(_ACTIONS)
    if chance.random() < 0.8:
        rule = chance.choice(written)
        agent = agent if rule["subject"] == "*" else rule["subject"]
        action = action if "*" in rule["action"] else rule["action"]
    amount = {"amount": str(chance.randrange(1, 5_000)), "currency": "EUR"}
    values = {
        "parameters": {"amount": amount, "invoice": "NL-7731", "supplier_id": "s-1"},
        "resource": {"type": "invoice", "id": "NL-7731"},
        "agent": {"id": agent, "name": agent},
        "workflow": {"key": "supplier-invoice-payment", "step": "pay"},
        "facts": {"supplier": {"status": "approved", "account": "DE1"}},
    }
    return Question(agent, "supplier-invoice-payment", action, values)
