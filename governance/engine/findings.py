"""Saying what one condition saw."""

from decimal import Decimal

from governance.engine.conditions import Leaf
from governance.engine.money import Money
from governance.engine.paths import FieldPath
from governance.engine.values import Value, Values, as_value, is_missing
from governance.engine.verdict import Finding
from governance.engine.wording import kept, said

_MOST_KEPT = 20
_KINDS: dict[type[Value] | None, str] = {
    Money: "an amount of money",
    Decimal: "a number",
    bool: "yes or no",
    str: "text",
}


def find(leaf: Leaf, *, values: Values) -> Finding:
    """Give what a condition saw in a question, with the sentence for it."""
    actual = leaf.field.find(values)
    truth = leaf.operand.judge(actual, values)
    if truth is None:
        text = _unknown(leaf, actual, values)
    else:
        phrase = leaf.operator.holds if truth else leaf.operator.fails
        text = phrase.format(
            name=leaf.field.spoken,
            actual=said(actual),
            measured=_measured(leaf.field, actual),
            expected=leaf.operand.shown,
            other=leaf.operand.other.spoken if leaf.operand.other else "",
        )
    return Finding(
        field=leaf.field.dotted,
        op=leaf.operator.name,
        expected=_expected(leaf),
        actual=kept(actual),
        truth=truth,
        text=text,
    )


def unusable(field: FieldPath, actual: object, *, wants: str, against: str) -> str:
    """Say why a value cannot be judged: it is missing, or of another kind.

    `wants` names the kind that is needed; `against` is the other amount where both
    are money, so only the currency can stand between them.
    """
    if is_missing(actual):
        return f"{field.spoken} is missing"
    if against and isinstance(as_value(actual), Money):
        return f"{said(actual)} cannot be compared with {against}"
    return f"{field.spoken} is not {wants}"


def _expected(leaf: Leaf) -> object:
    # The boundary version has the whole list; every decision need not repeat it.
    if isinstance(leaf.value, list) and len(leaf.value) > _MOST_KEPT:
        return leaf.operand.shown
    return leaf.value


def _unknown(leaf: Leaf, actual: object, values: Values) -> str:
    other = leaf.operand.other
    if other is None:
        kind, shown = leaf.operand.kind, leaf.operand.shown
        against = shown if kind is Money else ""
        return unusable(leaf.field, actual, wants=_KINDS[kind], against=against)
    for field in (leaf.field, other):
        if is_missing(field.find(values)):
            return f"{field.spoken} is missing"
    return f"{leaf.field.spoken} cannot be compared with {other.spoken}"


def _measured(field: FieldPath, actual: object) -> str:
    # "740.00 EUR is over 500.00 EUR" needs no name; "12 is over 10" does.
    if field.parts[-1] == "amount" and isinstance(as_value(actual), Money):
        return said(actual)
    return f"{field.spoken} {said(actual)}"
