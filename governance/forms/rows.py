"""A tree of conditions as rows of a form, where it is one flat list of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from governance.engine.conditions import read_conditions
from governance.engine.reading import DocumentError, Place
from governance.forms.list_row import ListRow
from governance.forms.past_row import PastRow
from governance.forms.row import RowForm
from governance.forms.value_row import ValueRow

ALL, ANY, WRITTEN = "all", "any", "written"
MOST_ROWS = 32
KINDS: Mapping[str, type[RowForm]] = {
    kind.kind: kind for kind in (ValueRow, ListRow, PastRow)
}


@dataclass(frozen=True, slots=True)
class Shape:
    """Conditions as the form shows them: rows that are joined, or written out."""

    join: str
    rows: list[dict[str, Any]]
    written: str = ""


def bound_rows(
    typed: Mapping[str, Any], count: int, *, more: str = ""
) -> list[RowForm]:
    """Return the first so many rows, as they were typed, and an empty one ``more``."""
    rows = [
        _row(number, str(typed.get(f"row-{number}-about", "")), typed)
        for number in range(min(count, MOST_ROWS))
    ]
    return [*rows, _row(len(rows), more)] if more and len(rows) < MOST_ROWS else rows


def shown_rows(rows: list[dict[str, Any]], *, spare: int) -> list[RowForm]:
    """Return rows that show conditions, and so many empty ones after them."""
    empty = min(spare, MOST_ROWS - len(rows))
    return [
        KINDS[row["about"]](prefix=f"row-{number}", initial=row)
        for number, row in enumerate([*rows, *[{"about": ValueRow.kind}] * empty])
    ]


def _row(number: int, kind: str, typed: Mapping[str, Any] | None = None) -> RowForm:
    return KINDS.get(kind, ValueRow)(typed, prefix=f"row-{number}")


def shape_of(conditions: Any, *, place: Place) -> Shape:
    """Return how conditions are shown: as rows where they are flat."""
    if conditions is None:
        return Shape(ALL, [])
    join, parts = ALL, [conditions]
    if isinstance(conditions, Mapping) and len(conditions) == 1:
        for name in (ALL, ANY):
            if isinstance(conditions.get(name), list):
                join, parts = name, conditions[name]
    rows = [row for part in parts if (row := _shown(part, place)) is not None]
    if len(rows) < len(parts):
        written = json.dumps(conditions, indent=2, ensure_ascii=False)
        return Shape(WRITTEN, [], written)
    return Shape(join, rows)


def joined(
    join: str, parts: list[dict[str, Any]], *, before: Any
) -> dict[str, Any] | None:
    """Return the tree of these conditions; None for none.

    A single one stands alone, unless it was in a group ``before``.
    """
    grouped = isinstance(before, Mapping) and (ALL in before or ANY in before)
    if len(parts) == 1 and not grouped:
        return parts[0]
    return {join: parts} if parts else None


def _shown(part: Any, place: Place) -> dict[str, Any] | None:
    negated = isinstance(part, Mapping) and set(part) == {"not"}
    inner = part["not"] if negated else part
    if not _reads(inner, place):
        return None
    for kind in KINDS.values():
        shown = kind.shown(inner, place=place)
        # What would be read back as something else is no row, but written out.
        if shown is not None and _read_back(kind, shown, place) == inner:
            return {**shown, "about": kind.kind, "negated": negated}
    return None


def _reads(condition: Any, place: Place) -> bool:
    try:
        read_conditions(condition, place=place)
    except DocumentError:
        return False
    return True


def _read_back(kind: type[RowForm], shown: dict[str, Any], place: Place) -> Any:
    row = kind(shown)
    return row.condition(place=place) if row.is_valid() else None
