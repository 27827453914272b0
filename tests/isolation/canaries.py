"""What is one client's alone: every word, number and id in its rows."""

import html
import json
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from tests.cast import Cast
from tests.catalogue import client_tables
from tests.database import run
from tests.isolation.asking import Answer

# Shorter ones stand in any page: "EUR", "done", 12.
_SHORTEST = 6


class Canaries:
    """Words that are in one client's rows and in no row of another's."""

    def __init__(self, of: Cast, *, unlike: Cast) -> None:
        self.words = frozenset(_words(of) - _words(unlike))
        self._heard: dict[str, frozenset[str]] = {}

    def in_text(self, text: str) -> frozenset[str]:
        """Return those that stand in a text, escaped or not."""
        # Most answers are one of a few: looking once is enough.
        if text not in self._heard:
            plain = html.unescape(text)
            self._heard[text] = frozenset(one for one in self.words if one in plain)
        return self._heard[text]

    def require_none(
        self, answer: Answer, what: str, *, but: Collection[str] = ()
    ) -> None:
        """Fail if an answer says one of them, but for those that were sent."""
        said = {
            one
            for one in self.in_text(answer.text)
            if not any(one in sent for sent in but)
        }
        assert not said, f"{what} says {sorted(said)}"

    def require_none_logged(
        self, lines: Iterable[str], what: str, *, but: Collection[str]
    ) -> None:
        """Fail if a line of the log says one of them, but for those that were sent."""
        for line in lines:
            said = self.in_text(line)
            told = {one for one in said if not any(one in sent for sent in but)}
            assert not told, f"{what} logs {line!r}"


def _words(cast: Cast) -> set[str]:
    with cast.scope():
        rows = [
            json.loads(row)
            for table in client_tables()
            for (row,) in run("SELECT to_jsonb(t)::text FROM {table} AS t", table=table)
        ]
        users = [one.user for one in cast.people.values()]
    rows += [[str(one.id), one.email, one.name] for one in users]
    return set(_told(rows))


def _told(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _told(one)
    elif isinstance(value, list):
        for one in value:
            yield from _told(one)
    elif isinstance(value, str) and value.startswith("\\x"):
        yield from _opened(bytes.fromhex(value[2:]))
    elif isinstance(value, str) and value.startswith("{"):
        yield from _opened(value)
    elif value is not None and len(str(value)) >= _SHORTEST:
        yield str(value)
        # As a form's field is named after it.
        yield str(value).replace("-", "")


def _opened(raw: str | bytes) -> Iterator[str]:
    """Yield what a document says, as an entry of the ledger or a kept answer is."""
    try:
        yield from _told(json.loads(raw))
    except ValueError:
        yield raw.hex() if isinstance(raw, bytes) else raw
