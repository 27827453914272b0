"""Reads: registers, their records with every version, and what a file would change."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, TextField
from django.db.models.functions import Cast

from agents.models import ActionType
from agents.selectors import current_action_types
from governance.engine.texts import normalised
from governance.models import Record, Register, RegisterState
from governance.models.registers import LONGEST_MATCH
from tenants.errors import NotFound

PAGE = 50
_NONE = "There is no such page."


@dataclass(frozen=True, slots=True)
class Row:
    """A record as it would be kept; ``match`` is its key as conditions compare it."""

    key: str
    match: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """What would become of a register: each changed record with its new row."""

    added: Sequence[Row]
    changed: Sequence[tuple[Record, Row]]
    removed: Sequence[Record]
    same: int

    @property
    def is_none(self) -> bool:
        """Whether nothing would be different."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A register in the list of them."""

    register: Register
    records: int
    changed_at: datetime | None
    users: Sequence[ActionType]


@dataclass(frozen=True, slots=True)
class RecordPage:
    """Some records of a register, of how many, on which of how many pages."""

    rows: Sequence[Record]
    count: int
    number: int
    last: int


def registers() -> list[RegisterLine]:
    """Return all registers by title. Four queries, however many there are."""
    states = {one.register_id: one.changed_at for one in RegisterState.objects.all()}
    counted = Record.objects.values("register_id").annotate(records=Count("id"))
    counts = Counter({one["register_id"]: one["records"] for one in counted})
    types = current_action_types()
    return [
        RegisterLine(
            register=one,
            records=counts[one.id],
            changed_at=states.get(one.id),
            users=_using(one, types),
        )
        for one in Register.objects.order_by("title", "name")
    ]


def register_by_id(register_id: UUID) -> Register:
    """Return a register.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    found = Register.objects.filter(id=register_id).first()
    if found is None:
        raise NotFound(_NONE)
    return found


def register_state(register: Register, *, lock: bool = False) -> RegisterState:
    """Return how often a register was changed; ``lock`` lets nobody else change it."""
    rows = RegisterState.objects.filter(register=register)
    return rows.select_for_update().get() if lock else rows.get()


def users_of(register: Register) -> list[ActionType]:
    """Return the action types, as they are now, that look this register up."""
    return _using(register, current_action_types())


def records_page(register: Register, *, search: str, number: int) -> RecordPage:
    """Return a page of a register's records by key; those with a text, if any."""
    rows = _found(Record.objects.filter(register=register), search)
    count = rows.count()
    last = max(1, -(-count // PAGE))
    number = min(max(1, number), last)
    start = (number - 1) * PAGE
    shown = list(rows.order_by("match_key")[start : start + PAGE])
    return RecordPage(rows=shown, count=count, number=number, last=last)


def columns_seen(register: Register) -> list[str]:
    """Return the columns that the first records have, without the key."""
    rows = Record.objects.filter(register=register).order_by("match_key")[:PAGE]
    names = dict.fromkeys(name for row in rows for name in row.data)
    return [name for name in names if name != "id"]


def record_by_id(record_id: UUID) -> Record:
    """Return a record that is there.

    Raises:
        NotFound: there is none, or it is another client's.
    """
    found = Record.objects.select_related("register").filter(id=record_id).first()
    if found is None:
        raise NotFound(_NONE)
    return found


def record_by_key(register: Register, key: str) -> Record:
    """Return the record that a key finds, however it is spelt.

    Raises:
        NotFound: there is none.
    """
    # A path may hold anything: what no key has finds nothing.
    match = normalised(key) if key.isprintable() and len(key) <= LONGEST_MATCH else ""
    found = Record.objects.filter(register=register, match_key=match).first()
    if found is None:
        raise NotFound("There is no such record in this register.")
    return found


def versions_of(record_id: UUID) -> list[Any]:
    """Return every version of a record, newest first; of a removed one, too.

    Raises:
        NotFound: there was none, or it is another client's.
    """
    rows = Record.history.filter(id=record_id)
    found = list(rows.order_by("-recorded_at", "-history_id"))
    if not found:
        raise NotFound(_NONE)
    return found


def lately_removed(register: Register, *, most: int = 10) -> list[Any]:
    """Return the last versions of records that were removed lately, newest first."""
    rows = Record.history.filter(register_id=register.id, history_type="-")
    return list(rows.order_by("-recorded_at", "-history_id")[:most])


def difference(
    register: Register, rows: Iterable[Row], *, removes: bool = False
) -> Difference:
    """Return what these rows would change. One query."""
    there = {one.match_key: one for one in Record.objects.filter(register=register)}
    added, changed, same = [], [], 0
    for row in rows:
        found = there.pop(row.match, None)
        if found is None:
            added.append(row)
        elif (found.key, found.data) != (row.key, row.data):
            changed.append((found, row))
        else:
            same += 1
    removed = sorted(there.values(), key=lambda one: one.match_key) if removes else []
    return Difference(added=added, changed=changed, removed=removed, same=same)


def _using(register: Register, types: Sequence[ActionType]) -> list[ActionType]:
    return [
        one
        for one in types
        if register.name in {lookup["register"] for lookup in one.lookups.values()}
    ]


def _found(rows: QuerySet[Record], search: str) -> QuerySet[Record]:
    words = search.strip()
    if not words:
        return rows
    if not words.isprintable():
        return rows.none()
    told = rows.annotate(told=Cast("data", TextField()))
    return told.filter(Q(key__icontains=words) | Q(told__icontains=words))
