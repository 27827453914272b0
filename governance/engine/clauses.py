"""A boundary rule's conditions and limit as the rest of a sentence, where simple.

What stands before it is the effect: "alone", "with a person" or "never".
"""

from governance.engine.conditions import Negation, Node, leaves
from governance.engine.document import Rule
from governance.engine.effects import Effect
from governance.engine.limits import Limit
from governance.engine.money import Money
from governance.engine.saying import said_conditions
from governance.engine.verdict import Obligation
from governance.engine.windows import rolling_length, spoken_window
from governance.engine.wording import listed, said_value, visible

# What stands before a clause.
WORDS = {
    Effect.ALLOW: "Alone",
    Effect.CHECKPOINT: "With a person",
    Effect.DENY: "Never",
}
# More than this is read in the rule itself, under its title.
_MOST_LEAVES = 8

_WINDOWS = {"ever": "", "day": " a day", "week": " a week", "month": " a month"}


def clause_of(rule: Rule) -> str:
    """Return when the rule applies and who is asked, or nothing if not simple.

    "when the amount is at most 500.00 EUR", "one person of Finance, unless ...".
    """
    told = _when(rule.conditions)
    if told is None:
        return ""
    scope = [part for part in (_beyond(rule.limit, rule.effect), told) if part]
    who = _who(rule.obligation)
    return ", ".join([*([who] if who else []), *(scope or ["always"])])


def _who(obligation: Obligation | None) -> str:
    if obligation is None:
        return ""
    group, strict = visible(obligation.group), obligation.kind == "four_eyes"
    if obligation.quorum > 1:
        who = f"{obligation.quorum} different people of {group}"
        return f"{who} who do not own the agent" if strict else who
    if strict:
        return f"somebody of {group} who does not own the agent"
    return f"one person of {group}"


def _beyond(limit: Limit | None, effect: Effect) -> str:
    if limit is None:
        return ""
    cap, of = said_value(limit.cap), ""
    if limit.field is not None:
        if limit.currency:
            cap = str(Money(limit.cap, limit.currency))
        of = f" of the {limit.field.spoken}"
    fields = [field.spoken for field in limit.per]
    per = f" per {listed(fields, joint='and')}" if fields else ""
    word = "more than" if effect is Effect.DENY else "beyond"
    return f"{word} {cap}{of}{per}{_within(limit.window)}"


def _within(window: str) -> str:
    if rolling_length(window) is not None:
        return f" in any {spoken_window(window)}"
    return _WINDOWS[window]


def _when(node: Node | None) -> str | None:
    if node is None:
        return ""
    negated = isinstance(node, Negation)
    inner = node.part if isinstance(node, Negation) else node
    if sum(1 for _ in leaves(inner)) > _MOST_LEAVES:
        return None
    return f"{'unless' if negated else 'when'} {said_conditions(inner)}"
