"""Numbers that a schema may accept, small ones first."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

_MOST = 100


def numbers(schema: Mapping[str, Any], *, whole: bool) -> Iterator[int | float]:
    """Yield numbers that are likely to lie between a schema's bounds."""
    low = max(schema.get(word, -math.inf) for word in ("minimum", "exclusiveMinimum"))
    high = min(schema.get(word, math.inf) for word in ("maximum", "exclusiveMaximum"))
    step = schema.get("multipleOf", 1)
    start = 1 if low <= 1 <= high and step == 1 else _beginning(low, high, step)
    yield from (start, *(bound for bound in (low, high) if math.isfinite(bound)))
    yield from (start + step * count for count in range(1, _MOST))
    yield from (start - step * count for count in range(1, _MOST))
    if not whole and math.isfinite(low) and math.isfinite(high):
        yield (low + high) / 2
    yield low + 0.5 if not whole and math.isfinite(low) else 0


def _beginning(low: float, high: float, step: float) -> int | float:
    if low <= 0 <= high:
        return 0
    if low > 0:
        return math.ceil(low / step) * step
    return math.floor(high / step) * step
