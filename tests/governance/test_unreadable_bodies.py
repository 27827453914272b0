"""What no two readers could read alike is refused on every path, and not stored.

The rows of what is known to trouble JSON readers and databases, one by one.
"""

import json

import pytest

from audit.models import Entry
from tests.cast import Cast, make_acme
from tests.paths import paths_below


def deep(levels: int) -> bytes:
    return b'{"parameters":' + b'{"a":' * levels + b"1" + b"}" * levels + b"}"


UNREADABLE = {
    "nothing but an opened brace": b"{",
    "not UTF-8": b'{"reason": "\xff"}',
    "half a character in UTF-8": b'{"reason": "\xed\xa0\x80"}',
    "UTF-16": '{"reason": "x"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"reason": "x"}',
    "a list": b"[]",
    "a text": b'"reason"',
    "null": b"null",
    "NaN alone": b"NaN",
    "two objects": b"{}{}",
    "a comma too many": b'{"a": 1,}',
    "a comment": b'{"a": 1 /* one */}',
    "a bare line break in a text": b'{"reason": "a\nb"}',
    "nested 33 deep": deep(33),
    "nested 100000 deep": deep(100_000)[:200_000],
    "lists 100000 deep": b'{"parameters": ' + b"[" * 100_000,
    "6000 values": json.dumps(
        {"parameters": {str(n): n for n in range(6000)}}
    ).encode(),
    "20000 keys": json.dumps({str(n): 0 for n in range(20_000)}).encode(),
}
# Bodies that are JSON, with the path of what is wrong in them.
UNACCEPTABLE: dict[str, tuple[bytes, str]] = {
    "a key twice": (b'{"action": "a", "action": "b"}', "action"),
    "a nested key twice": (b'{"data": {"x": [{"a": 1, "a": 1}]}}', "data.x[0].a"),
    "a key twice, once escaped": (b'{"data": {"a": 1, "\\u0061": 2}}', "data.a"),
    "NaN": (b'{"data": {"a": NaN}}', "data.a"),
    "Infinity": (b'{"data": [1, Infinity]}', "data[1]"),
    "-Infinity": (b'{"data": -Infinity}', "data"),
    "a number beyond every range": (b'{"data": {"a": 1e400}}', "data.a"),
    "a number too small to be one": (b'{"data": {"a": 1e-400}}', "data.a"),
    "an exponent of many digits": (b'{"data": 1e' + b"9" * 30 + b"}", "data"),
    "an integer of 4000 digits": (b'{"data": ' + b"9" * 4000 + b"}", "data"),
    "an integer over 2^53": (b'{"data": 9007199254740993}', "data"),
    "an integer under -2^53": (b'{"data": -9007199254740993}', "data"),
    "a fraction over 2^53": (b'{"data": 9007199254740993.0}', "data"),
    "more digits than a double": (b'{"data": 0.12345678901234567890}', "data"),
    "a fraction of 4000 digits": (b'{"data": 0.' + b"1" * 4000 + b"}", "data"),
    "NUL in a value": (b'{"data": {"a": "a\\u0000b"}}', "data.a"),
    "NUL in a key": (b'{"data": {"a\\u0000": 1}}', "data.a\\u0000"),
    "half a character": (b'{"reason": "\\ud800"}', "reason"),
    "half a character in a key": (b'{"data": {"\\udfff": 1}}', "data.\\udfff"),
    "the halves the wrong way round": (b'{"reason": "\\udc00\\ud800"}', "reason"),
    "a terminal's escape": (b'{"reason": "\\u001b[2K pay"}', "reason"),
    "backspace": (b'{"reason": "no\\b\\b"}', "reason"),
    "delete": (b'{"reason": "no\x7f"}', "reason"),
    "a control character of Latin 1": (b'{"reason": "\xc2\x9b2K"}', "reason"),
}


@pytest.fixture(scope="module")
def agent() -> Cast:
    """Acme, in which nothing happens here: one is enough."""
    return make_acme()


@pytest.fixture(scope="module")
def paths(agent: Cast) -> list[str]:
    """Every path that takes a body, with ids of what is there."""
    run = agent.open_run()
    action = agent.ask_payment(run, amount="7400.00")
    found = [
        path.replace("<uuid:run_id>", run["id"]).replace(
            "<uuid:action_id>", action["id"]
        )
        for path in paths_below("api/v1/")
    ]
    return [
        one for one in found if "POST" in agent.api("OPTIONS", one).get("Allow", "")
    ]


def entries(cast: Cast) -> int:
    with cast.scope():
        return Entry.objects.count()


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_an_unreadable_body_is_refused_and_nothing_is_stored(
    agent: Cast, paths: list[str], body: bytes
) -> None:
    before = entries(agent)

    for path in paths:
        refused = agent.api("POST", path, body)

        assert refused.status_code == 400, refused.content
        assert refused["content-type"] == "application/problem+json"
        assert refused.json()["detail"].startswith("The body ")
    assert len(paths) > 5
    assert entries(agent) == before


@pytest.mark.parametrize(
    ("body", "field"), UNACCEPTABLE.values(), ids=UNACCEPTABLE.keys()
)
def test_what_is_unacceptable_in_a_body_is_named_and_nothing_is_stored(
    agent: Cast, paths: list[str], body: bytes, field: str
) -> None:
    before = entries(agent)

    for path in paths:
        refused = agent.api("POST", path, body)

        assert refused.status_code == 400, refused.content
        assert refused["content-type"] == "application/problem+json"
        assert [one["field"] for one in refused.json()["errors"]] == [field]
    assert entries(agent) == before


@pytest.mark.parametrize(
    "text",
    [
        "tab\t, line break\n and return\r .",
        "right to left \u202e and back \u202c",
        "nothing\u200b to see\ufeff",
        "Straße, 日本, 👩‍👩‍👧",
        "a noncharacter \uffff",
    ],
)
def test_what_a_person_can_be_shown_is_kept_as_it_is(agent: Cast, text: str) -> None:
    run = agent.open_run()

    note = {"text": text, "data": {text: 1}}

    noted = agent.api("POST", f"runs/{run['id']}/notes", note)

    assert noted.status_code == 201
    assert noted.json()["text"] == text


@pytest.mark.parametrize(
    "number", ["0.1", "-0.0", "1.10", "1e2", "9007199254740991", "4.35", "1E-7"]
)
def test_a_number_that_every_reader_reads_alike_is_accepted(
    agent: Cast, number: str
) -> None:
    run = agent.open_run()
    body = f'{{"text": "A number.", "data": {{"n": {number}}}}}'.encode()

    assert agent.api("POST", f"runs/{run['id']}/notes", body).status_code == 201
