"""What the pages of facts say in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from governance.engine.money import Money
from governance.models import Register
from governance.selectors.registers import Difference, RegisterLine
from governance.services.facts import Kind, as_cell
from governance.services.facts.columns import kind_of

MOST_SHOWN = 100
_ID = "id"


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a record: what it is now, and what it was or will be."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Version:
    """What was done to a record, by whom, when."""

    at: datetime
    who: str
    what: str
    fields: Sequence[Field]


@dataclass(frozen=True, slots=True)
class Part:
    """The records of a preview that would have one thing in common."""

    title: str
    word: str
    records: Sequence[tuple[str, Sequence[Field]]]
    count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.records)


def facts_sentence(lines: Sequence[RegisterLine]) -> str:
    """Return how much is on record."""
    if not lines:
        return "Nothing is on record yet."
    records = sum(one.records for one in lines)
    return f"{_count(records, 'record')} in {_count(len(lines), 'register')}."


def register_sentence(register: Register, count: int, search: str) -> str:
    """Return how many records a register has, or how many hold what was looked for."""
    if search:
        have = "has" if count == 1 else "have"
        return f"{_count(count, 'record')} of {register.title} {have} “{search}”."
    return f"{register.title} has {_count(count, 'record')}."


def preview_sentence(found: Difference) -> str:
    """Return what a file would do."""
    if found.is_none:
        return "The file changes nothing: the register holds all of this."
    parts = [
        f"{len(rows)} {word}"
        for rows, word in [
            (found.added, "added"),
            (found.changed, "changed"),
            (found.removed, "removed"),
        ]
        if rows
    ]
    told = f"This would be different: {', '.join(parts)}."
    return f"{told} {found.same} stay as they are."


def parts_of(found: Difference) -> list[Part]:
    """Return the preview of a file: who comes, who changes how, who goes."""
    added = [
        (one.key, tuple(differing({}, one.data))) for one in found.added[:MOST_SHOWN]
    ]
    changed = [
        (row.key, tuple(differing(record.data, row.data)))
        for record, row in found.changed[:MOST_SHOWN]
    ]
    removed = [
        (one.key, tuple(differing(one.data, {}))) for one in found.removed[:MOST_SHOWN]
    ]
    parts = [
        Part("Removed", "deny", removed, len(found.removed)),
        Part("Changed", "wait", changed, len(found.changed)),
        Part("Added", "allow", added, len(found.added)),
    ]
    return [one for one in parts if one.count]


def history_of(versions: Sequence[Any]) -> list[Version]:
    """Return a record's history in words, newest first, like its versions."""
    told = []
    for number, one in enumerate(versions):
        before = versions[number + 1].data if number + 1 < len(versions) else {}
        what = {"+": "added it", "~": "changed it", "-": "removed it"}
        fields = () if one.history_type == "-" else tuple(differing(before, one.data))
        told.append(
            Version(one.recorded_at, one.actor_label, what[one.history_type], fields)
        )
    return told


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Field]:
    """Yield the values that are different, in words; empty where there is none."""
    names = dict.fromkeys([*before, *after])
    if before.get(_ID) == after.get(_ID) or not before or not after:
        names.pop(_ID, None)
    for name in names:
        if before.get(name) != after.get(name):
            yield Field(name, said(before.get(name)), said(after.get(name)))


def values_of(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the values of a record in words, without its key."""
    return [(name, said(value)) for name, value in data.items() if name != _ID]


def said(value: Any) -> str:
    """Return a value of a record in words."""
    if value is not None and kind_of(value) is Kind.MONEY:
        return str(Money.parse(value))
    return as_cell(value)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
