"""Records before they are kept: each has a key of its own, and fits its columns."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from governance.engine.texts import normalised
from governance.models.registers import LONGEST_KEY, LONGEST_MATCH
from governance.selectors.registers import Row
from governance.services.facts.columns import (
    ID,
    MOST_COLUMNS,
    Kind,
    Kinds,
    WrongValueError,
    from_cell,
    from_json,
    name_problem,
    visible,
)
from tenants.errors import Invalid

MOST_ROWS = 20_000
_LARGEST = 16 * 1024
_MOST_TOLD = 5

# Where a row stands, and what it holds by column.
Given = Iterable[tuple[str, Mapping[str, Any]]]


def read_rows(given: Given, kinds: Kinds, *, cells: bool, field: str) -> list[Row]:
    """Return rows that can be kept: of ``cells``, or of JSON values.

    Raises:
        Invalid: rows, values or keys are not acceptable; the first few are named by
            row and column, and the others are counted.
    """
    rows, problems, places = [], [], dict[str, str]()
    for number, (place, values) in enumerate(given, start=1):
        if number > MOST_ROWS:
            problems.append(f"There are more than {MOST_ROWS:,} records.")
            break
        found = [*_problems(values)]
        row = None if found else _row(values, kinds, cells=cells, problems=found)
        if row is not None and row.match in places:
            found.append(f"its key “{row.key}” is that of {places[row.match]}.")
        if row is not None:
            places.setdefault(row.match, place)
            rows.append(row)
        problems += [f"{place}: {problem}" for problem in found]
    if problems:
        raise Invalid(_told(problems), field=field)
    return rows


def read_row(key: str, values: Mapping[str, Any], kinds: Kinds) -> Row:
    """Return one record of JSON values that can be kept.

    Raises:
        Invalid: key or values are not acceptable; the first is named by its column.
    """
    for name in values:
        if why := name_problem(name):
            raise Invalid(why, field=visible(name[:60]))
    try:
        data: dict[str, Any] = {ID: _key(key)}
    except WrongValueError as error:
        raise Invalid(f"{_sentence(error)}.", field="key") from error
    for name, value in values.items():
        try:
            kept = from_json(value, kinds.get(name)) if name != ID else None
        except WrongValueError as error:
            raise Invalid(f"{_sentence(error)}.", field=name) from error
        if kept is not None:
            data[name] = kept
    if why := _too_much(data):
        raise Invalid(why)
    return Row(key=data[ID], match=normalised(data[ID]), data=data)


def _row(
    values: Mapping[str, Any], kinds: Kinds, *, cells: bool, problems: list[str]
) -> Row | None:
    data: dict[str, Any] = {}
    try:
        data[ID] = _key(values[ID])
    except WrongValueError as error:
        problems.append(f"{error}.")
    for name, value in values.items():
        try:
            if name == ID:
                continue
            if cells:
                data[name] = from_cell(value, kinds.get(name, Kind.TEXT))
            else:
                data[name] = from_json(value, kinds.get(name))
        except WrongValueError as error:
            problems.append(f"column {name}: {error}{_quoted(value)}.")
    if problems:
        return None
    # What is not said is missing, and not a value of its own.
    kept = {name: value for name, value in data.items() if value is not None}
    if why := _too_much(kept):
        problems.append(why)
        return None
    return Row(key=kept[ID], match=normalised(kept[ID]), data=kept)


def _problems(values: Mapping[str, Any]) -> Iterator[str]:
    if ID not in values:
        yield "it has no id, which is the key of a record."
    for name in values:
        if why := name_problem(name):
            yield why


def _key(given: Any) -> str:
    if isinstance(given, int) and not isinstance(given, bool):
        given = str(given)
    if not isinstance(given, str) or not (match := normalised(given)):
        raise WrongValueError("its id is empty, or no text")
    key = given.strip()
    if len(key) > LONGEST_KEY or len(match) > LONGEST_MATCH:
        raise WrongValueError(f"its id has more than {LONGEST_KEY} characters")
    if not key.isprintable():
        raise WrongValueError("its id holds a character that cannot be seen")
    return key


def _sentence(error: WrongValueError) -> str:
    told = str(error)
    return f"{told[0].upper()}{told[1:]}"


def _too_much(data: Mapping[str, Any]) -> str:
    if len(data) > MOST_COLUMNS:
        return f"A record has at most {MOST_COLUMNS} columns."
    if len(json.dumps(data, ensure_ascii=False).encode()) > _LARGEST:
        return f"A record has at most {_LARGEST // 1024} KiB."
    return ""


def _quoted(value: Any) -> str:
    text = visible(str(value))
    return f", not “{text[:40]}{'…' if len(text) > 40 else ''}”"


def _told(problems: list[str]) -> str:
    shown, more = problems[:_MOST_TOLD], len(problems) - _MOST_TOLD
    left = f" And {more:,} more like these." if more > 0 else ""
    return f"{' '.join(shown)}{left} Nothing was kept."
