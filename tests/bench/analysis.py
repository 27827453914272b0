"""How long it takes to look over rules before they take effect, and to replay the past.

Rules as clients may have them: many for one action each, some for a whole namespace.
"""

import random
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from governance.engine.analysis import analyse, analyse_one
from governance.engine.boundary import Question, compile_boundary
from governance.engine.catalogue import ActionShape, Catalogue
from governance.engine.document import Rule, read_document
from governance.engine.replay import PastAction, Replay
from governance.engine.typechecking import check_rules
from governance.selectors.limits import window_key

_RULES, _ACTIONS, _AGENTS = 1_000, 240, 100
_EDITED = 20
_PAST = 20_000
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "amount": {
            "type": "object",
            "properties": {
                "amount": {"type": "string"},
                "currency": {"type": "string"},
            },
            "required": ["amount", "currency"],
        },
        "supplier": {"type": "string"},
        "days": {"type": "integer", "minimum": 0, "maximum": 365},
    },
    "required": ["amount", "supplier"],
}
_SENT = {"amount": {"amount": "1.00", "currency": "EUR"}, "supplier": "S-1"}


def analysis_figures(*, rounds: int) -> dict[str, float]:
    """Return seconds for all rules, ms for an edited one, actions replayed a second."""
    document, catalogue = _rules_of_a_client()
    rules = read_document(document)
    edited = [rule.key for rule in rules[:: _RULES // _EDITED]]
    return {
        "analysis_s_1000_rules": _seconds(lambda: _look_over(rules, catalogue), rounds),
        "analysis_ms_edited_rule": 1000
        * _seconds(
            lambda: [analyse_one(key, rules, catalogue, lists={}) for key in edited],
            rounds,
        )
        / len(edited),
        "replay_per_s": _PAST / _seconds(_replaying(), rounds),
    }


def _look_over(rules: tuple[Rule, ...], catalogue: Catalogue) -> None:
    if check_rules(rules, catalogue):
        raise AssertionError("these rules fit their actions")
    if not analyse(rules, catalogue, lists={}).complete:
        raise AssertionError("they are not too many to compare")


def _seconds(act: Callable[[], object], rounds: int) -> float:
    took = []
    for _ in range(rounds):
        started = time.thread_time()
        act()
        took.append(time.thread_time() - started)
    return median(took)


def _rules_of_a_client() -> tuple[dict[str, Any], Catalogue]:
    dice = random.Random(7)  # noqa: S311 - the same rules every time
    names = [f"area{number % 20}.act{number}" for number in range(_ACTIONS)]
    agents = [f"agent-{number}" for number in range(_AGENTS)]
    rules = [_rule(dice, number, names, agents) for number in range(1, _RULES + 1)]
    catalogue = Catalogue(
        {name: ActionShape(name, _SCHEMA, {"supplier": None}, _SENT) for name in names},
        {agent: agent for agent in agents},
        frozenset({"work"}),
        frozenset({"Finance"}),
    )
    return {"format": 2, "lists": {}, "rules": rules}, catalogue


def _rule(
    dice: random.Random, number: int, names: list[str], agents: list[str]
) -> dict[str, Any]:
    wide = f"area{dice.randrange(20)}.*"
    effect = dice.choices(["allow", "checkpoint", "deny"], [55, 20, 25])[0]
    asks = {"group": "Finance", "kind": "confirm", "quorum": 1, "minutes": 60}
    conditions = [_condition(dice) for _ in range(dice.randrange(4))]
    return {
        "key": f"rule-{number}",
        "number": number,
        "title": f"Rule {number}",
        "effect": effect,
        "observe": False,
        "subject": dice.choice([*agents, *["*"] * (_AGENTS // 4)]),
        "workflow": "*",
        "action": dice.choices([dice.choice(names), wide, "*"], [75, 23, 2])[0],
        "conditions": {"all": conditions} if conditions else None,
        "obligation": asks if effect == "checkpoint" else None,
        "limit": None,
        "reason": "",
    }


def _condition(dice: random.Random) -> dict[str, Any]:
    amount = {"amount": f"{dice.randrange(1, 1000)}.00", "currency": "EUR"}
    suppliers = [f"S-{dice.randrange(50)}" for _ in range(5)]
    kinds: list[tuple[str, str, Any]] = [
        ("parameters.amount", dice.choice(["at_most", "more_than"]), amount),
        ("parameters.supplier", "one_of", suppliers),
        ("parameters.supplier", "starts_with", "S-1"),
        ("parameters.days", "at_most", dice.randrange(365)),
        ("facts.supplier.status", "equals", dice.choice(["approved", "blocked"])),
    ]
    field, op, value = dice.choice(kinds)
    return {"field": field, "op": op, "value": value}


def _replaying() -> Callable[[], None]:
    over = {"amount": "500.00", "currency": "EUR"}
    rules: list[dict[str, Any]] = []
    for number, effect in enumerate(["allow", "deny"], start=1):
        bound = {"field": "parameters.amount", "op": "more_than", "value": over}
        rule = _rule(random.Random(1), number, ["pay.send"], ["*"])  # noqa: S311
        rules.append(
            {
                **rule,
                "effect": effect,
                "subject": "*",
                "action": "pay.send",
                "conditions": bound if effect == "deny" else None,
                "obligation": None,
            }
        )
    before = compile_boundary({"format": 2, "lists": {}, "rules": rules[:1]})
    after = compile_boundary({"format": 2, "lists": {}, "rules": rules})
    past = list(_past())

    def replay() -> None:
        running = Replay(before, after, window_key=window_key)
        running.take(past)
        if not 0 < running.changed < running.total == len(past):
            raise AssertionError("some of them would have been refused")

    return replay


def _past() -> list[PastAction]:
    start = datetime(2026, 3, 2, tzinfo=UTC)
    return [
        PastAction(
            str(number),
            Question(
                "agent-1",
                "work",
                "pay.send",
                {
                    "parameters": {
                        "amount": {"amount": f"{number % 520}.00", "currency": "EUR"}
                    }
                },
            ),
            start + timedelta(minutes=number),
            happened=True,
            said="pay",
        )
        for number in range(_PAST)
    ]
