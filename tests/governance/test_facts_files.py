"""Files of records: what is read, and what is refused, by row and column."""

import json
from typing import Any

import pytest

from governance.services.facts.columns import Kind
from governance.services.facts.files import LARGEST, read_file
from governance.services.facts.rows import MOST_ROWS
from tenants.errors import Invalid

KINDS = {
    "credit": Kind.MONEY,
    "score": Kind.NUMBER,
    "approved": Kind.YES_NO,
    "since": Kind.DATE,
}
NORDLICHT = {
    "id": "S-1",
    "name": "Nordlicht",
    "credit": {"amount": "740.00", "currency": "EUR"},
    "score": 2.5,
    "approved": True,
    "since": "2027-01-31",
}
TABLE = (
    "id,name,credit,score,approved,since\nS-1,Nordlicht,740.00 EUR,2.5,yes,2027-01-31\n"
)


def read(raw: bytes | str) -> list[dict[str, Any]]:
    """Return the records in a file."""
    sent = raw if isinstance(raw, bytes) else raw.encode()
    return [row.data for row in read_file(sent, KINDS)]


@pytest.mark.parametrize(
    "raw",
    [
        TABLE.encode(),
        TABLE.encode("utf-8-sig"),
        TABLE.replace(",", ";").encode(),
        TABLE.replace(",", "\t").replace("\n", "\r\n").encode(),
        TABLE.replace("Nordlicht", '"Nordlicht"').encode() + b",,,,,\n\n",
        json.dumps([NORDLICHT]).encode(),
        json.dumps([NORDLICHT]).encode("utf-8-sig"),
    ],
)
def test_tables_and_json_say_the_same(raw: bytes) -> None:
    assert read(raw) == [NORDLICHT]


def test_what_is_empty_is_left_out_and_a_formula_is_a_text() -> None:
    [found] = read("id,name,credit,city\nS-1,=1+1,,\n")

    assert found == {"id": "S-1", "name": "=1+1"}


def test_a_cell_may_hold_separators_quotes_and_lines() -> None:
    [found] = read('id,name\nS-1,"A, ""B""\nC"\n')

    assert found["name"] == 'A, "B"\nC'


def test_json_keeps_its_types_where_none_is_declared() -> None:
    told = {
        "id": 7,
        "tags": ["a", "b"],
        "amount": {"amount": "1.00", "currency": "EUR"},
    }

    assert read(json.dumps([told])) == [{**told, "id": "7"}]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "The file is empty."),
        (b"id\n", "There is no record in the file."),
        (b"id,name\nS-1,\xff", "The file is not UTF-8: byte 13 is none."),
        ("id,n\nS-1,x".encode("utf-16"), "The file is not UTF-8: byte 1 is none."),
        (b"name\nx", "The first row names the columns, and one is called id"),
        (b"id,id\n1,2", "The column id is there twice."),
        (b"id,a b\n1,2", "Column 2: “a b” is no name of a column"),
        (b"id,\n1,2", "Column 2 has no name in the first row."),
        (b"id,name\nS-1,x\nS-2", "Row 3 has 1 cells, and the header has 2."),
        (b"id,name\nS-1,x\n s-1 ,y", "Row 3: its key “s-1” is that of Row 2."),
        (b"id,name\n,x", "Row 2: its id is empty, or no text."),
        (b"id,name\nS-1,a\0b", "Row 2: column name: the control character U+0000"),
        (b"id,credit\nS-1,740", "Row 2: column credit: money like 740.00 EUR is"),
        (b"id,credit\nS-1,740 eur", "column credit: money like 740.00 EUR is wanted"),
        (b"id,score\nS-1,1e9", "column score: a number like 12 or 12.5 is wanted"),
        (b"id,score\nS-1,0.12345678901", "column score: a number like 12"),
        (b"id,approved\nS-1,maybe", "column approved: yes or no is wanted"),
        (b"id,since\nS-1,31.01.2027", "column since: a date like 2027-01-31"),
        (b"id,since\nS-1,20270131", "column since: a date like 2027-01-31"),
        (b'id,name\nS-1,"x', "The table cannot be read"),
        (b'{"id": "S-1"}', "JSON has to be a list of objects"),
        (b'["S-1"]', "Record 1 is no object."),
        (b'[{"id": "S-1", "id": "S-2"}]', "“id” is there twice in one object."),
        (b'[{"id": "S-1", "n": NaN}]', "NaN is not a JSON number."),
        (b'[{"id": "S-1", "n": 1e999}]', "is more precise than"),
        (b'[{"id": "S-1", "n": 0.1234567890123456789}]', "is more precise than"),
        (b'[{"id": "S-1", "n": 9007199254740993}]', "column n: the number is too"),
        (b'[{"id": "S-1", "n": "\\u0000"}]', "Record 1: column n: the control"),
        (b'[{"id": "S-1", "n": "\\ud800"}]', "Record 1: column n: the control"),
        (b'[{"id": "S-1", "approved": "yes"}]', "column approved: yes or no is"),
        (b'[{"id": "S-1", "score": true}]', "column score: a number like 12"),
        (b'[{"id": "S-1", "credit": 740}]', "column credit: money like 740.00 EUR"),
        (b'[{"id": true}]', "Record 1: its id is empty, or no text."),
        (b'[{"name": "x"}]', "Record 1: it has no id, which is the key of a record."),
        (b'[{"id": "S-1"},]', "This is no JSON"),
        (b"[" * 100_000, "The JSON is nested too deep."),
        (b" " * (LARGEST + 1), "A file has at most 5 MiB."),
        (b'[{"id": "x", "n": "' + b"y" * 4001 + b'"}]', "over 4,000 characters"),
        (("id\n" + "x" * 121).encode(), "its id has more than 120 characters"),
        ("id\n" + "".join(f"{n}\n" for n in range(MOST_ROWS + 1)), "than 20,000"),
    ],
)
def test_a_file_that_cannot_be_kept_is_refused_in_words(
    raw: bytes | str, told: str
) -> None:
    with pytest.raises(Invalid) as refused:
        read(raw)

    assert told in refused.value.message
    assert refused.value.field == "file"


def test_a_few_problems_are_told_and_the_others_counted() -> None:
    rows = "".join(f"S-{n},none\n" for n in range(9))

    with pytest.raises(Invalid, match=r"Row 6.*And 4 more like these. Nothing was"):
        read(f"id,score\n{rows}")
