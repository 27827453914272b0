"""A boundary rule's conditions and limit as the rest of a sentence, where simple.

What stands before it is the effect: "alone", "with a person" or "never".
"""

from governance.engine.conditions import Group, Leaf, Negation, Node
from governance.engine.document import Rule
from governance.engine.effects import Effect
from governance.engine.limits import Limit
from governance.engine.money import Money
from governance.engine.verdict import Obligation
from governance.engine.wording import listed, said_value, visible

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
    group = visible(obligation.group)
    if obligation.kind == "four_eyes":
        return f"somebody of {group} who does not own the agent"
    return f"one person of {group}"


def _beyond(limit: Limit | None, effect: Effect) -> str:
    if limit is None:
        return ""
    cap, of = said_value(limit.cap), ""
    if limit.field is not None:
        cap = str(Money(limit.cap, limit.currency))
        of = f" of the {limit.field.spoken}"
    fields = [field.spoken for field in limit.per]
    per = f" per {listed(fields, joint='and')}" if fields else ""
    word = "more than" if effect is Effect.DENY else "beyond"
    return f"{word} {cap}{of}{per}{_WINDOWS[limit.window]}"


def _when(node: Node | None) -> str | None:
    if node is None:
        return ""
    negated = isinstance(node, Negation)
    inner = node.part if isinstance(node, Negation) else node
    told = _any_of(inner)
    if told is None:
        return None
    return f"{'unless' if negated else 'when'} {told}"


def _any_of(node: Node) -> str | None:
    if not isinstance(node, Group) or node.kind == "all":
        return _all_of(node)
    options = [_all_of(part) for part in node.parts]
    texts = [option for option in options if option is not None]
    if len(texts) < len(options) or len(texts) > _MOST_LEAVES:
        return None
    # With an "and" inside one of them, a comma alone would not tell them apart.
    compound = any(" and " in text for text in texts)
    return ", or ".join(texts) if compound else listed(texts, joint="or")


def _all_of(node: Node) -> str | None:
    parts = node.parts if isinstance(node, Group) and node.kind == "all" else (node,)
    leaves = [part for part in parts if isinstance(part, Leaf)]
    if len(leaves) < len(parts) or len(leaves) > _MOST_LEAVES:
        return None
    told = [_said(leaf) for leaf in leaves if not _goes_without_saying(leaf, leaves)]
    return listed(told, joint="and")


def _said(leaf: Leaf) -> str:
    phrase = leaf.operator.says.demands.format(
        expected=leaf.operand.shown,
        other=leaf.operand.other.spoken if leaf.operand.other else "",
    )
    return f"the {leaf.field.spoken} {phrase}"


def _goes_without_saying(leaf: Leaf, leaves: list[Leaf]) -> bool:
    """Tell whether a currency is in the amount that the same field is measured by."""
    field, _, last = leaf.field.dotted.rpartition(".")
    return (
        last == "currency"
        and leaf.operator.name == "equals"
        and any(
            other.field.dotted == field
            and isinstance(other.value, dict)
            and other.value.get("currency") == leaf.value
            for other in leaves
        )
    )
