"""YAML is read with its lines, few words mean anything, and nothing can hurt."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from governance.clientfile.problems import UnreadableFileError
from governance.clientfile.writing import write_client_file
from governance.clientfile.yaml_reading import MOST_BYTES, read_yaml

SECONDS = 5


def _refused(data: bytes) -> str:
    began = time.monotonic()
    with pytest.raises(UnreadableFileError) as told:
        read_yaml(data)
    assert time.monotonic() - began < SECONDS
    return str(told.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("True", "True"),
        ("2026-01-01", "2026-01-01"),
        ("740.00", "740.00"),
        ("1e5", "1e5"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("007", "007"),
        ("12:30", "12:30"),
        ("=", "="),
        ("'12'", "12"),
        ('"true"', "true"),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("12", 12),
        ("-3", -3),
        ("1.5e+00", 1.5),
    ],
)
def test_a_word_stands_for_one_thing(written: str, meant: object) -> None:
    read = read_yaml(f"value: {written}\n".encode()).plain()

    assert read == {"value": meant}
    assert type(read["value"]) is type(meant)


def test_names_are_texts_whatever_they_look_like() -> None:
    read = read_yaml(b"no: 1\n12: 2\nnull: 3\n").plain()

    assert read == {"no": 1, "12": 2, "null": 3}


def test_lines_are_those_of_the_names() -> None:
    node = read_yaml(b"a: 1\nb:\n  - c: x\n    d:\n      e: 2\n")

    assert node.line_of(("b", 0, "c")) == 3
    assert node.line_of(("b", 0, "d", "e")) == 5
    # What is missing is told where it should be.
    assert node.line_of(("b", 0, "nothing")) == 3


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "line 1: the file is empty"),
        (b"a: &x 1\nb: *x\n", "line 1: write it out: there are no anchors"),
        (b"a: 1\nb: *x\n", "line 2: write it out: there are no anchors"),
        (b"a: !!python/object:os.system x\n", "line 1: there are no tags here"),
        (b"a: !!str 1\n", "line 1: there are no tags here"),
        (b"a: 1\nb: 2\na: 3\n", "line 3: a is here twice: first on line 1"),
        (b"a: 1\n---\nb: 2\n", "line 2: one file holds one client"),
        (b"? [a]\n: 1\n", "line 1: a name is one word or text"),
        (b"a: 1\nb: \xff\n", "line 2: this is not UTF-8"),
        (b"a: 1\nb: \xed\xa0\x80\n", "line 2: this is not UTF-8"),
        (b'a: "\\ud800"\n', "line 1: this is no YAML"),
        (b"a: 1\nb: \x00\n", "line 2: there is a NUL"),
        (b'a: "x\\0"\n', "line 1: there is a NUL"),
        (b"a: \x1b[0m\n", "this is no YAML"),
        (b"a: [1\n", "this is no YAML"),
        (b"a:\n\t- 1\n", "this is no YAML"),
        (b"a: " + b"9" * 5_000 + b"\n", "line 1: a number of more than 18 digits"),
        (b"a: 1.0e+999\n", "line 1: this number is too large"),
        ("a: 1\n".encode("utf-16"), "this is not UTF-8"),
    ],
)
def test_what_is_unclear_or_a_trick_is_refused_by_its_line(
    data: bytes, told: str
) -> None:
    assert told in _refused(data)


@pytest.mark.parametrize(
    "data",
    [
        b"[" * MOST_BYTES,
        b"{" * MOST_BYTES,
        b"- " * (MOST_BYTES // 2),
        b"? " * (MOST_BYTES // 2),
        b"{a: " * (MOST_BYTES // 4),
        b"[" * 21 + b"]" * 21,
        b"[" + b"1," * (MOST_BYTES // 2 - 1) + b"]",
        b"- 1\n" * (MOST_BYTES // 4),
        b"!" * MOST_BYTES,
        b"&" * MOST_BYTES,
        b"%YAML 1.1\n" * (MOST_BYTES // 10),
        b"a: |\n" + b" \n" * (MOST_BYTES // 2) + b"x: 1",
        b'"' + b"\\" * (MOST_BYTES - 1),
        b"x" * (MOST_BYTES + 1),
        b"a: &a [x]\n" + b"".join(b"b%d: [*a, *a]\n" % one for one in range(50_000)),
        b"".join(b"k%d: 1\n" % (one % 50_000) for one in range(100_000)),
        b"a: " + b"#" * 500_000 + b"\n\xc3",
    ],
    ids=range(17),
)
def test_no_file_can_hang_exhaust_or_crash(data: bytes) -> None:
    assert _refused(data)


_TEXTS = some.text(some.characters(exclude_categories=["Cs"], exclude_characters="\0"))
_VALUES = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(10**17) + 1, 10**17 - 1)
    | some.floats(allow_nan=False, allow_infinity=False)
    | _TEXTS,
    lambda inner: (
        some.lists(inner, max_size=4) | some.dictionaries(_TEXTS, inner, max_size=4)
    ),
    max_leaves=12,
)


@given(_VALUES)
def test_what_is_written_is_read_back(value: object) -> None:
    read = read_yaml(write_client_file({"value": value}).encode()).plain()

    assert read == {"value": value}
    assert str(read) == str({"value": value})
