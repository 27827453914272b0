"""Checking a limit against one action: what it sums, and whose room it is."""

from collections.abc import Iterator

from governance.engine.catalogue import ActionShape, Catalogue
from governance.engine.checking import Check, Wrong, said_kinds, shape_or_wrong
from governance.engine.leafchecking import check_scalar
from governance.engine.limits import Limit
from governance.engine.operators import Kind
from governance.engine.paths import FieldPath
from governance.engine.wording import listed


def check_limit(limit: Limit) -> Iterator[tuple[str, Check]]:
    """Yield what is to be checked of a limit for each action, with its place."""
    if limit.field is not None:
        yield "limit.sum", _sum_check(limit.field, limit.currency)
    for index, path in enumerate(limit.per):
        yield f"limit.per[{index}]", _per_check(path)


def _sum_check(path: FieldPath, currency: str) -> Check:
    wanted: Kind = "money" if currency else "number"

    def check(action: ActionShape, _catalogue: Catalogue) -> Iterator[Wrong]:
        shape, wrong = shape_or_wrong(path, action)
        if shape is None:
            yield wrong
        elif shape.kinds is not None and wanted not in shape.kinds:
            kinds = said_kinds(shape.kinds)
            yield (
                f"{path.dotted} is {kinds}, and the limit is {said_kinds({wanted})}; "
                "sum another field, or write another limit"
            )
        elif (
            currency
            and shape.currencies is not None
            and currency not in shape.currencies
        ):
            known = listed(sorted(shape.currencies), joint="or")
            yield (f"{path.dotted} is never in {currency}; write the limit in {known}")

    return check


def _per_check(path: FieldPath) -> Check:
    def check(action: ActionShape, _catalogue: Catalogue) -> Iterator[Wrong]:
        yield from check_scalar(path, action)

    return check
