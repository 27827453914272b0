"""Files of records: CSV as spreadsheets write it, or a JSON list of objects."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from governance.selectors.registers import Row
from governance.services.facts.columns import ID, Kinds, name_problem, visible
from governance.services.facts.rows import MOST_ROWS, Given, read_rows
from tenants.errors import Invalid

FIELD = "file"
LARGEST = 5 * 1024 * 1024
_SEPARATORS = ",;\t"
_LONGEST_NUMBER = 40


def read_file(raw: bytes, kinds: Kinds) -> list[Row]:
    """Return the records in a file that fit a register's columns.

    Raises:
        Invalid: it is no such file; says where.
    """
    if len(raw) > LARGEST:
        raise _refusal(f"A file has at most {LARGEST // 1024 // 1024} MiB.")
    text = _text_of(raw)
    if not text.strip():
        raise _refusal("The file is empty.")
    is_json = text.lstrip()[0] in "[{"
    given = _json_rows(text) if is_json else _table_rows(text)
    rows = read_rows(given, kinds, cells=not is_json, field=FIELD)
    if not rows:
        raise _refusal("There is no record in the file.")
    return rows


def _text_of(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        told = f"byte {error.start + 1} is none. Save it as “CSV UTF-8”."
        raise _refusal(f"The file is not UTF-8: {told}") from error


def _table_rows(text: str) -> Given:
    try:
        # Nothing is computed: a cell that looks like a formula is that text.
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=_separator(text), strict=True
        )
        header = _header(next(reader))
        yield from _named(reader, header)
    except csv.Error as error:
        raise _refusal(f"The table cannot be read: {error}.") from error


def _named(reader: Iterator[list[str]], header: list[str]) -> Given:
    for number, cells in enumerate(reader, start=2):
        if not any(cell.strip() for cell in cells):
            # As spreadsheets write below the last record.
            continue
        if len(cells) != len(header):
            have = f"{len(cells)} cells, and the header has {len(header)}"
            raise _refusal(f"Row {number} has {have}. Nothing was kept.")
        yield f"Row {number}", dict(zip(header, cells, strict=True))


def _header(cells: list[str]) -> list[str]:
    names = [cell.strip() for cell in cells]
    if ID not in names:
        shown = visible(", ".join(names)[:200])
        told = "The first row names the columns, and one is called id"
        raise _refusal(f"{told}. Here it is: {shown}.")
    for number, name in enumerate(names, start=1):
        if not name:
            raise _refusal(f"Column {number} has no name in the first row.")
        if why := name_problem(name):
            raise _refusal(f"Column {number}: {why}")
        if name in names[: number - 1]:
            raise _refusal(f"The column {visible(name[:60])} is there twice.")
    return names


def _separator(text: str) -> str:
    header = text.lstrip("\r\n").partition("\n")[0]
    return max(_SEPARATORS, key=header.count)


def _json_rows(text: str) -> Given:
    found = _parsed(text)
    if not isinstance(found, list):
        raise _refusal("JSON has to be a list of objects: [{…}, {…}].")
    for number, one in enumerate(found, start=1):
        if not isinstance(one, dict):
            raise _refusal(f"Record {number} is no object. Nothing was kept.")
        yield f"Record {number}", one
        if number > MOST_ROWS:
            return


def _parsed(text: str) -> Any:
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _refusal(f"This is no JSON: {error.msg} at {where}.") from error
    except RecursionError as error:
        raise _refusal("The JSON is nested too deep.") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            told = f"“{visible(name[:60])}” is there twice in one object."
            raise _refusal(told)
        found[name] = value
    return found


def _constant(name: str) -> Any:
    raise _refusal(f"{name} is not a JSON number.")


def _integer(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise _refusal(f"The number {digits[:20]}… is too large: make it a text.")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if len(digits) > _LONGEST_NUMBER or Decimal(digits) != Decimal(repr(value)):
        told = "is more precise than readers of JSON keep: make it a text."
        raise _refusal(f"The number {digits[:20]} {told}")
    return value


def _refusal(told: str) -> Invalid:
    return Invalid(told, field=FIELD)
