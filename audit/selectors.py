"""Reads: the trace, as sentences."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from audit.commitments import Sealed, opens
from audit.models import Entry, PrivateValue
from audit.sentences import ALTERED, render


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as a person reads it."""

    id: UUID
    at: datetime
    event: str
    code: str
    outcome: str
    sentence: str
    actor_kind: str
    run_id: str
    agent_id: str
    leaf_hash: str
    authority: dict[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What part of the trace somebody wants to read. Empty: all of it."""

    agent_id: str = ""
    run_id: str = ""
    target_id: str = ""
    event: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and where the next ones begin (None: there are no more)."""

    lines: list[Line]
    older: UUID | None


def trace(filters: Filters, *, before: UUID | None = None, size: int = 50) -> Page:
    """Return a page of the trace, newest first. Two queries."""
    rows = _filtered(filters).order_by("-id")
    if before is not None:
        rows = rows.filter(id__lt=before)
    found = list(rows[: size + 1])
    shown = found[:size]
    more = len(found) > size
    return Page(lines=_lines(shown), older=shown[-1].id if more else None)


def story(filters: Filters) -> list[Line]:
    """Return all lines that match, oldest first: one run or ticket. Two queries."""
    return _lines(_filtered(filters).order_by("id"))


def entry(entry_id: UUID) -> tuple[Line, Entry] | None:
    """Return one entry as a line, and its row. Two queries."""
    row = Entry.objects.filter(id=entry_id).first()
    return None if row is None else (_lines([row])[0], row)


def _filtered(filters: Filters) -> QuerySet[Entry]:
    rows: QuerySet[Entry] = Entry.objects.all()
    for name in ("agent_id", "run_id", "target_id", "event"):
        wanted = getattr(filters, name)
        if wanted:
            rows = rows.filter(**{name: wanted})
    return rows


def _lines(rows: Iterable[Entry]) -> list[Line]:
    entries = list(rows)
    private: dict[UUID, dict[str, str]] = defaultdict(dict)
    committed = {row.id: row.data["private"] for row in entries}
    for one in PrivateValue.objects.filter(entry_id__in=committed):
        # Whoever can write beside the ledger must not be able to put words into it.
        made = committed[one.entry_id].get(one.path)
        if made is not None:
            private[one.entry_id][one.path] = _opened(one, made)
    return [_line(row, private[row.id]) for row in entries]


def _opened(one: PrivateValue, made: str) -> str:
    sealed = Sealed(one.path, bytes(one.salt), one.value, commitment=made)
    return one.value if opens(sealed) else ALTERED


def _line(row: Entry, private: dict[str, str]) -> Line:
    data = row.data
    sentence = render(
        data["sentence"],
        params=data["params"],
        private=private,
        erased=data["private"],
    )
    return Line(
        id=row.id,
        at=row.recorded_at,
        event=row.event,
        code=data["code"],
        outcome=data["outcome"],
        sentence=sentence,
        actor_kind=data["actor"]["type"],
        run_id=row.run_id or "",
        agent_id=row.agent_id or "",
        leaf_hash=bytes(row.leaf_hash).hex(),
        authority=data["authority"],
    )


def fingerprints(run_id: UUID) -> list[dict[str, str]]:
    """Return id and leaf hash (RFC 6962, hex) of all entries of a run so far.

    The oldest first. One query.
    """
    rows = Entry.objects.filter(run_id=str(run_id)).order_by("id")
    return [
        {"id": str(id_), "leaf_hash": bytes(leaf).hex()}
        for id_, leaf in rows.values_list("id", "leaf_hash")
    ]
