"""Checking one condition against one action: its field, its operator, its value."""

from collections.abc import Iterator, Mapping

from governance.engine.catalogue import ActionShape, Catalogue
from governance.engine.checking import Wrong, said_kinds, shape_or_wrong
from governance.engine.conditions import Counted, Leaf
from governance.engine.history import Measure
from governance.engine.operators import Kind
from governance.engine.paths import FieldPath
from governance.engine.shapes import Shape, shape_at
from governance.engine.values import as_value
from governance.engine.wording import listed, said

# What an operand says that it wants, as kinds.
_WANTS: Mapping[str, Kind] = {
    "text": "text",
    "an e-mail address or a domain": "text",
    "a number": "number",
    "an amount of money": "money",
    "yes or no": "flag",
    "a date or a date and time": "moment",
}
_MOST_OPTIONS = 5
_NUMBER = Shape(frozenset({"number"}))
_AMOUNT = Shape(frozenset({"money"}))
_CHOOSING = {"constant", "options"}


def check_list(path: FieldPath, action: ActionShape) -> Iterator[Wrong]:
    """Yield what is wrong with a field whose elements are looked at."""
    shape, wrong = shape_or_wrong(path, action)
    if shape is None:
        yield wrong
    elif shape.kinds is not None and "list" not in shape.kinds:
        kinds = said_kinds(shape.kinds)
        yield f"{path.dotted} is {kinds}, not a list; ask about it directly"


def check_leaf(
    leaf: Leaf, action: ActionShape, catalogue: Catalogue, *, item: Shape | None
) -> Iterator[Wrong]:
    """Yield what is wrong with one condition; `item` is what a list's elements are."""
    if isinstance(leaf.field, Measure):
        yield from _check_measure(leaf.field, action, catalogue)
        shape: Shape | None = _AMOUNT if leaf.field.field else _NUMBER
    elif isinstance(leaf.field, Counted):
        shape = _NUMBER
    else:
        shape, wrong = shape_or_wrong(leaf.field, action, item=item)
        if shape is None:
            yield wrong
            return
    yield from _check_value(leaf, shape or _NUMBER)
    if leaf.operand.other is not None:
        yield from _check_other(leaf, shape or _NUMBER, action, item)


def _check_value(leaf: Leaf, shape: Shape) -> Iterator[Wrong]:
    name, kinds = leaf.field.spoken, shape.kinds
    if kinds is None:
        return
    operator = leaf.operator
    # What is no more than there or not there may also be an object.
    if not kinds & operator.kinds and operator.takes != "nothing":
        yield (
            f"{name} is {said_kinds(kinds)}, and {operator.name} needs "
            f"{said_kinds(operator.kinds)}; choose another operator or field"
        )
        return
    wanted = _WANTS.get(leaf.operand.wants)
    if wanted is not None and wanted not in kinds:
        yield (
            f"{name} is {said_kinds(kinds)}, and is compared with "
            f"{said_kinds({wanted})}; write {said_kinds(kinds)}"
        )
        return
    yield from _check_currency(leaf, shape)
    yield from _check_options(leaf, shape)


def _check_currency(leaf: Leaf, shape: Shape) -> Iterator[Wrong]:
    money, known = leaf.operand.money, shape.currencies
    if money is None or known is None or money.currency in known:
        return
    yield (
        f"{leaf.field.spoken} is never in {money.currency}; "
        f"write an amount in {listed(sorted(known), joint='or')}"
    )


def _check_options(leaf: Leaf, shape: Shape) -> Iterator[Wrong]:
    """Yield the values that the field can never have, where all of its are known."""
    if shape.options is None or leaf.operator.takes not in _CHOOSING:
        return
    possible = {as_value(option) for option in shape.options}
    wanted = leaf.value if isinstance(leaf.value, list) else [leaf.value]
    if _is_named(leaf.value):
        return
    for raw in wanted:
        if as_value(raw) not in possible:
            few = [said(option) for option in shape.options[:_MOST_OPTIONS]]
            yield (
                f"{leaf.field.spoken} is never {said(raw)}; "
                f"it is one of {listed(few, joint='or')}"
            )


def _is_named(value: object) -> bool:
    return isinstance(value, dict) and "list" in value


def _check_other(
    leaf: Leaf, shape: Shape, action: ActionShape, item: Shape | None
) -> Iterator[Wrong]:
    other = leaf.operand.other
    if other is None:
        return
    second, wrong = shape_or_wrong(other, action, item=item)
    if second is None:
        yield wrong
        return
    if second.kinds is None or shape.kinds is None or leaf.operator.as_sets:
        return
    if not second.kinds & leaf.operator.kinds & shape.kinds:
        yield (
            f"{leaf.field.spoken} is {said_kinds(shape.kinds)} and {other.spoken} is "
            f"{said_kinds(second.kinds)}: these cannot be compared; choose another"
        )


def _check_measure(
    measure: Measure, action: ActionShape, catalogue: Catalogue
) -> Iterator[Wrong]:
    earlier = catalogue.covered(measure.action)
    if not earlier:
        yield (
            f"no action is declared that {said(measure.action.pattern)} covers, so "
            "none ever came before; declare it, or correct the name"
        )
    summed = measure.field
    if (
        summed is not None
        and earlier
        and not any(_may_be_money(summed, one) for one in earlier)
    ):
        yield (
            f"no earlier {measure.action.pattern} has an amount of money in "
            f"{summed.dotted}; correct the name"
        )
    for path in measure.per:
        yield from check_scalar(path, action)


def check_scalar(path: FieldPath, action: ActionShape) -> Iterator[Wrong]:
    """Yield what is wrong with a field by which actions are told apart."""
    shape, wrong = shape_or_wrong(path, action)
    if shape is None:
        yield wrong
    elif shape.kinds is not None and not shape.kinds - {"list", "money"}:
        kinds = said_kinds(shape.kinds)
        yield (
            f"{path.dotted} is {kinds}, by which nothing can be counted apart; "
            "choose text, a number, or yes or no"
        )


def _may_be_money(path: FieldPath, action: ActionShape) -> bool:
    shape = shape_at(action, path)
    return shape is not None and (shape.kinds is None or "money" in shape.kinds)
