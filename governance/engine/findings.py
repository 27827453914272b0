"""Saying what one condition saw."""

from governance.engine.conditions import Leaf, Quantified, Subject
from governance.engine.money import Money
from governance.engine.paths import FieldPath
from governance.engine.values import Seen, as_value, is_missing
from governance.engine.verdict import Finding
from governance.engine.weighing import Weighed, deciding
from governance.engine.wording import kept, said

_MOST_KEPT = 20


def find(weighed: Weighed, seen: Seen) -> Finding:
    """Give what a condition saw in a question, with the sentence for it."""
    node = weighed.node
    if isinstance(node, Quantified):
        return _find_quantified(weighed, node, seen)
    if not isinstance(node, Leaf):
        raise TypeError("only a condition has a finding, not a group")
    actual, truth = weighed.look(seen), weighed.test(seen)
    return Finding(
        field=node.field.dotted,
        op=node.operator.name,
        expected=_expected(node),
        actual=kept(actual),
        truth=truth,
        text=_unknown(node, actual, seen)
        if truth is None
        else _told(node, actual, truth=truth),
    )


def unusable(field: FieldPath, actual: object, *, wants: str, against: str) -> str:
    """Say why a value cannot be judged: it is missing, or of another kind.

    `wants` names the kind that is needed; `against` is the other amount where both
    are money, so only the currency can stand between them.
    """
    return _unusable(field.spoken, actual, wants=wants, against=against)


def _told(leaf: Leaf, actual: object, *, truth: bool) -> str:
    phrase = leaf.operator.says.holds if truth else leaf.operator.says.fails
    return phrase.format(
        name=leaf.field.spoken,
        actual=said(actual),
        measured=_measured(leaf.field, actual),
        expected=leaf.operand.shown,
        other=leaf.operand.other.spoken if leaf.operand.other else "",
    )


def _expected(leaf: Leaf) -> object:
    # The boundary version has the whole list; every decision need not repeat it.
    if isinstance(leaf.value, list) and len(leaf.value) > _MOST_KEPT:
        return leaf.operand.shown
    return leaf.value


def _unknown(leaf: Leaf, actual: object, seen: Seen) -> str:
    name, operand = leaf.field.spoken, leaf.operand
    if operand.other is not None:
        if is_missing(actual):
            return f"{name} is missing"
        if seen[operand.other.dotted] is None:
            return f"{operand.other.spoken} is missing"
        return f"{name} cannot be compared with {operand.other.spoken}"
    if operand.wants == "text" and isinstance(actual, str) and not is_missing(actual):
        # Of the right kind, and yet neither yes nor no.
        return f"{name} {said(actual)} is not {operand.shown}, but looks like it"
    against = str(operand.money) if operand.money else ""
    return _unusable(name, actual, wants=operand.wants, against=against)


def _unusable(name: str, actual: object, *, wants: str, against: str) -> str:
    if is_missing(actual):
        return f"{name} is missing"
    if against and isinstance(as_value(actual), Money):
        return f"{said(actual)} cannot be compared with {against}"
    return f"{name} is not {wants}"


def _measured(field: Subject, actual: object) -> str:
    # "740.00 EUR is over 500.00 EUR" needs no name; "12 is over 10" does.
    is_amount = isinstance(field, FieldPath) and field.parts[-1] == "amount"
    if is_amount and isinstance(as_value(actual), Money):
        return said(actual)
    return f"{field.spoken} {said(actual)}"


def _find_quantified(weighed: Weighed, node: Quantified, seen: Seen) -> Finding:
    truth = weighed.test(seen)
    return Finding(
        field=node.field.dotted,
        op=node.kind,
        expected=None,
        actual=kept(weighed.look(seen)),
        truth=truth,
        text=_about_elements(weighed, node, seen),
    )


def _about_elements(weighed: Weighed, node: Quantified, seen: Seen) -> str:
    name, raw, truth = node.field.spoken, weighed.look(seen), weighed.test(seen)
    if is_missing(raw):
        return f"{name} is missing"
    elements = weighed.elements(seen)
    if elements is None:
        return f"{name} is not a list that can be looked at"
    test = weighed.parts[0].test
    alike = [index for index, one in enumerate(elements) if test(one) is truth]
    if len(alike) == len(elements) and len(elements) > 1:
        return f"in all {len(elements)} of {name}, {_first(weighed, elements[0])}"
    return f"in {name}, number {alike[0] + 1}: {_first(weighed, elements[alike[0]])}"


def _first(weighed: Weighed, element: Seen) -> str:
    return find(deciding(weighed.parts[0], element)[0], element).text
